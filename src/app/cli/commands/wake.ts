import { openFileSource } from '../../../audio/file-source.ts'
import { readSource } from '../../../audio/read-source.ts'
import { loadInstalledVoiceActivity } from '../../../audio/voice-activity.ts'
import { scoreClip } from '../../../audio/wake/score-clip.ts'
import { removeTrainedPhrase } from '../../../audio/wake/trained-phrases.ts'
import { loadWakeEngine } from '../../../audio/wake/wake-models.ts'
import { listWakeModels } from '../../../audio/wake/wake-phrases.ts'
import { loadConfig } from '../../../core/config.ts'
import { SamError } from '../../../core/errors.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { withEachFile } from '../each-file.ts'
import { modelStore } from '../pull-models.ts'
import { train } from './wake/train.ts'

const list = defineCommand({
  name: 'list',
  summary: 'the phrases that can wake SAM',
  async run({ output, home }) {
    const { wake } = loadConfig(home)
    for (const { id, phrase, source } of listWakeModels(home)) {
      const listening = wake.models.includes(id)
      output.emit(
        { type: 'wake-model', id, phrase, source, listening, threshold: wake.threshold },
        `${listening ? '*' : ' '} ${id.padEnd(14)} "${phrase}"`,
      )
    }
    return 0
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
  async run({ output, home }, { arguments: [id = ''] }) {
    if (!removeTrainedPhrase(home, id))
      throw new SamError('wake-model-unknown', `There is no trained wake word called "${id}".`, {
        kind: 'usage',
        remedy: 'sam wake list',
      })
    output.emit({ type: 'wake-removed', id }, `"${id}" is forgotten.`)
    return 0
  },
})

export const command = defineGroup({
  name: 'wake',
  summary: 'the words that wake SAM: list, train, test, remove',
  subcommands: [list, train, test, remove],
})
