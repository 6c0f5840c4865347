import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Saved, torchArchive } from '../../../../scripts/stand-in-voice/torch-archive.ts'
import { type StandInOptions, standInCheckpoint, usualStandIn } from '../../../../scripts/stand-in-voice/weights.ts'

/** The stand-in voice as the parts that torch.save writes. */
export function standIn(changes: Partial<StandInOptions> = {}): Map<string, Saved> {
  return standInCheckpoint({ ...usualStandIn, ...changes })
}

/** Its named weights, to change them. */
export function weightsOf(checkpoint: Map<string, Saved>): Map<string, Saved> {
  const weights = checkpoint.get('weight')
  if (weights instanceof Map) return weights
  throw new Error('The stand-in has no weights.')
}

/** A folder for one test file. */
export function workshop() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam rvc '))
  let count = 0
  return {
    folder,
    /** Writes bytes, or a checkpoint as an archive; answers the path. */
    file(content: Uint8Array | Map<string, Saved>, name = `file-${count++}.pth`): string {
      const file = path.join(folder, name)
      fs.writeFileSync(file, content instanceof Map ? torchArchive(content) : content)
      return file
    },
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  }
}
