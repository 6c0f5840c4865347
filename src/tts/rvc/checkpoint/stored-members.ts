import type yauzl from 'yauzl'
import type { Refuse } from '../../../core/errors.ts'
import { eachMember, openZip } from '../../../core/files/zip.ts'

/** Where the bytes of a member lie in the file. */
export interface StoredMember {
  offset: number
  byteLength: number
  crc32: number
}

/** A voice has about 500 members. */
const mostMembers = 8192
const damaged = 'is a damaged archive'

/**
 * The members of a zip file whose members are stored uncompressed, each within the file and none over another, by name.
 * Names are only compared: nothing is ever unpacked.
 */
export async function storedMembers(file: string, refuse: Refuse): Promise<Map<string, StoredMember>> {
  const members = new Map<string, StoredMember>()
  const zip = await openZip(file).catch((cause: unknown) => {
    throw refuse('is an archive that was cut short or damaged', { cause, remedy: 'Download or copy the file again.' })
  })
  try {
    if (zip.entryCount > mostMembers) throw refuse(`is an archive of ${zip.entryCount} parts, which no voice has`)
    const visit = async (entry: yauzl.Entry) => {
      const { fileName, compressedSize, uncompressedSize, crc32 } = entry
      if (entry.isEncrypted()) throw refuse('is an encrypted archive')
      if (entry.compressionMethod !== 0 || compressedSize !== uncompressedSize)
        throw refuse('is a compressed archive and not what PyTorch writes', {
          remedy: 'If it is an archive with a voice in it, unpack it and give the .pth file.',
        })
      if (members.has(fileName)) throw refuse(`${damaged}: it has "${fileName}" twice`)
      // yauzl checks here that the bytes lie within the file.
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
      members.set(fileName, { offset: fileDataStart, byteLength: compressedSize, crc32 })
    }
    await eachMember(file, zip, new AbortController().signal, visit)
  } catch (cause) {
    throw (cause as { code?: string }).code === 'voice-file-refused' ? cause : refuse(damaged, { cause })
  } finally {
    zip.close()
  }
  requireApart(members, refuse)
  return members
}

/** Two members on the same bytes would let a small file pretend to be a large one. */
function requireApart(members: ReadonlyMap<string, StoredMember>, refuse: Refuse): void {
  const inOrder = [...members.values()].filter(({ byteLength }) => byteLength > 0).sort((a, b) => a.offset - b.offset)
  let end = 0
  for (const { offset, byteLength } of inOrder) {
    if (offset < end) throw refuse(`${damaged}: its parts lie on top of each other`)
    end = offset + byteLength
  }
}
