import os from 'node:os'
import { loadInstalledVoiceActivity } from '../../audio/voice-activity.ts'
import { scoreClip } from '../../audio/wake/score-clip.ts'
import { loadWakeEngine } from '../../audio/wake/wake-models.ts'
import { systemClock } from '../../core/clock.ts'
import { projectRoot } from '../../core/paths.ts'
import { createModelStore } from '../../models/store.ts'
import type { ScoredSound } from '../server/requests/wake-requests.ts'
import { type LearnedVoice, learnOwnerVoice, learnOwnerVoiceAgain } from '../wake/owner-voice.ts'
import { trainPhrase } from '../wake/train-phrase.ts'
import type { ChoreOf } from './chore.ts'
import type { ChoreCall } from './chore-call.ts'

const installed = (root: string) => createModelStore({ root, projectRoot, environment: {}, offline: true })
/** In the order in which a training goes through them. */
const stages = ['listening', 'speaking', 'testing', 'learning'] as const

/** Learns a phrase from the recordings that were kept for it. Progress counts stages. */
export async function trainWake(
  { home, modelsFolder, phrase }: ChoreOf<'train-wake'>,
  { signal, tell }: ChoreCall,
): Promise<{ id: string }> {
  os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL)
  const { id } = await trainPhrase(
    { phrase, recordings: [], others: [], seed: 1 },
    { home, models: installed(modelsFolder), environment: process.env },
    {
      signal,
      onProgress: ({ stage, share }) =>
        tell({ done: stages.indexOf(stage) + share, total: stages.length, phase: stage }),
    },
  )
  await learnOwnerVoiceAgain(home, installed(modelsFolder), systemClock.wallTime())
  return { id }
}

/** Learns the user's voice from the recordings of all phrases. */
export async function learnVoice({ home, modelsFolder }: ChoreOf<'learn-owner-voice'>): Promise<LearnedVoice> {
  return learnOwnerVoice(home, installed(modelsFolder), systemClock.wallTime())
}

/** Would this sound have woken SAM, and how sure was it at each moment? */
export async function scoreWake({
  home,
  modelsFolder,
  samples,
  ids,
  threshold,
}: ChoreOf<'score-wake'>): Promise<ScoredSound> {
  const models = installed(modelsFolder)
  const [engine, activity] = await Promise.all([
    loadWakeEngine(models, home, ids, { onlyOwner: true }),
    loadInstalledVoiceActivity(models),
  ])
  const line: ScoredSound['line'] = []
  const onScore = (atMs: number, score: number) => line.push({ atMs, score })
  return { ...(await scoreClip(samples, engine, activity, { threshold, onScore })), line }
}
