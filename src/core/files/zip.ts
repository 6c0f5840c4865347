import path from 'node:path'
import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { SamError } from '../errors.ts'

/** A zip file cannot be used; `why` continues "… cannot be unpacked: ". */
export function archiveInvalid(archive: string, why: string, cause?: unknown): SamError {
  return new SamError('archive-invalid', `${path.basename(archive)} cannot be unpacked: ${why}.`, {
    cause,
    remedy: 'Download or copy the file again.',
  })
}

/**
 * Opens a zip file; yauzl checks that unpacked sizes are as announced. Errors: `archive-invalid`.
 *
 * @param decodeStrings false: a name that leads out of the folder does not end everything; names are then read by `memberName`
 */
export function openZip(archive: string, { decodeStrings = true } = {}): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    const options = {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
      strictFileNames: true,
      decodeStrings,
    }
    yauzl.open(archive, options, (cause, zip) => {
      if (cause) reject(archiveInvalid(archive, 'it is not a complete zip file', cause))
      else resolve(zip)
    })
  })
}

/** A zip file that is in memory; names are read by `memberName`. Errors: `archive-invalid`. */
export function openZipBytes(bytes: Uint8Array): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, decodeStrings: false }
    yauzl.fromBuffer(Buffer.from(bytes), options, (cause, zip) => {
      if (cause) reject(archiveInvalid('What was sent', 'it is not a complete zip file', cause))
      else resolve(zip)
    })
  })
}

/** Visits the members one after the other. Errors: `archive-invalid`, and what `visit` throws. */
export function eachMember(
  archive: string,
  zip: yauzl.ZipFile,
  signal: AbortSignal,
  visit: (entry: yauzl.Entry) => Promise<void>,
): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    zip.on('error', (cause) => reject(archiveInvalid(archive, 'its table of contents is damaged', cause)))
    zip.on('end', resolve)
    zip.on('entry', (entry: yauzl.Entry) => {
      if (signal.aborted) return reject(signal.reason)
      visit(entry).then(() => zip.readEntry(), reject)
    })
    zip.readEntry()
  })
}

/** Name of a member of a zip file that was opened without decoding; undefined where it leads out of its folder. */
export function memberName({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): string | undefined {
  const name = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
  return yauzl.validateFileName(name) === null ? name : undefined
}

/** The unpacked bytes of one member. */
export function memberStream(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (cause, opened) => (cause ? reject(cause) : resolve(opened)))
  })
}
