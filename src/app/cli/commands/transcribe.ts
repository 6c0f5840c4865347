import { openFileSource } from '../../../audio/file-source.ts'
import { readSource } from '../../../audio/read-source.ts'
import { speechSettings } from '../../speech/speech-settings.ts'
import { warnOnce } from '../../speech-worker/missed-part.ts'
import { loadSpeechEngines } from '../../speech-worker/speech-engines.ts'
import { defineCommand } from '../command.ts'
import { withEachFile } from '../each-file.ts'
import { withSam } from '../open-sam.ts'

export const command = defineCommand({
  name: 'transcribe',
  summary: 'write down what is said in recordings',
  arguments: { '<wav...>': 'sound files, each on its own' },
  examples: ['sam transcribe memo.wav', 'sam transcribe *.wav --json'],
  async run(context, { arguments: files }) {
    const { output, signal, logger } = context
    return withSam(context, async (sam) => {
      const { home, modelsFolder } = context
      const settings = speechSettings({ config: sam.config, home, models: sam.models, modelsFolder })
      const engines = loadSpeechEngines(settings, warnOnce(logger))
      const recognizer = sam.hearCommands(await engines.recognizer())
      await recognizer.ready
      return withEachFile(context, files, async (file) => {
        const source = await openFileSource([file])
        const { text, decodeMs } = await recognizer.recognize(await readSource(source, signal))
        const record = { type: 'transcript', file, text, audioMs: source.durationMs, recognizeMs: decodeMs }
        output.emit(record, files.length === 1 ? text : `${file}: ${text}`)
      })
    })
  },
})
