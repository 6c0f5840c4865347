import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readNpy } from '../../../../src/core/files/npy.ts'
import { projectRoot } from '../../../../src/core/paths.ts'
import { createExcitation } from '../../../../src/tts/rvc/excitation.ts'
import { decodeSlices } from '../../../../src/tts/rvc/voices/decode-slices.ts'
import { openVoice } from '../../../../src/tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../../../../src/tts/rvc/voices/prepare-voice.ts'
import { workshop } from './stand-in.ts'

const python = process.env['SAM_TORCH_PYTHON'] ?? 'python3'
const script = path.join(projectRoot, 'scripts', 'rvc-reference.py')

function torchIsThere(): boolean {
  try {
    execFileSync(python, ['-c', 'import torch, numpy'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const shop = workshop()
afterAll(() => shop.remove())

const kinds: [name: string, ...options: string[]][] = [
  ['v1-32', '--version', 'v1', '--rate', '32'],
  ['v1-40-float32', '--version', 'v1', '--float32'],
  ['v1-48', '--version', 'v1', '--rate', '48'],
  ['v1-40-no-pitch', '--version', 'v1', '--no-f0'],
  ['v2-32-parametrized', '--rate', '32', '--parametrized'],
  ['v2-40', '--version', 'v2'],
  ['v2-48', '--rate', '48'],
  ['v2-40-many-speakers', '--speakers', '1000', '--no-f0'],
  ['v2-40-three-frames', '--frames', '3'],
]

describe.skipIf(!torchIsThere())('the synthesizer beside PyTorch (skipped where PyTorch is not installed)', () => {
  it.each(kinds)('%s', async (name, ...options) => {
    execFileSync(python, [script, 'make', shop.folder, name, ...options])
    const floats = (part: string) => {
      const array = readNpy(path.join(shop.folder, `${name}_${part}.npy`))
      if (array.type !== 'float32') throw new Error(`${part} is not float32`)
      return array.data
    }
    const model = await openVoice(
      await prepareVoice(path.join(shop.folder, `${name}.pth`), path.join(shop.folder, 'cache')),
      1,
    )
    const speaker = model.speakers - 1
    const coarse = readNpy(path.join(shop.folder, `${name}_pitch.npy`))
    const pitch = model.usesPitch && coarse.type === 'int64' ? { pitch: coarse.data } : {}
    const latents = await model.encode({ phone: floats('phone'), noise: floats('rnd'), speaker, ...pitch })
    const noise = floats('srcnoise').values()
    const excitation = createExcitation(model.samplesPerFrame, () => noise.next().value ?? 0)
    const source = model.usesPitch ? excitation.next(floats('pitchf')) : undefined
    const expected = floats('audio')
    let at = 0
    let worst = 0
    for await (const slice of decodeSlices(model, latents, source, speaker, { frames: 25 })) {
      for (const value of slice) worst = Math.max(worst, Math.abs(value - (expected[at++] as number)))
    }
    expect(at).toBe(expected.length)
    expect(worst).toBeLessThanOrEqual(1e-4)
    await model.close()
  })
})
