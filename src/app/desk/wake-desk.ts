import fs from 'node:fs'
import { hearingRateHz } from '../../audio/ports.ts'
import { forgetVoiceprint, hasVoiceprint } from '../../audio/speaker/voiceprint.ts'
import { explainWake } from '../../audio/wake/score-clip.ts'
import {
  listTrainedPhrases,
  phraseId,
  removeTrainedPhrase,
  type TrainedPhrase,
} from '../../audio/wake/trained-phrases.ts'
import { listWakeModels } from '../../audio/wake/wake-phrases.ts'
import { decodeSamples } from '../../audio/wav-samples.ts'
import type { Clock } from '../../core/clock.ts'
import { loadConfig } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import { runChore } from '../chores/run-chore.ts'
import { int16Of } from '../server/frames.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import type { LivePoint, WakePhraseCard, WakeResults, wakeInputs } from '../server/requests/wake-requests.ts'
import { writeSetting } from '../settings/settings.ts'
import { type HeardSound, isUsable } from '../wake/heard-sound.ts'
import { discardWakeClip, discardWakeClips, keepWakeClip, listWakeClips, readWakeClip } from '../wake/wake-clips.ts'
import { BackgroundWork } from './background-work.ts'
import type { Uploads } from './uploads.ts'

export interface WakeDeskParts {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
  clock: Clock
  uploads: Uploads
  /** Other phrases listen now, or another score is enough. */
  onWakeChanged(): void
  heard: Pick<HeardSound, 'points' | 'isHearing' | 'latest'>
}

const shortestSeconds = 0.2

