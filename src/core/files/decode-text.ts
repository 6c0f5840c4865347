/**
 * Bytes of the web as text: in the encoding of their byte order mark, of the header, of the XML declaration, or UTF-8. An
 * encoding that nobody knows counts as none.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const opening = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  const declared = [
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined,
    bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined,
    bytes[0] === 0xef && bytes[1] === 0xbb ? 'utf-8' : undefined,
    /charset\s*=\s*["']?([\w.:-]+)/i.exec(contentType ?? '')?.[1],
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(opening)?.[1],
  ]
  for (const encoding of declared) {
    if (encoding === undefined) continue
    try {
      return new TextDecoder(encoding).decode(bytes)
    } catch {
      // Not an encoding.
    }
  }
  return new TextDecoder().decode(bytes)
}
