import { deflateRawSync } from 'node:zlib'

const prose =
  'The harbour was quiet when she came down the steps with the lamp in her hand, and the water lay as flat as slate. ' +
  'He had said that he would wait by the old crane, and he was there, leaning on the rail as if he had never left it. '

/** Harmless English prose of about so many letters. */
export function harmless(letters: number): string {
  const paragraphs = Math.ceil(letters / (prose.length + 20))
  return Array.from({ length: paragraphs }, (_, index) => `<p>${prose}That was evening number ${index}.</p>`).join('\n')
}

export interface WorkOptions {
  rating?: string
  warning?: string
  tags?: string
  language?: string
  notes?: string
  body?: string
}

/** A work as AO3 offers it for download, with a preface, a story in chapters, and an afterword. */
export function ao3Work({
  rating = 'General Audiences',
  warning = 'No Archive Warnings Apply',
  tags = 'Lighthouses, Slow Burn',
  language = 'English',
  notes = 'Thanks for reading.',
  body = harmless(6000),
}: WorkOptions = {}): string {
  return `<!DOCTYPE html><html><head><title>The Lamp - keeper - Sea</title></head><body>
<div id="preface"><p class="message"><b>The Lamp</b><br/>Posted originally on the Archive at <a href="http://archiveofourown.org/works/4711">http://archiveofourown.org/works/4711</a>.</p>
<div class="meta"><dl class="tags">
<dt>Rating:</dt><dd><a href="#">${rating}</a></dd>
<dt>Archive Warning:</dt><dd><a href="#">${warning}</a></dd>
<dt>Fandom:</dt><dd><a href="#">Original Work</a></dd>
<dt>Additional Tags:</dt><dd>${tags}</dd>
<dt>Language:</dt><dd>${language}</dd>
<dt>Stats:</dt><dd>Published: 2020-01-01 Words: 1000</dd></dl>
<h1>The Lamp</h1><div class="byline">by <a rel="author" href="#">keeper</a></div>
<p>Summary</p><blockquote class="userstuff"><p>Two keepers and one light.</p></blockquote>
<p>Notes</p><blockquote class="userstuff"><p>${notes}</p></blockquote></div></div>
<div id="chapters" class="userstuff"><div class="meta group"><h2 class="heading">Chapter 1</h2></div><div class="userstuff">${body}</div></div>
<div id="afterword"><p>Please <a href="#">comment</a>.</p></div></body></html>`
}

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})
const crc32 = (bytes: Buffer) => {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** A zip file with these members, packed; names are written as they are given, whatever they lead to. */
export function zipOf(members: Record<string, string | Buffer>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(members)) {
    const bytes = Buffer.from(content)
    const packed = deflateRawSync(bytes)
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed])
    const central = Buffer.alloc(14)
    central.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, central, nameBytes]))
    parts.push(local)
    offset += local.length
  }
  const table = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(directory.length, 4)
  end.writeUInt16LE(directory.length, 6)
  end.writeUInt32LE(table.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, table, Buffer.from('PK\x05\x06', 'latin1'), end])
}

/** An EPUB of pages, in this order. */
export function epubOf(pages: Record<string, string>, more: Record<string, string | Buffer> = {}): Buffer {
  const names = Object.keys(pages)
  const items = names.map(
    (name, index) => `<item id="p${index}" href="${encodeURI(name)}" media-type="application/xhtml+xml"/>`,
  )
  const order = names.map((_, index) => `<itemref idref="p${index}"/>`)
  return zipOf({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
    'OEBPS/content.opf': `<opf:package xmlns:opf="x"><manifest>${items.join('')}</manifest><spine>${order.join('')}</spine></opf:package>`,
    ...Object.fromEntries(names.map((name) => [`OEBPS/${name}`, pages[name] ?? ''])),
    ...more,
  })
}
