import fs from 'node:fs'
import path from 'node:path'
import { SamError, toSamError } from '../core/errors.ts'
import { fileDigest } from '../core/files/file-digest.ts'
import { type CatalogueEntry, downloadBytes, pinnedAtFirstDownload } from './catalogue/entry.ts'
import { catalogue, findEntry, withLenders } from './catalogue.ts'
import type { FetchTools } from './fetch/artifact.ts'
import { createHttpDownload } from './fetch/http-download.ts'
import { createWheelDownload } from './fetch/python-wheel.ts'
import type { DownloadProgress, InstalledModel, ModelStore } from './ports.ts'
import { treeDigest } from './store/digest.ts'
import { type FreeBytes, freeBytesOf } from './store/disk-space.ts'
import { installModel } from './store/install.ts'
import { withLock } from './store/lock.ts'
import { type Marker, readMarker, removeMarker } from './store/marker.ts'
import { type Pin, PinFile } from './store/pins.ts'

export interface DiskModelStoreOptions {
  /** Folder of the models (`samModels()`). */
  root: string
  /** `node_modules` of SAM, for models that come with npm packages. */
  packageFolder: string
  /** `SAM_MODELS_MIRROR`. */
  mirrorFolder?: string
  /** No network; looked at for each model that is fetched. */
  readonly offline?: boolean
  /** For tests: another catalogue, network or disk. */
  entries?: readonly CatalogueEntry[]
  tools?: Partial<Pick<FetchTools, 'http' | 'wheels'>>
  freeBytes?: FreeBytes
}

export type ModelState = 'installed' | 'missing' | 'damaged' | 'outdated'

export interface ModelListing {
  entry: CatalogueEntry
  state: ModelState
  downloadBytes: number
  /** Bytes on disk; absent unless installed. */
  installedBytes?: number
  /** Where its files came from; absent unless installed. */
  origins?: Marker['origins']
  /** Checksums taken at the first download because none was known before. */
  pins: Record<string, Pin>
  /** Bytes of a download that was stopped and goes on from there. */
  waitingBytes: number
  /** Installed models that need files of this one. */
  lendsTo: string[]
  /** Files whose checksum is not known yet. */
  unpinned: string[]
}

export interface PullOptions {
  onProgress?: (progress: DownloadProgress) => void
  signal?: AbortSignal
  offline?: boolean
  /** Accept another checksum than the one taken at the first download. */
  repin?: boolean
}

export interface PullReport {
  id: string
  outcome: 'installed' | 'already-there'
  /** Checksums taken now because none was known: to be shown to the user. */
  newPins: Record<string, Pin>
}

export interface VerifyReport {
  id: string
  state: ModelState
  /** Files whose bytes are not those that were installed. */
  damagedFiles: string[]
}

/** The catalogue and what of it lies in one folder. Safe for several processes on the same folder. */
export class DiskModelStore implements ModelStore {
  readonly #options: DiskModelStoreOptions
  readonly #entries: readonly CatalogueEntry[]

  constructor(options: DiskModelStoreOptions) {
    this.#options = options
    this.#entries = options.entries ?? catalogue
  }

