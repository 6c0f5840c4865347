import fs from 'node:fs/promises'
import { withoutShapes } from '../core/onnx/without-shapes.ts'

/**
 * The file to load a Piper voice from: the same network, loaded in half the time. It is made at the first load, beside the model, and made
 * anew when the model is newer. Where nothing can be written the model itself is answered, which speaks the same and only loads
 * more slowly.
 * @throws SamError `onnx-invalid`
 */
export async function quickVoiceFile(model: string): Promise<string> {
  const quick = model.replace(/(?:\.onnx)?$/, '.quick.onnx')
  if ((await writtenAtMs(quick)) >= (await writtenAtMs(model))) return quick
  const chunks = [...withoutShapes(await fs.readFile(model)).chunks()]
  const draft = `${quick}.${process.pid}.part`
  try {
    await fs.writeFile(draft, chunks)
    await fs.rename(draft, quick)
    return quick
  } catch {
    return model
  } finally {
    await fs.rm(draft, { force: true }).catch(() => undefined)
  }
}

/** Before everything for a file that is not there. */
async function writtenAtMs(file: string): Promise<number> {
  return (await fs.stat(file).catch(() => undefined))?.mtimeMs ?? Number.NEGATIVE_INFINITY
}
