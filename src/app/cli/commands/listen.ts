import { openFileSource } from '../../../audio/file-source.ts'
import { encodeWav } from '../../../audio/wav-writer.ts'
import { createFileOutput } from '../../../tts/file-output.ts'
import { createSilentOutput } from '../../../tts/silent-output.ts'
import { defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'
import { printEvents } from '../print-events.ts'
import { TurnOutcomes } from '../turn-outcomes.ts'

export const command = defineCommand({
  name: 'listen',
  summary: 'the whole loop with recordings in place of the microphone',
  arguments: { '<wav...>': 'sound files, heard in order as one stream' },
  options: {
    noWake: { type: 'flag', summary: 'every utterance is for SAM, without the wake word' },
    realtime: { type: 'flag', summary: 'hear no faster than a microphone would' },
    speakDir: { type: 'text', value: 'folder', summary: 'write each spoken sentence into this folder' },
    dryRun: { type: 'flag', summary: 'tell what would be done, and do nothing' },
  },
  examples: ['sam listen hey-jarvis.wav --json', 'sam listen command.wav --no-wake --speak-dir replies'],
  async run(context, { arguments: files, options }) {
    const { output, signal } = context
    const source = await openFileSource(files, { realTime: options.realtime })
    return withSam(context, async (sam) => {
      // A missing model is told before the first sound instead of in the middle of it.
      await sam.readyToHear()
      const outcomes = new TurnOutcomes()
      sam.hub.subscribe((event) => outcomes.see(event))
      const session = sam.openSession({
        output:
          options.speakDir === undefined
            ? createSilentOutput()
            : createFileOutput({ folder: options.speakDir, encode: encodeWav, realTime: options.realtime }),
        pace: options.realtime ? 'live' : 'file',
        wakeRequired: !options.noWake,
        echoFree: true,
        dryRun: options.dryRun,
      })
      printEvents(sam.hub, output, () => ({ audioMs: session.positionMs }))
      signal.addEventListener('abort', () => session.stop(), { once: true })
      await session.listen(source, signal)
      await session.idle()
      if (signal.aborted) return 130
      if (outcomes.turns === 0) output.say(options.noWake ? 'Nothing was said.' : 'The wake word was not heard.')
      return outcomes.exitCode
    })
  },
})
