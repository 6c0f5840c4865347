import fs from 'node:fs'
import path from 'node:path'
import { isDiskFull, SamError } from '../../core/errors.ts'
import { fileDigest } from '../../core/files/file-digest.ts'
import { type CatalogueEntry, downloadBytes, pinnedAtFirstDownload, type Source } from '../catalogue/entry.ts'
import { convertModel } from '../convert/convert.ts'
import { type Fetched, type FetchTools, fetchArtifact } from '../fetch/artifact.ts'
import { isWheelOf } from '../fetch/python-wheel.ts'
import type { DownloadProgress } from '../ports.ts'
import { treeBytes, treeDigest } from './digest.ts'
import { diskFull, type FreeBytes, neededBytes, requireSpace } from './disk-space.ts'
import { type Marker, writeMarker } from './marker.ts'
import { type Pin, PinFile } from './pins.ts'

export interface InstallRequest {
  entry: CatalogueEntry
  /** The store's folder. */
  root: string
  tools: FetchTools
  freeBytes: FreeBytes
  signal: AbortSignal
  onProgress(progress: DownloadProgress): void
}

export interface Installed {
  marker: Marker
  /** Checksums that were taken now because none was known, by file name. */
  newPins: Record<string, Pin>
}

/**
 * Fetches, converts and puts a model in place with one rename, so that it is there completely or not at all. The caller holds
 * the model's lock. Errors: `model-download-failed`, `network-missing`, `disk-full`, `model-file-invalid`, `cancelled`.
 */
export async function installModel(request: InstallRequest): Promise<Installed> {
  const { entry, root, tools } = request
  const staging = path.join(root, '.staging', entry.id)
  fs.mkdirSync(tools.downloadFolder, { recursive: true })
  fs.rmSync(staging, { recursive: true, force: true })
  requireSpace(entry, root, request.freeBytes)
  try {
    const raw = path.join(staging, 'raw')
    const final = path.join(staging, 'final')
    fs.mkdirSync(raw, { recursive: true })
    fs.mkdirSync(final)
    const { origins, newPins } = await fetchAll(request, raw)
    request.onProgress(progressOf(entry, downloadBytes(entry), 'convert'))
    await convertModel(entry, raw, final)
    const marker = await describe(request, final, origins)
    writeMarker(final, marker)
    swapIntoPlace(final, path.join(root, entry.id), path.join(staging, 'replaced'))
    removeWheels(entry, tools.downloadFolder)
    request.onProgress(progressOf(entry, downloadBytes(entry), 'done'))
    return { marker, newPins }
  } catch (error) {
    if (!isDiskFull(error)) throw error
    removePartialDownloads(entry, tools.downloadFolder)
    throw diskFull(entry, neededBytes(entry), request.freeBytes(root), error)
  } finally {
    fs.rmSync(staging, { recursive: true, force: true })
  }
}

async function fetchAll(request: InstallRequest, raw: string) {
  const { entry, root, tools, signal } = request
  const pinFile = new PinFile(root, entry.id)
  const pins = pinFile.read()
  const newPins: Record<string, Pin> = {}
  const origins: Record<string, Fetched> = {}
  let finished = 0
  for (const artifact of entry.artifacts) {
    const sha256 =
      artifact.sha256 === pinnedAtFirstDownload ? (pins[artifact.name]?.sha256 ?? artifact.sha256) : artifact.sha256
    const report = (received: number, phase: DownloadProgress['phase']) =>
      request.onProgress(progressOf(entry, finished + Math.min(received, artifact.bytes), phase))
    report(0, 'download')
    const fetched = await fetchArtifact(
      {
        modelId: entry.id,
        artifact,
        sha256,
        target: path.join(raw, artifact.name),
        signal,
        onBytes: (received) => report(received, 'download'),
        onVerify: () => report(artifact.bytes, 'verify'),
      },
      tools,
    )
    finished += artifact.bytes
    origins[artifact.name] = fetched
    if (sha256 === pinnedAtFirstDownload) newPins[artifact.name] = { ...fetched, takenAt: new Date().toISOString() }
  }
  if (Object.keys(newPins).length > 0) pinFile.write({ ...pins, ...newPins })
  return { origins, newPins }
}

async function describe(request: InstallRequest, final: string, origins: Record<string, Fetched>): Promise<Marker> {
  const { entry, signal } = request
  const files: Marker['files'] = {}
  for (const relative of Object.values(entry.files)) {
    const file = path.join(final, relative)
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat === undefined)
      throw new SamError('model-file-invalid', `The conversion of ${entry.id} did not make "${relative}".`)
    files[relative] = stat.isDirectory()
      ? { kind: 'folder', bytes: treeBytes(file), sha256: await treeDigest(file, signal) }
      : { kind: 'file', bytes: stat.size, sha256: await fileDigest(file, signal) }
  }
  return { schema: 1, id: entry.id, revision: entry.revision, installedAt: new Date().toISOString(), files, origins }
}

/** The old version, if any, leaves only when the new one is complete. */
function swapIntoPlace(final: string, target: string, replaced: string): void {
  if (fs.existsSync(target)) fs.renameSync(target, replaced)
  fs.renameSync(final, target)
}

function removeWheels(entry: CatalogueEntry, folder: string): void {
  const wheels = entry.artifacts.flatMap<Source>((artifact) => artifact.sources)
  const belongs = (name: string) =>
    wheels.some((source) => source.kind === 'wheel' && isWheelOf(name, source.package, source.version))
  for (const name of fs.readdirSync(folder)) if (belongs(name)) fs.rmSync(path.join(folder, name))
}

/** A disk that is full should not stay full because of half a download. */
function removePartialDownloads(entry: CatalogueEntry, folder: string): void {
  removeWheels(entry, folder)
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(`${entry.id}--`) || name.includes('.whl')) fs.rmSync(path.join(folder, name), { force: true })
  }
}

function progressOf(entry: CatalogueEntry, received: number, phase: DownloadProgress['phase']): DownloadProgress {
  return { id: entry.id, receivedBytes: received, totalBytes: downloadBytes(entry), phase }
}
