import { openFileSource } from '../../../audio/file-source.ts'
import { readSource } from '../../../audio/read-source.ts'
import { loadInstalledVoiceActivity } from '../../../audio/voice-activity.ts'
import { scoreClip } from '../../../audio/wake/score-clip.ts'
import { listTrainedPhrases, removeTrainedPhrase } from '../../../audio/wake/trained-phrases.ts'
import { rollBackTrainedPhrase } from '../../../audio/wake/training/keep-trained-phrase.ts'
import { loadWakeEngine } from '../../../audio/wake/wake-models.ts'
import { listWakeModels } from '../../../audio/wake/wake-phrases.ts'
import { loadConfig } from '../../../core/config.ts'
import { SamError, toSamError } from '../../../core/errors.ts'
import { exitCodeOf } from '../../../core/exit-codes.ts'
import { modelStore } from '../../models/open-model-store.ts'
import { lastNight, nightWords, type PhraseNight } from '../../wake/improve-phrases.ts'
import { discardWakeClips } from '../../wake/wake-clips.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { withEachFile } from '../each-file.ts'
import { onlyMe } from './wake/only-me.ts'
import { train } from './wake/train.ts'

const list = defineCommand({
  name: 'list',
  summary: 'the phrases that can wake SAM',
  async run({ output, home }) {
    const { wake } = loadConfig(home)
    let exitCode = 0
    const trained = new Map(listTrainedPhrases(home).map((each) => [each.id, each]))
    for (const { id, phrase, source } of listWakeModels(home)) {
      const listening = wake.models.includes(id)
      const own = trained.get(id)
      const about =
        own === undefined ? {} : { recordings: own.recordings, trainedAt: own.trainedAt, metrics: own.metrics }
      let night: PhraseNight | undefined
      try {
        night = lastNight(home, id)
      } catch (thrown) {
        const error = toSamError(thrown)
        output.fail(error)
        exitCode = exitCodeOf[error.kind]
      }
      output.emit(
        {
          ...{ type: 'wake-model', id, phrase, source, listening, threshold: wake.threshold, ...about },
          ...(night === undefined ? {} : { lastNight: night }),
        },
        () =>
          `${listening ? '*' : ' '} ${id.padEnd(14)} "${phrase}"` +
          (own === undefined ? '' : `  learned from ${own.recordings} recordings, ${own.trainedAt.slice(0, 10)}`) +
          (night === undefined ? '' : `\n  ${nightWords(night)}`),
      )
    }
    return exitCode
  },
})

const test = defineCommand({
  name: 'test',
  summary: 'how sure the wake word is in recordings, and whether it fires',
  arguments: { '<wav...>': 'sound files, each on its own' },
  options: {
    model: { type: 'text', value: 'id', summary: 'a phrase of "sam wake list"; those of the settings when absent' },
    threshold: {
      type: 'number',
      value: '0-1',
      minimum: 0.01,
      maximum: 0.99,
      summary: 'instead of that of the settings',
    },
  },
  examples: ['sam wake test recording.wav', 'sam wake test *.wav --model alexa --json'],
  async run(context, { arguments: files, options }) {
    const { output, signal } = context
    const { wake } = loadConfig(context.home)
    const models = modelStore(context)
    const engine = await loadWakeEngine(
      models,
      context.home,
      options.model === undefined ? wake.models : [options.model],
      { onlyOwner: true },
    )
    const activity = await loadInstalledVoiceActivity(models)
    const threshold = options.threshold ?? wake.threshold
    return withEachFile(context, files, async (file) => {
      const samples = await readSource(await openFileSource([file]), signal)
      const score = await scoreClip(samples, engine, activity, { threshold })
      const record = { type: 'wake-score', file, ...score }
      output.emit(record, `${score.fired ? 'fired' : '  -  '}  ${score.score.toFixed(3)}  ${file}: ${score.reason}`)
    })
  },
})

const remove = defineCommand({
  name: 'remove',
  summary: 'forget a phrase that you trained',
  arguments: { '<id>': 'a phrase of "sam wake list"' },
  options: { recordings: { type: 'flag', summary: 'your recordings of it go, too' } },
  async run({ output, home }, { arguments: [id = ''], options: { recordings } }) {
    if (!removeTrainedPhrase(home, id))
      throw new SamError('wake-model-unknown', `There is no trained wake word called "${id}".`, {
        kind: 'usage',
        remedy: 'sam wake list',
      })
    if (recordings) discardWakeClips(home, id)
    output.emit({ type: 'wake-removed', id }, `"${id}" is forgotten.`)
    return 0
  },
})

const rollback = defineCommand({
  name: 'rollback',
  summary: 'let a phrase listen as it did before its last training; again: as after it',
  arguments: { '<id>': 'a phrase of "sam wake list"' },
  async run({ output, home }, { arguments: [id = ''] }) {
    const { phrase, trainedAt } = rollBackTrainedPhrase(home, id)
    output.emit({ type: 'wake-model', id, phrase, trainedAt }, `"${phrase}" listens as it was learned on ${trainedAt}.`)
    return 0
  },
})

export const command = defineGroup({
  name: 'wake',
  summary: 'the words that wake SAM: list, train, test, rollback, remove, only-me',
  subcommands: [list, train, test, rollback, remove, onlyMe],
})
