import path from 'node:path'
import type yauzl from 'yauzl'
import { SamError } from '../../../core/errors.ts'
import { archiveInvalid, eachMember, memberName, memberStream, openZipBytes } from '../../../core/files/zip.ts'
import { readHtml } from '../read-html.ts'

/** An EPUB holds one story. What is larger than this is none, or was made to fill memory. */
const mostMembers = 3000
const mostBytesAMember = 6_000_000
const mostBytes = 30_000_000
const readable = /\.(?:x?html?|xml|opf)$/i

/** The pages of an EPUB in reading order (EPUB 3.3: container, package, spine); nothing is written to disk. Errors: `archive-invalid`. */
export async function readEpub(epub: Uint8Array, signal: AbortSignal): Promise<string[]> {
  const name = 'the book'
  const zip = await openZipBytes(epub)
  try {
    const members = await readMembers(name, zip, signal)
    const opf = elements(members.get('META-INF/container.xml') ?? '', 'rootfile')[0]?.['full-path'] ?? ''
    const order = spine(members.get(opf) ?? '', opf)
    const pages = order.flatMap((place) => members.get(place) ?? [])
    if (pages.length > 0) return pages
    // A book whose package cannot be read still has its pages, in the order of their names.
    const names = [...members.keys()].filter((place) => /\.x?html?$/i.test(place)).sort()
    if (names.length === 0) throw archiveInvalid(name, 'it holds no pages')
    return names.map((place) => members.get(place) ?? '')
  } finally {
    zip.close()
  }
}

async function readMembers(name: string, zip: yauzl.ZipFile, signal: AbortSignal): Promise<Map<string, string>> {
  if (zip.entryCount > mostMembers) throw archiveInvalid(name, 'it has too many members')
  const members = new Map<string, string>()
  let total = 0
  await eachMember(name, zip, signal, async (entry) => {
    const place = memberName(entry)
    if (place === undefined || !readable.test(place) || entry.isEncrypted()) return
    if (entry.uncompressedSize > mostBytesAMember) throw archiveInvalid(name, 'one of its members is too large')
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of (await memberStream(zip, entry)) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      total += chunk.length
      if (bytes > mostBytesAMember || total > mostBytes) throw archiveInvalid(name, 'it unpacks to too much')
      chunks.push(chunk)
    }
    members.set(place, Buffer.concat(chunks).toString('utf8'))
  }).catch((thrown: unknown) => {
    if (thrown instanceof SamError || signal.aborted) throw thrown
    throw archiveInvalid(name, 'a member is damaged', thrown)
  })
  return members
}

/** Attributes of all elements of this name, whatever their prefix. */
function elements(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = []
  readHtml(
    xml,
    {
      onopentag(tag, attributes) {
        if (tag.replace(/^.*:/, '') === name) found.push(attributes)
      },
    },
    { xmlMode: true },
  )
  return found
}

function spine(opf: string, place: string): string[] {
  const byId = new Map(elements(opf, 'item').map(({ id, href }) => [id, href]))
  return elements(opf, 'itemref').flatMap(({ idref }) => {
    const href = byId.get(idref)
    return href === undefined ? [] : [path.posix.join(path.posix.dirname(place), safeDecode(href))]
  })
}

function safeDecode(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}
