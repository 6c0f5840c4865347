import fs from 'node:fs'
import path from 'node:path'
import { fileDigest } from '../../../../src/core/files/file-digest.ts'
import { writeMarker } from '../../../../src/models/store/marker.ts'

/**
 * Puts a HuBERT into a models folder as `sam models pull hubert-base-weights` would: the real one is in no package registry.
 * @param write writes the weights to the file it is given
 */
export async function installFeatures(modelsFolder: string, write: (file: string) => void): Promise<void> {
  const [id, name] = ['hubert-base-weights', 'pytorch_model.bin']
  const folder = path.join(modelsFolder, id)
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, name)
  write(file)
  const sha256 = await fileDigest(file)
  writeMarker(folder, {
    schema: 1,
    id,
    revision: 1,
    installedAt: new Date().toISOString(),
    files: { [name]: { kind: 'file', bytes: fs.statSync(file).size, sha256 } },
    origins: { [name]: { source: 'a test', sha256 } },
  })
}
