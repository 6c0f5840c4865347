import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { listTrainedPhrases, type TrainedPhrase } from '../../audio/wake/trained-phrases.ts'
import { adoptTrainedPhrase } from '../../audio/wake/training/keep-trained-phrase.ts'
import { loadWakeEngine } from '../../audio/wake/wake-models.ts'
import type { Clock } from '../../core/clock.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import { writtenJson } from '../../core/files/written-json.ts'
import { countHeard, examinePhrase, speakExam } from './phrase-exam.ts'
import { setAside } from './set-aside.ts'
import { learnPhrase, openPhraseTools, type PhrasePlace, type PhraseTools } from './train-phrase.ts'
import { listWakeClips, readWakeClip, type WakeClip } from './wake-clips.ts'
import { judgePhrase, leastAside, type PhraseErrors } from './wake-verdict.ts'

const nightSchema = z.object({
  id: z.string(),
  phrase: z.string(),
  atMs: z.number(),
  promoted: z.boolean(),
  /** Why, for a person. */
  reason: z.string(),
  /** Recordings that there were when it began: others are new, also those that came meanwhile or tell of earlier times. */
  known: z.array(z.string()).default([]),
})

/** What a night did with one phrase. */
export type PhraseNight = z.infer<typeof nightSchema>

/** The everyday talk of the exam is said so often, by other voices each time. */
const examRounds = 2

/**
 * Learns each trained phrase anew where recordings came in since ("it didn't wake", "I didn't say anything", more samples), and takes
 * the new one into use only if it misses no more and wakes falsely no more often on what was set aside. Error: `cancelled`.
 */
export async function improvePhrases(
  { home, clock, ...place }: PhrasePlace & { clock: Clock },
  signal: AbortSignal,
): Promise<PhraseNight[]> {
  const clips = listWakeClips(home)
  const nights: PhraseNight[] = []
  const due = listTrainedPhrases(home).filter((phrase) => {
    try {
      return hasNews(home, phrase, clips)
    } catch (thrown) {
      // An hour of learning would end in what cannot be written either.
      const reason = toSamError(thrown).message
      nights.push({ ...nightOf(phrase, clock), promoted: false, reason, known: [] })
      return false
    }
  })
  let opening: Promise<PhraseTools> | undefined
  const openTools = () => {
    opening ??= openPhraseTools(place, signal)
    return opening
  }
  for (const phrase of due) {
    const own = clips.filter((clip) => clip.phrase === phrase.id)
    const outcome = await improve(home, phrase, own, openTools, signal).catch((thrown: unknown) => {
      signal.throwIfAborted()
      return { promote: false, reason: toSamError(thrown).message }
    })
    const night: PhraseNight = {
      ...nightOf(phrase, clock),
      promoted: outcome.promote,
      reason: outcome.reason,
      known: own.map((clip) => clip.id),
    }
    fs.writeFileSync(nightFile(home, phrase.id), `${JSON.stringify(night)}\n`)
    nights.push(night)
  }
  return nights
}

function nightOf({ id, phrase }: TrainedPhrase, clock: Clock): Pick<PhraseNight, 'id' | 'phrase' | 'atMs'> {
  return { id, phrase, atMs: clock.wallTime().getTime() }
}

/** Recordings of it came in since it was trained, or since the last night if that was later. */
function hasNews(home: string, { id, trainedAt }: TrainedPhrase, clips: readonly WakeClip[]): boolean {
  const trainedAtMs = Date.parse(trainedAt)
  const night = lastNight(home, id)
  const isNew = (clip: WakeClip) =>
    night === undefined || night.atMs < trainedAtMs ? clip.atMs > trainedAtMs : !night.known.includes(clip.id)
  return clips.some((clip) => clip.phrase === id && isNew(clip))
}

/** What the last night did with it. Error `wake-night-unreadable`, for example where the file belongs to somebody else. */
export function lastNight(home: string, id: string): PhraseNight | undefined {
  const file = nightFile(home, id)
  if (!fs.existsSync(file)) return undefined
  try {
    return nightSchema.safeParse(writtenJson(fs.readFileSync(file, 'utf8'))).data
  } catch (cause) {
    throw new SamError('wake-night-unreadable', `What the last night did with "${id}" cannot be read.`, {
      remedy: `Let your user read and write ${file}, or remove it.`,
      cause,
    })
  }
}

/** One line for a person. */
export function nightWords({ phrase, atMs, promoted, reason }: PhraseNight): string {
  const day = new Date(atMs).toISOString().slice(0, 10)
  return `Night of ${day}: "${phrase}" was ${promoted ? 'improved' : 'left as it is'}: ${reason}.`
}

const nightFile = (home: string, id: string) => path.join(home, 'wake', id, 'night.json')

async function improve(
  home: string,
  { id, phrase }: TrainedPhrase,
  clips: readonly WakeClip[],
  openTools: () => Promise<PhraseTools>,
  signal: AbortSignal,
): Promise<{ promote: boolean; reason: string }> {
  const { learn, aside } = setAside(clips)
  const asideSaid = await read(home, aside, true)
  // Told before an hour is spent on what cannot be judged.
  if (asideSaid.length < leastAside) return judgePhrase(nothing, { ...nothing, aside: asideSaid.length })
  const [said, notSaid, asideNotSaid] = [
    await read(home, learn, true),
    await read(home, learn, false),
    await read(home, aside, false),
  ]
  const tools = await openTools()
  const exam = await speakExam(phrase, tools.voices, signal, examRounds)
  const errorsIn = async (place: string): Promise<PhraseErrors> => {
    const engine = await loadWakeEngine(tools.models, place, [id])
    const heard = (sounds: readonly Float32Array[]) => countHeard(engine, tools.activity, sounds, signal)
    const { falseAccepts, alikeHeard } = await examinePhrase(engine, tools.activity, exam, signal)
    return {
      aside: asideSaid.length,
      asideMissed: asideSaid.length - (await heard(asideSaid)),
      falseAccepts: falseAccepts + (await heard(asideNotSaid)),
      alikeHeard,
      labelledWrong: said.length - (await heard(said)) + (await heard(notSaid)),
    }
  }
  const candidateHome = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-wake-night-'))
  try {
    const training = { phrase, recordings: said, others: notSaid, seed: 1 }
    await learnPhrase(training, tools, { home: candidateHome, signal, onProgress: () => undefined })
    const verdict = judgePhrase(await errorsIn(home), await errorsIn(candidateHome))
    if (verdict.promote) adoptTrainedPhrase(home, candidateHome, id)
    return verdict
  } finally {
    fs.rmSync(candidateHome, { recursive: true, force: true })
  }
}

const nothing: PhraseErrors = { aside: 0, asideMissed: 0, falseAccepts: 0, alikeHeard: 0, labelledWrong: 0 }

async function read(home: string, clips: readonly WakeClip[], said: boolean): Promise<Float32Array[]> {
  const sounds: Float32Array[] = []
  for (const { id, label } of clips) if ((label !== 'false') === said) sounds.push(await readWakeClip(home, id))
  return sounds
}