  /** Takes about a millisecond: the marker and the sizes of the files; contents are checked by `verify`. */
  locate(id: string): InstalledModel {
    const entry = findEntry(this.#entries, id)
    const folder = this.#folderOf(id)
    this.#requireInstalled(entry)
    const files: Record<string, string> = {}
    for (const [role, relative] of Object.entries(entry.files)) files[role] = path.join(folder, relative)
    for (const [role, loan] of Object.entries(entry.borrows ?? {})) {
      const file = this.locate(loan.from).files[loan.role]
      if (file !== undefined) files[role] = file
    }
    return { id, folder, files }
  }

  /** SHA-256 of an installed file as it was checked at installation; reading it again would take seconds. */
  digest(id: string, role: string): string | undefined {
    const entry = findEntry(this.#entries, id)
    const { marker } = this.#stateOf(entry)
    return marker?.files[entry.files[role] ?? '']?.sha256
  }

  starterSet(): string[] {
    return this.#entries.filter((entry) => entry.set === 'starter').map((entry) => entry.id)
  }

  list(): ModelListing[] {
    return this.#entries.map((entry) => {
      const { state, marker } = this.#stateOf(entry)
      const pins = new PinFile(this.#options.root, entry.id).read()
      const unknown = entry.artifacts.filter((artifact) => artifact.sha256 === pinnedAtFirstDownload)
      const installedBytes = Object.values(marker?.files ?? {}).reduce((sum, file) => sum + file.bytes, 0)
      return {
        entry,
        state,
        downloadBytes: downloadBytes(entry),
        ...(marker === undefined ? {} : { installedBytes, origins: marker.origins }),
        pins,
        waitingBytes: this.#waitingBytes(entry),
        lendsTo: this.#borrowersOf(entry.id),
        unpinned: unknown.map((artifact) => artifact.name).filter((name) => pins[name] === undefined),
      }
    })
  }

  /** The ids (with what they borrow) that `pull` would fetch. */
  missing(ids: readonly string[]): string[] {
    return withLenders(this.#entries, ids).filter(
      (id) => this.#stateOf(findEntry(this.#entries, id)).state !== 'installed',
    )
  }

  /**
   * Fetches what is not there, one model after the other, lenders first. Installed models are left alone. Errors:
   * `model-download-failed`, `network-missing`, `disk-full`, `cancelled`; what was complete before stays.
   */
  async pull(ids: readonly string[], options: PullOptions = {}): Promise<PullReport[]> {
    const signal = options.signal ?? new AbortController().signal
    const reports: PullReport[] = []
    for (const id of withLenders(this.#entries, ids)) {
      try {
        reports.push(await this.#pullOne(findEntry(this.#entries, id), options, signal))
      } catch (error) {
        if (signal.aborted)
          throw new SamError('cancelled', 'The download was stopped; it continues from there next time.', {
            kind: 'cancelled',
            cause: error,
          })
        throw toSamError(error)
      }
    }
    return reports
  }

  /** Reads every byte of the installed models; a damaged one counts as damaged from then on, until it is pulled again. */
  async verify(
    ids: readonly string[],
    options: { signal?: AbortSignal; onModel?: (id: string) => void } = {},
  ): Promise<VerifyReport[]> {
    const reports: VerifyReport[] = []
    for (const id of withLenders(this.#entries, ids)) {
      options.onModel?.(id)
      reports.push(await this.#verifyOne(findEntry(this.#entries, id), options.signal))
    }
    return reports
  }

  /**
   * Takes an installed or damaged model, and what waits of its download, off the disk. Whoever has it loaded goes on until it
   * ends. Errors: `model-unknown`, `model-lent` (another installed model needs it).
   */
  async remove(id: string, signal = new AbortController().signal): Promise<{ freedBytes: number }> {
    const { root } = this.#options
    const entry = findEntry(this.#entries, id)
    return withLock(path.join(root, '.locks', `${id}.lock`), signal, async () => {
      const [borrower] = this.#borrowersOf(id)
      if (borrower !== undefined)
        throw new SamError('model-lent', `${findEntry(this.#entries, borrower).title} needs ${entry.title}.`, {
          remedy: `Remove ${borrower} first.`,
        })
      const installed = Object.values(readMarker(this.#folderOf(id))?.files ?? {})
      const waiting = this.#waitingFiles(entry)
      const freedBytes = installed.reduce((sum, { bytes }) => sum + bytes, this.#waitingBytes(entry))
      // Without its marker it counts as damaged, should the disk be pulled in the middle.
      removeMarker(this.#folderOf(id))
      for (const file of [this.#folderOf(id), ...waiting]) await fs.promises.rm(file, { recursive: true, force: true })
      return { freedBytes }
    })
  }

  /** Free bytes on the disk of the models. */
  freeBytes(): number {
    fs.mkdirSync(this.#options.root, { recursive: true })
    return (this.#options.freeBytes ?? freeBytesOf)(this.#options.root)
  }

  #borrowersOf(id: string): string[] {
    return this.#entries
      .filter((entry) => Object.values(entry.borrows ?? {}).some(({ from }) => from === id))
      .filter((entry) => this.#stateOf(entry).state === 'installed')
      .map((entry) => entry.id)
  }

  #waitingFiles(entry: CatalogueEntry): string[] {
    const folder = path.join(this.#options.root, '.downloads')
    return entry.artifacts
      .map(({ name }) => path.join(folder, `${entry.id}--${name}.part`))
      .filter((file) => fs.existsSync(file))
  }

  #waitingBytes(entry: CatalogueEntry): number {
    return this.#waitingFiles(entry).reduce((sum, file) => sum + fs.statSync(file).size, 0)
  }

  async #pullOne(entry: CatalogueEntry, options: PullOptions, signal: AbortSignal): Promise<PullReport> {
    const { root } = this.#options
    const alreadyThere: PullReport = { id: entry.id, outcome: 'already-there', newPins: {} }
    if (this.#stateOf(entry).state === 'installed' && options.repin !== true) return alreadyThere
    return withLock(path.join(root, '.locks', `${entry.id}.lock`), signal, async () => {
      // Another process may have finished it while this one waited.
      if (this.#stateOf(entry).state === 'installed' && options.repin !== true) return alreadyThere
      if (options.repin === true) new PinFile(root, entry.id).forget()
      const { newPins } = await installModel({
        entry,
        root,
        tools: this.#tools(options.offline ?? this.#options.offline ?? false),
        freeBytes: this.#options.freeBytes ?? freeBytesOf,
        signal,
        onProgress: options.onProgress ?? (() => {}),
      })
      return { id: entry.id, outcome: 'installed', newPins }
    })
  }

  async #verifyOne(entry: CatalogueEntry, signal?: AbortSignal): Promise<VerifyReport> {
    const { state, marker } = this.#stateOf(entry)
    if (marker === undefined || state !== 'installed') return { id: entry.id, state, damagedFiles: [] }
    const folder = this.#folderOf(entry.id)
    const damagedFiles: string[] = []
    for (const [relative, expected] of Object.entries(marker.files)) {
      const file = path.join(folder, relative)
      const sha256 = expected.kind === 'folder' ? await treeDigest(file, signal) : await fileDigest(file, signal)
      if (sha256 !== expected.sha256) damagedFiles.push(relative)
    }
    if (damagedFiles.length === 0) return { id: entry.id, state, damagedFiles }
    removeMarker(folder)
    return { id: entry.id, state: 'damaged', damagedFiles }
  }

  #stateOf(entry: CatalogueEntry): { state: ModelState; marker?: Marker } {
    const folder = this.#folderOf(entry.id)
    if (!fs.existsSync(folder)) return { state: 'missing' }
    const marker = readMarker(folder)
    if (marker === undefined) return { state: 'damaged' }
    if (marker.revision !== entry.revision) return { state: 'outdated' }
    const complete = Object.values(entry.files).every((relative) => {
      const expected = marker.files[relative]
      const stat = fs.statSync(path.join(folder, relative), { throwIfNoEntry: false })
      if (expected === undefined || stat === undefined) return false
      return expected.kind === 'folder' ? stat.isDirectory() : stat.isFile() && stat.size === expected.bytes
    })
    return complete ? { state: 'installed', marker } : { state: 'damaged' }
  }

  #requireInstalled(entry: CatalogueEntry): void {
    const { state } = this.#stateOf(entry)
    if (state === 'installed') return
    const remedy = `sam models pull ${entry.id}`
    if (state === 'damaged') {
      throw new SamError('model-corrupted', `The files of ${entry.title} are damaged.`, { kind: 'missing', remedy })
    }
    const why =
      state === 'outdated' ? 'was prepared by an older SAM and must be prepared again' : 'is not on this machine'
    throw new SamError('model-missing', `${entry.title} ${why}.`, { kind: 'missing', remedy })
  }

  #folderOf(id: string): string {
    return path.join(this.#options.root, id)
  }

  #tools(offline: boolean): FetchTools {
    const { root, packageFolder, mirrorFolder, tools } = this.#options
    const http = tools?.http ?? createHttpDownload()
    return {
      http,
      wheels: tools?.wheels ?? createWheelDownload(http),
      downloadFolder: path.join(root, '.downloads'),
      packageFolder,
      offline,
      ...(mirrorFolder === undefined || mirrorFolder === '' ? {} : { mirrorFolder }),
    }
  }
}

/** The store of this process: `SAM_MODELS`, `SAM_MODELS_MIRROR` and SAM's own node_modules. */
export function createModelStore(options: {
  root: string
  projectRoot: string
  environment: Record<string, string | undefined>
  readonly offline: boolean
}): DiskModelStore {
  const mirrorFolder = options.environment['SAM_MODELS_MIRROR']
  return new DiskModelStore({
    root: options.root,
    packageFolder: path.join(options.projectRoot, 'node_modules'),
    get offline() {
      return options.offline
    },
    ...(mirrorFolder === undefined ? {} : { mirrorFolder }),
  })
}