/** What the Wake word page asks. */
export function createWakeDesk(parts: WakeDeskParts): {
  handlers: Pick<RequestHandlers, keyof typeof wakeInputs & keyof RequestHandlers>
  close(): Promise<void>
} {
  const { home, modelsFolder, environment, clock, uploads, onWakeChanged, heard } = parts
  const training = new BackgroundWork<{ phrase: string; id: string }>(clock)
  let trained: string | undefined
  const takeSound = (id: string) => {
    const bytes = fs.readFileSync(uploads.find(id, 'sound').file)
    uploads.discard([id])
    const samples = decodeSamples(bytes.subarray(0, bytes.length - (bytes.length % 2)), 'pcm', 16, 1)
    if (samples.length < shortestSeconds * hearingRateHz)
      throw new SamError('wake-recording-short', 'The recording is too short.', { remedy: 'Record it once more.' })
    return samples
  }
  const listen = (id: string, on: boolean) => {
    const others = loadConfig(home).wake.models.filter((one) => one !== id)
    const models = on ? [...others, id] : others
    writeSetting(home, 'wake.models', JSON.stringify(models))
    onWakeChanged()
    return models
  }
  const handlers: ReturnType<typeof createWakeDesk>['handlers'] = {
    'wake.state'() {
      const { models, threshold } = loadConfig(home).wake
      const own = new Map(listTrainedPhrases(home).map((each) => [each.id, each]))
      return {
        phrases: listWakeModels(home).map(({ id, phrase, source }): WakePhraseCard => {
          const found = own.get(id)
          const about = { id, phrase, source, listening: models.includes(id) }
          return found === undefined ? about : { ...about, training: trainingOf(found) }
        }),
        threshold,
        onlyMe: hasVoiceprint(home),
        clips: listWakeClips(home),
        training: training.state(),
        ...(trained === undefined ? {} : { trained }),
      }
    },
    'wake.listen'({ id, on }) {
      if (on && !listWakeModels(home).some((model) => model.id === id))
        throw new SamError('wake-model-unknown', 'There is no such phrase any more.')
      return { models: listen(id, on) }
    },
    'wake.threshold'({ threshold }) {
      writeSetting(home, 'wake.threshold', String(threshold))
      onWakeChanged()
      return { threshold }
    },
    async 'wake.only-me'({ on }, call) {
      const learned = on
        ? await runChore<'learn-owner-voice'>({ kind: 'learn-owner-voice', home, modelsFolder }, call, environment)
        : undefined
      if (!on) forgetVoiceprint(home)
      onWakeChanged()
      return { on, ...learned }
    },
    'wake.keep': ({ phrase, label, upload }) =>
      keepWakeClip(home, { phrase, label, samples: takeSound(upload), atMs: clock.wallTime().getTime() }),
    async 'wake.sound'({ clip }) {
      const samples = await readWakeClip(home, clip)
      const bytes = Buffer.alloc(samples.length * 2)
      for (const [at, sample] of samples.entries()) bytes.writeInt16LE(int16Of(sample), at * 2)
      return { samples: bytes.toString('base64') }
    },
    'wake.discard'({ clip }) {
      discardWakeClip(home, clip)
      return { id: clip }
    },
    'wake.train'({ phrase }) {
      const id = phraseId(phrase)
      training.start(`I am learning “${trained}” already.`, async (call) => {
        await runChore<'train-wake'>({ kind: 'train-wake', home, modelsFolder, phrase }, call, environment)
        // One that listens already is heard with what it learned now, and so is the user.
        if (loadConfig(home).wake.models.includes(id) || hasVoiceprint(home)) onWakeChanged()
        return { phrase, id }
      })
      trained = phrase
      return { phrase }
    },
    async 'wake.stop'() {
      const stopped = training.state().phase === 'running'
      await training.stop()
      return { stopped }
    },
    async 'wake.score'({ sound, id }, call) {
      const samples = 'upload' in sound ? takeSound(sound.upload) : await readWakeClip(home, sound.clip)
      const { models, threshold } = loadConfig(home).wake
      const ids = id === undefined ? models : [id]
      return runChore<'score-wake'>(
        { kind: 'score-wake', home, modelsFolder, samples, ids, threshold },
        call,
        environment,
      )
    },
    'wake.live'() {
      const points = heard.points()
      const last = lastSaid(points, loadConfig(home).wake.threshold)
      const nowMs = clock.wallTime().getTime()
      return { nowMs, hears: heard.isHearing, points, ...(last === undefined ? {} : { last }) }
    },
    'wake.keep-live'({ phrase, label }) {
      const samples = heard.latest()
      if (!isUsable(samples))
        throw new SamError('wake-nothing-heard', 'I have not heard anything yet.', {
          remedy: 'Start listening on Talk, say it, and try again.',
        })
      return keepWakeClip(home, { phrase, label, samples, atMs: clock.wallTime().getTime() })
    },
    'wake.remove'({ id, recordings }) {
      if (!removeTrainedPhrase(home, id)) throw new SamError('wake-model-unknown', 'There is no such phrase any more.')
      if (recordings) discardWakeClips(home, id)
      if (loadConfig(home).wake.models.includes(id)) listen(id, false)
      return { id }
    },
  }
  return { handlers, close: () => training.stop() }
}

/** A pause of this length ends what somebody says. */
const pauseMs = 1200

/** The last thing that was said, as far as the wake words are concerned; undefined where nobody spoke. */
function lastSaid(points: readonly LivePoint[], threshold: number): WakeResults['wake.live']['last'] {
  const spoken = points.filter(({ speech }) => speech >= 0.5)
  const end = spoken.at(-1)?.atMs
  if (end === undefined) return undefined
  const begin = spoken.findLast(({ atMs }, index) => atMs - (spoken[index - 1]?.atMs ?? 0) > pauseMs)?.atMs ?? end
  // The models answer up to a second after the word.
  const said = points.filter(({ atMs }) => atMs >= begin && atMs <= end + 1000)
  const { score, phrase } = said.reduce((one, other) => (other.score > one.score ? other : one))
  const fired = said.some((point) => point.fired)
  const stranger = !fired && said.some((point) => point.stranger)
  const reason = explainWake(
    { fired, score, thresholdUsed: threshold, ...(stranger ? { stranger } : {}) },
    said.length * 80,
  )
  return { score, fired, reason, ...(phrase === undefined ? {} : { phrase }) }
}

function trainingOf({ recordings, trainedAt, metrics }: TrainedPhrase): NonNullable<WakePhraseCard['training']> {
  const { heldOut, missRate } = metrics
  return { recordings, atMs: Date.parse(trainedAt), heldOut, missed: Math.round(missRate * heldOut) }
}
