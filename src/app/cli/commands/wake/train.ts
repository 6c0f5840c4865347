import fs from 'node:fs/promises'
import path from 'node:path'
import { openFileSource } from '../../../../audio/file-source.ts'
import { readSource } from '../../../../audio/read-source.ts'
import type { TrainedPhrase } from '../../../../audio/wake/trained-phrases.ts'
import { eventRate } from '../../../../audio/wake/training/event-rate.ts'
import { systemClock } from '../../../../core/clock.ts'
import { checkPath, SamError } from '../../../../core/errors.ts'
import { modelStore } from '../../../models/open-model-store.ts'
import { learnOwnerVoiceAgain } from '../../../wake/owner-voice.ts'
import { trainPhrase } from '../../../wake/train-phrase.ts'
import { keepLearned, notYetKept } from '../../../wake/wake-clips.ts'
import { defineCommand } from '../../command.ts'

const stageWords = {
  listening: 'hearing your recordings',
  speaking: 'saying it and things like it',
  testing: 'testing on recordings it did not learn from',
  learning: 'learning',
}

export const train = defineCommand({
  name: 'train',
  summary: 'teach SAM to wake by a phrase of your own',
  arguments: { '<phrase...>': 'what you will say, as it is written' },
  options: {
    positives: {
      type: 'text',
      value: 'folder',
      summary: 'WAV files of you saying it, one each, 5 to 10; without them SAM says it itself',
    },
    negatives: { type: 'text', value: 'folder', summary: 'WAV files that must not wake it' },
    seed: { type: 'integer', value: 'number', default: 1, minimum: 0, summary: 'the same seed learns the same' },
  },
  examples: ['sam wake train "hey sam" --positives recordings', 'sam config set wake.models hey_sam'],
  async run(context, { arguments: words, options }) {
    const { home, environment, output, signal, logger } = context
    const given = options.positives === undefined ? [] : await readFolder(options.positives, signal)
    const recordings = notYetKept(home, words.join(' '), given)
    const others = options.negatives === undefined ? [] : await readFolder(options.negatives, signal)
    let shown = ''
    const trained = await trainPhrase(
      { phrase: words.join(' '), recordings, others, seed: options.seed },
      { home, models: modelStore(context), environment },
      {
        signal,
        onProgress({ stage, share }) {
          const percent = Math.round(share * 10) * 10
          if (`${stage} ${percent}` === shown) return
          shown = `${stage} ${percent}`
          if (output.json) output.emit({ type: 'progress', stage, share: percent / 100 })
          else logger.info(`${stageWords[stage]}: ${percent} %`)
        },
      },
    )
    const { id, phrase, metrics, otherSpellings } = trained
    // Nights learn from them again, beside what is labelled until then.
    keepLearned(home, phrase, recordings, Date.parse(trained.trainedAt))
    await learnOwnerVoiceAgain(home, modelStore(context), systemClock.wallTime())
    output.emit(
      {
        type: 'wake-model',
        id,
        phrase,
        threshold: 0.5,
        metrics: { ...metrics, ...falseAcceptsOf(metrics) },
        recordings: trained.recordings,
        otherSpellings,
      },
      () =>
        `"${phrase}" is learned. Of ${metrics.heldOut} recordings it had not learned from, ${Math.round(metrics.missRate * metrics.heldOut)} were missed.\n` +
        spokenExam(metrics) +
        `To use it: sam config set wake.models ${id}`,
    )
    return 0
  },
})

type Metrics = TrainedPhrase['metrics']

/** How often talk that it does not know would wake it, by both looks; absent where there is no voice to examine with. */
function falseAcceptsOf({ exam }: Metrics): { falseAcceptsPerHour?: number; falseAcceptsInterval?: [number, number] } {
  if (exam === undefined || exam.talkHours === 0) return {}
  const { perHour, low, high } = eventRate(exam.falseAccepts, exam.talkHours)
  return { falseAcceptsPerHour: perHour, falseAcceptsInterval: [low, high] }
}

function spokenExam(metrics: Metrics): string {
  const { exam } = metrics
  const interval = falseAcceptsOf(metrics).falseAcceptsInterval
  if (exam === undefined || interval === undefined) return ''
  const minutes = (exam.talkHours * 60).toFixed(1)
  return (
    `In ${minutes} minutes of other talk it woke ${exam.falseAccepts} times (at most ${interval[1].toFixed(0)} an hour, as far as that tells), ` +
    `and at ${exam.alikeHeard} of ${exam.alike} phrases that resemble it.\n`
  )
}

/** Errors: `sound-missing` when there is none in it. */
async function readFolder(folder: string, signal: AbortSignal): Promise<Float32Array[]> {
  const names = await fs.readdir(folder).catch((cause: unknown) => {
    throw new SamError('folder-unreadable', `The folder ${folder} cannot be read.`, {
      cause,
      remedy: checkPath,
    })
  })
  const files = names.filter((name) => /\.wav$/i.test(name)).sort()
  if (files.length === 0)
    throw new SamError('sound-missing', `There is no WAV file in ${folder}.`, {
      remedy: 'record the phrase a few times',
    })
  const sounds: Float32Array[] = []
  for (const name of files) sounds.push(await readSource(await openFileSource([path.join(folder, name)]), signal))
  return sounds
}
