import fs from 'node:fs/promises'
import path from 'node:path'
import { sweepLeftDrafts } from '../core/files/left-drafts.ts'
import { replaceModelFile } from '../core/onnx/model-file.ts'
import { withoutShapes } from '../core/onnx/without-shapes.ts'

/**
 * The file to load a Piper voice from: the same network, loaded in half the time. It is made at the first load, beside the model, and made
 * anew when the model is newer. Where nothing can be written the model itself is answered, which speaks the same and only loads
 * more slowly.
 * @throws SamError `onnx-invalid`
 */
export async function quickVoiceFile(model: string): Promise<string> {
  sweepLeftDrafts(path.dirname(model))
  const quick = model.replace(/(?:\.onnx)?$/, '.quick.onnx')
  if ((await writtenAtMs(quick)) >= (await writtenAtMs(model))) return quick
  const quicker = withoutShapes(await fs.readFile(model))
  try {
    replaceModelFile(quick, quicker)
    return quick
  } catch {
    return model
  }
}

/** Before everything for a file that is not there. */
async function writtenAtMs(file: string): Promise<number> {
  return (await fs.stat(file).catch(() => undefined))?.mtimeMs ?? Number.NEGATIVE_INFINITY
}
