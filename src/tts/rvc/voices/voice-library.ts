import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { fileDigest } from '../../../core/files/file-digest.ts'
import { manifestSchema, type VoiceManifest } from './manifest.ts'

/** A voice in the library with its files, which are there. */
export interface LibraryVoice {
  manifest: VoiceManifest
  checkpoint: string
  index?: string
}

/** What a listing finds: voices, folders that are damaged, and files that were dropped here without being added. */
export interface LibraryListing {
  voices: LibraryVoice[]
  damaged: { folder: string; why: string }[]
  /** Checkpoints lying loose in the folder. */
  loose: string[]
}

export interface NewVoice extends Omit<VoiceManifest, 'schema' | 'checkpoint' | 'index' | 'addedAt' | 'settings'> {
  checkpoint: { file: string; sha256: string }
  index?: string
}

const manifestName = 'manifest.json'
const partPrefix = '.part-'

/** The user's voices: a folder each, with the checkpoint, the index and a manifest, which can be carried to another machine. */
export class VoiceLibrary {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  list(): LibraryListing {
    const listing: LibraryListing = { voices: [], damaged: [], loose: [] }
    if (!fs.existsSync(this.#folder)) return listing
    for (const entry of fs
      .readdirSync(this.#folder, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const place = path.join(this.#folder, entry.name)
      if (entry.name.startsWith('.')) continue
      if (entry.isFile() && /\.pth$/i.test(entry.name)) listing.loose.push(place)
      if (!entry.isDirectory()) continue
      try {
        listing.voices.push(readVoice(place))
      } catch (error) {
        listing.damaged.push({ folder: place, why: (error as Error).message })
      }
    }
    return listing
  }

  /** Errors: `voice-unknown`, `voice-damaged`. */
  find(id: string): LibraryVoice {
    const { voices, damaged } = this.list()
    const voice = voices.find(({ manifest }) => manifest.id === id)
    if (voice !== undefined) return voice
    const broken = damaged.find(({ folder }) => path.basename(folder) === id)
    if (broken !== undefined) throw new SamError('voice-damaged', broken.why, { remedy: `sam voices remove ${id}` })
    throw new SamError('voice-unknown', `There is no voice of your own called "${id}".`, {
      kind: 'missing',
      remedy: 'sam voices list',
    })
  }

  /**
   * Copies a voice into the library, with one rename at the end. The same file under the same id is put in again; another
   * one is `voice-exists`. Error `voice-file-changed` when the checkpoint is no longer the one that was read.
   */
  async add({ checkpoint, index, ...about }: NewVoice): Promise<LibraryVoice> {
    const target = path.join(this.#folder, about.id)
    const before = fs.existsSync(path.join(target, manifestName)) ? readVoice(target) : undefined
    if (before !== undefined && before.manifest.checkpoint.sha256 !== checkpoint.sha256)
      throw new SamError('voice-exists', `There already is another voice called "${about.id}".`, {
        remedy: `Give it another name with --name, or first: sam voices remove ${about.id}`,
      })
    fs.mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const part = fs.mkdtempSync(path.join(this.#folder, partPrefix))
    try {
      const copy = path.join(part, 'voice.pth')
      fs.copyFileSync(checkpoint.file, copy)
      if ((await fileDigest(copy)) !== checkpoint.sha256)
        throw new SamError('voice-file-changed', 'The file changed while it was added.', { remedy: 'Add it again.' })
      const manifest: VoiceManifest = manifestSchema.parse({
        schema: 1,
        ...about,
        checkpoint: { file: 'voice.pth', sha256: checkpoint.sha256 },
        ...(index === undefined ? {} : { index: await copyIndex(index, part) }),
        addedAt: new Date().toISOString(),
        settings: before?.manifest.settings,
      })
      writeManifest(part, manifest)
      fs.rmSync(target, { recursive: true, force: true })
      fs.renameSync(part, target)
    } finally {
      fs.rmSync(part, { recursive: true, force: true })
    }
    return readVoice(target)
  }

  /** Changes how a voice is to sound. Errors: `voice-unknown`, `voice-damaged`. */
  set(id: string, settings: VoiceManifest['settings']): void {
    const { manifest } = this.find(id)
    writeManifest(path.join(this.#folder, manifest.id), manifestSchema.parse({ ...manifest, settings }))
  }

  /** Answers the hash of the checkpoint that was there, where it is known. Error `voice-unknown`. */
  remove(id: string): string | undefined {
    const target = path.join(this.#folder, id)
    if (path.dirname(target) !== this.#folder || !fs.statSync(target, { throwIfNoEntry: false })?.isDirectory())
      this.find(id)
    const sha256 = this.list().voices.find(({ manifest }) => manifest.id === id)?.manifest.checkpoint.sha256
    fs.rmSync(target, { recursive: true, force: true })
    return sha256
  }
}

/** With one rename: a voice is never without its manifest. */
function writeManifest(folder: string, manifest: VoiceManifest): void {
  const file = path.join(folder, manifestName)
  fs.writeFileSync(`${file}.part`, `${JSON.stringify(manifest, null, 2)}\n`)
  fs.renameSync(`${file}.part`, file)
}

async function copyIndex(index: string, folder: string): Promise<{ file: string; sha256: string }> {
  const copy = path.join(folder, 'voice.index')
  fs.copyFileSync(index, copy)
  return { file: path.basename(copy), sha256: await fileDigest(copy) }
}

function readVoice(folder: string): LibraryVoice {
  const damaged = (why: string, cause?: unknown) =>
    new SamError('voice-damaged', `The voice in ${folder} is damaged: ${why}.`, { cause })
  let manifest: VoiceManifest
  try {
    manifest = manifestSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, manifestName), 'utf8')))
  } catch (cause) {
    throw damaged(`its ${manifestName} is missing or not as it should be`, cause)
  }
  if (manifest.id !== path.basename(folder)) throw damaged(`its folder has another name than "${manifest.id}"`)
  const checkpoint = path.join(folder, manifest.checkpoint.file)
  const index = manifest.index === undefined ? undefined : path.join(folder, manifest.index.file)
  for (const file of [checkpoint, ...(index === undefined ? [] : [index])])
    if (!fs.existsSync(file)) throw damaged(`${path.basename(file)} is missing`)
  return { manifest, checkpoint, ...(index === undefined ? {} : { index }) }
}
