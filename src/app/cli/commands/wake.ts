import { openFileSource } from '../../../audio/file-source.ts'
import { readSource } from '../../../audio/read-source.ts'
import { loadInstalledVoiceActivity } from '../../../audio/voice-activity.ts'
import { scoreClip } from '../../../audio/wake/score-clip.ts'
import { builtInWakeModels, loadWakeEngine } from '../../../audio/wake/wake-models.ts'
import { loadConfig } from '../../../core/config.ts'
import { defineCommand, defineGroup } from '../command.ts'
import { withEachFile } from '../each-file.ts'
import { modelStore } from '../pull-models.ts'

const list = defineCommand({
  name: 'list',
  summary: 'the phrases that can wake SAM',
  async run({ output, home }) {
    const { wake } = loadConfig(home)
    for (const { id, phrase, source } of builtInWakeModels) {
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
    const engine = await loadWakeEngine(models, options.model === undefined ? wake.models : [options.model])
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

export const command = defineGroup({
  name: 'wake',
  summary: 'the words that wake SAM: list, test',
  subcommands: [list, test],
})
