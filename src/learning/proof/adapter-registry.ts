import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { fileDigest } from '../../core/files/file-digest.ts'
import { writeJsonDurably } from '../../core/files/write-json-durably.ts'

/** So many adapters are kept: a week of nights. */
const keptAdapters = 7

const adapterManifest = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/),
  createdAt: z.string(),
  /** The model that it belongs to; with another one it must not be used. */
  base: z.object({ id: z.string(), sha256: z.string() }),
  /** Of the manifest of the data it was trained on. */
  datasetSha256: z.string(),
  adapterSha256: z.string(),
  /** Hash of the questions that were asked, by suite. */
  suites: z.record(z.string(), z.string()),
  promote: z.boolean(),
  reasons: z.array(z.string()),
})
export type AdapterManifest = z.infer<typeof adapterManifest>

const pointer = z.object({
  adapter: z.string().nullable(),
  /** What answered before, to go back to: the last one first, null is the bare model. */
  before: z.array(z.string().nullable()).max(keptAdapters),
  /** When this one was taken into use. */
  since: z.string(),
})
type Pointer = z.infer<typeof pointer>

/** An adapter that is there, with its file. */
export interface StoredAdapter {
  manifest: AdapterManifest
  file: string
}

export interface CurrentAdapter extends StoredAdapter {
  since: Date
}

/**
 * Adapters in `SAM_HOME/adapters/<id>/`, each there whole or not at all, and the file `current.json`, which is replaced in one step and says
 * which one answers. Errors: `adapter-unknown`, `adapter-damaged`, `nothing-to-roll-back`.
 */
export class AdapterRegistry {
  private readonly folder: string

  /** @param folder `SAM_HOME/adapters` */
  constructor(folder: string) {
    this.folder = folder
  }

  /** Copies an adapter in. The same one again only changes what is said of it. */
  async add(adapterFile: string, manifest: Omit<AdapterManifest, 'adapterSha256'>): Promise<StoredAdapter> {
    const place = path.join(this.folder, manifest.id)
    const known = this.find(manifest.id)
    if (known?.manifest.adapterSha256 === (await fileDigest(adapterFile))) {
      writeJsonDurably(path.join(place, 'manifest.json'), { ...manifest, adapterSha256: known.manifest.adapterSha256 })
      return this.get(manifest.id)
    }
    const draft = `${place}.part`
    fs.rmSync(draft, { recursive: true, force: true })
    fs.mkdirSync(draft, { recursive: true })
    fs.copyFileSync(adapterFile, path.join(draft, 'adapter.gguf'))
    const adapterSha256 = await fileDigest(path.join(draft, 'adapter.gguf'))
    writeJsonDurably(path.join(draft, 'manifest.json'), { ...manifest, adapterSha256 })
    fs.rmSync(place, { recursive: true, force: true })
    fs.renameSync(draft, place)
    this.prune(manifest.id)
    return this.get(manifest.id)
  }

  /** The newest first. */
  list(): StoredAdapter[] {
    const names = fs.existsSync(this.folder) ? fs.readdirSync(this.folder) : []
    const found = names.flatMap((name) => this.find(name) ?? [])
    return found.sort((one, other) => (one.manifest.createdAt < other.manifest.createdAt ? 1 : -1))
  }

  get(id: string): StoredAdapter {
    const found = this.find(id)
    if (found !== undefined) return found
    throw new SamError('adapter-unknown', `There is no adapter "${id}".`, { remedy: 'sam learn status' })
  }

  /** The adapter that answers; undefined when the bare model does, or when the adapter belongs to another model. */
  current(fits: (base: AdapterManifest['base']) => boolean): CurrentAdapter | undefined {
    const { adapter, since } = this.pointer()
    if (adapter === null) return undefined
    const stored = this.find(adapter)
    if (stored === undefined || !fits(stored.manifest.base)) return undefined
    return { ...stored, since: new Date(since) }
  }

  /** Id of the adapter that was chosen, whether or not it fits the model that is installed. */
  currentId(): string | null {
    return this.pointer().adapter
  }

  /** Takes an adapter into use, after a look at its bytes. Doing it twice changes nothing. */
  async promote(id: string, at: Date): Promise<void> {
    const { manifest, file } = this.get(id)
    if ((await fileDigest(file)) !== manifest.adapterSha256) {
      throw new SamError('adapter-damaged', `The adapter ${id} is not what was tested: its bytes changed.`)
    }
    const { adapter, before } = this.pointer()
    if (adapter === id) return
    this.point({ adapter: id, before: [adapter, ...before].slice(0, keptAdapters), since: at.toISOString() })
  }

  /** Goes back to what answered before. Answers both; null is the bare model. */
  rollBack(at: Date): { from: string; to: string | null } {
    const { adapter, before } = this.pointer()
    if (adapter === null) {
      throw new SamError('nothing-to-roll-back', 'The bare model answers already: there is nothing to take back.')
    }
    const left = before.filter((id) => id === null || this.find(id) !== undefined)
    const [to = null, ...rest] = left
    this.point({ adapter: to, before: rest, since: at.toISOString() })
    return { from: adapter, to }
  }

  private find(id: string): StoredAdapter | undefined {
    const place = path.join(this.folder, id)
    const file = path.join(place, 'adapter.gguf')
    try {
      const manifest = adapterManifest.parse(JSON.parse(fs.readFileSync(path.join(place, 'manifest.json'), 'utf8')))
      return manifest.id === id && fs.existsSync(file) ? { manifest, file } : undefined
    } catch {
      return undefined
    }
  }

  private pointer(): Pointer {
    const file = path.join(this.folder, 'current.json')
    if (!fs.existsSync(file)) return { adapter: null, before: [], since: new Date(0).toISOString() }
    try {
      return pointer.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    } catch (cause) {
      throw new SamError('adapter-damaged', `${file} cannot be read.`, {
        cause,
        remedy: `Remove ${file}: the bare model answers then.`,
      })
    }
  }

  private point(to: Pointer): void {
    fs.mkdirSync(this.folder, { recursive: true })
    writeJsonDurably(path.join(this.folder, 'current.json'), to)
  }

  /** Ids of what answers now and what answered before, to which one may have to go back. */
  needed(): Set<string> {
    const { adapter, before } = this.pointer()
    return new Set([adapter, before[0]].filter((id) => id !== null && id !== undefined))
  }

  /** The oldest go, but for what is needed. */
  private prune(added: string): void {
    const needed = this.needed().add(added)
    const all = this.list()
    const surplus = all.length - keptAdapters
    const dispensable = all.reverse().filter(({ manifest }) => !needed.has(manifest.id))
    for (const { manifest } of dispensable.slice(0, Math.max(0, surplus))) {
      fs.rmSync(path.join(this.folder, manifest.id), { recursive: true, force: true })
    }
  }
}

/** Hash of anything that can be written as JSON. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
