import { openVoice } from '../../../tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../../../tts/rvc/voices/prepare-voice.ts'

// The process that `bench voice` watches while it loads a voice: CHECKPOINT CACHE THREADS. It waits for a line before each step
// and after the last, so that its memory can be read in between.
const [checkpoint = '', cache = '', threads = '1'] = process.argv.slice(2)
const lines = process.stdin[Symbol.asyncIterator]()
const say = (answer: Record<string, number>) => process.stdout.write(`${JSON.stringify(answer)}\n`)

say({})
await lines.next()
const startedAtMs = performance.now()
const voice = await openVoice(await prepareVoice(checkpoint, cache), Number(threads))
const readyMs = performance.now() - startedAtMs
say({ readyMs })
await lines.next()
const latents = { frames: 100, data: new Float32Array(100 * voice.latentChannels) }
const source = voice.usesPitch ? new Float32Array(100 * voice.samplesPerFrame) : undefined
await voice.decode(latents, source, 0, { from: 0, to: 100 })
say({})
await lines.next()
await voice.close()
process.exit(0)
