import { hearingRateHz, type SoundSource } from '../../audio/ports.ts'
import { resample } from '../../audio/resampler.ts'
import { SamError } from '../../core/errors.ts'
import type { StampedEvent } from '../../core/events.ts'
import { joinSamples } from '../../core/numbers/join-samples.ts'
import { createSilentOutput } from '../../tts/silent-output.ts'
import type { Sam } from '../sam.ts'
import type { CommandContext } from './command.ts'
import { withSam } from './open-sam.ts'
import { printEvents } from './print-events.ts'

/** A command that rules answer, and a question for the local model; neither changes anything on the machine. */
const requests = ['what time is it?', 'what is the capital of France?']

/**
 * SAM says each request with its own voice, hears it with its own ear, and answers it. Error `demo-failed` when one was not
 * heard or not answered.
 */
export async function runDemo(context: CommandContext): Promise<number> {
  const { output, signal } = context
  return withSam(context, async (sam) => {
    await sam.readyToHear()
    const [phrase = 'hey jarvis'] = sam.wakePhrases
    for (const request of requests) {
      const words = `${phrase}, ${request}`
      output.say(`\nSAM says into its own ear: "${words}"`)
      const seen: StampedEvent[] = []
      const ends = [sam.hub.subscribe((event) => seen.push(event)), printEvents(sam.hub, output)]
      const session = sam.openSession({
        output: createSilentOutput(),
        pace: 'file',
        wakeRequired: true,
        echoFree: true,
      })
      await session.listen(await speakToSelf(sam, words), signal)
      for (const end of ends) end()
      if (signal.aborted) return 130
      showTimes(context, seen)
    }
    output.say('\nThe whole loop works on this machine.')
    return 0
  })
}

/** The words in SAM's voice, in the quiet of a room. */
async function speakToSelf(sam: Sam, words: string): Promise<SoundSource> {
  const clip = await sam.voice().synthesizer.synthesize(words)
  const heard = resample(clip.samples, clip.sampleRateHz)
  const quiet = (seconds: number) =>
    Float32Array.from({ length: seconds * hearingRateHz }, () => (Math.random() - 0.5) * 0.001)
  const samples = joinSamples([quiet(1), heard, quiet(1.5)])
  return {
    async *chunks() {
      const chunk = hearingRateHz / 10
      for (let at = 0; at < samples.length; at += chunk) yield samples.slice(at, at + chunk)
    },
  }
}

function showTimes({ output }: CommandContext, seen: readonly StampedEvent[]): void {
  const finished = seen.find((event) => event.type === 'turn-finished')
  const reply = seen.find((event) => event.type === 'reply-final')
  if (finished === undefined || finished.outcome !== 'done' || reply === undefined || reply.text === '')
    throw new SamError('demo-failed', 'SAM did not hear or answer itself.', { remedy: 'sam doctor' })
  const names: [keyof typeof finished.timings, string][] = [
    ['endpointMs', 'silence waited for'],
    ['recognizeMs', 'recognition after that'],
    ['routeMs', 'deciding'],
    ['toolMs', 'doing'],
    ['firstTokenMs', 'first word of the model'],
    ['firstAudioMs', 'first sound of the reply'],
    ['totalMs', 'whole turn'],
  ]
  for (const [key, name] of names) {
    const ms = finished.timings[key]
    if (ms !== undefined) output.say(`  ${name.padEnd(26)}${ms.toFixed(0).padStart(6)} ms`)
  }
}
