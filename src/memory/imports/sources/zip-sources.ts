import type yauzl from 'yauzl'
import { archiveInvalid, eachMember, memberName, memberStream, openZip } from '../../../core/files/zip.ts'
import type { ByteSource } from './byte-source.ts'

/** No export has more; each costs memory before anything is read. */
const maximumMembers = 200_000
/** Text packs ten to thirty times. What unpacks further than this is a bomb, once it is large enough to hurt. */
const bombRatio = 200
const bombBytes = 256 << 20

export interface ZipSources {
  sources: ByteSource[]
  /** Members whose names lead out of the archive's folder. */
  misnamed: string[]
  close(): void
}

/** The members of a zip file, read as they unpack; nothing is written to disk. Errors: `archive-invalid`. */
export async function zipSources(archive: string, signal: AbortSignal): Promise<ZipSources> {
  const zip = await openZip(archive, { decodeStrings: false })
  const sources: ByteSource[] = []
  const misnamed: string[] = []
  try {
    await eachMember(archive, zip, signal, async (entry) => {
      const name = memberName(entry)
      if (name === undefined) misnamed.push(entry.fileNameRaw.toString())
      else if (!name.endsWith('/')) sources.push(memberSource(archive, zip, entry, name))
      if (sources.length > maximumMembers) throw archiveInvalid(archive, `it has more than ${maximumMembers} files`)
    })
  } catch (error) {
    zip.close()
    throw error
  }
  return { sources, misnamed, close: () => zip.close() }
}

function memberSource(archive: string, zip: yauzl.ZipFile, entry: yauzl.Entry, name: string): ByteSource {
  return {
    name,
    bytes: entry.uncompressedSize,
    async *open() {
      let unpacked = 0
      try {
        for await (const piece of await memberStream(zip, entry)) {
          unpacked += (piece as Buffer).length
          if (unpacked > bombBytes && unpacked > bombRatio * entry.compressedSize) {
            throw archiveInvalid(archive, `"${name}" unpacks to more than ${bombRatio} times its size`)
          }
          yield piece as Buffer
        }
      } catch (cause) {
        if (cause instanceof Error && cause.name === 'SamError') throw cause
        throw archiveInvalid(archive, `"${name}" is damaged`, cause)
      }
    },
  }
}
