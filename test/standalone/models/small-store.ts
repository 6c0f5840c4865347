import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type CatalogueEntry, pinnedAtFirstDownload, type Source } from '../../../src/models/catalogue/entry.ts'
import type { FetchTools } from '../../../src/models/fetch/artifact.ts'
import { createHttpDownload } from '../../../src/models/fetch/http-download.ts'
import { DiskModelStore, type DiskModelStoreOptions } from '../../../src/models/store.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A catalogue entry of one file. */
export function smallModel(
  id: string,
  bytes: Uint8Array,
  sources: readonly Source[],
  more: Partial<CatalogueEntry> & { pinned?: boolean } = {},
): CatalogueEntry {
  const { pinned = false, ...rest } = more
  return {
    id,
    task: 'embedding',
    engine: 'onnx',
    title: `The model ${id}`,
    licence: { name: 'CC0-1.0', url: 'https://example.org' },
    set: 'starter',
    artifacts: [
      {
        kind: 'file',
        name: 'model.bin',
        bytes: bytes.length,
        sha256: pinned ? pinnedAtFirstDownload : sha256(bytes),
        sources,
      },
    ],
    conversion: 'none',
    revision: 1,
    files: { model: 'model.bin' },
    ...rest,
  }
}

/** No wheel is ever there: this layer asks no package index. */
export const noWheels: FetchTools['wheels'] = async () => {
  throw new Error('there is no Python here')
}

export function storeIn(folder: string, entries: readonly CatalogueEntry[], more: Partial<DiskModelStoreOptions> = {}) {
  return new DiskModelStore({
    root: path.join(folder, 'models'),
    packageFolder: path.join(folder, 'node_modules'),
    entries,
    tools: { http: createHttpDownload({ retryDelayMs: 1, attempts: 2 }), wheels: noWheels },
    ...more,
  })
}

export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam store '))
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) }
}
