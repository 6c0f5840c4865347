import path from 'node:path'
import { openDecoderPool } from '../../../../src/tts/rvc/voices/decoder-pool.ts'
import { prepareVoice } from '../../../../src/tts/rvc/voices/prepare-voice.ts'
import { standIn, workshop } from './stand-in.ts'

// A process that ends while another of its threads decodes: how it ends, `exit` or `close`.
const [how = 'close'] = process.argv.slice(2)
const shop = workshop()
const { decoder, facts } = await prepareVoice(shop.file(standIn()), path.join(shop.folder, 'cache'))
const pool = await openDecoderPool(decoder, 2)
const requestOf = (frames: number) => ({
  latents: new Float32Array(frames * facts.latentChannels),
  channels: facts.latentChannels,
  source: new Float32Array(frames * facts.samplesPerFrame),
  kept: [0, frames] as const,
  place: 0,
  speaker: 0,
})
await pool.run([requestOf(5), requestOf(5)])
shop.remove()
// This thread's part is over soon, the other's is not.
const working = pool.run([requestOf(5), requestOf(600)]).then(
  () => 'decoded',
  (error: { code: string }) => error.code,
)
await new Promise((resolve) => setTimeout(resolve, 100))
if (how === 'exit') process.exit(0)
await pool.close()
process.stdout.write(await working)
