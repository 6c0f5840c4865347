const quote = 0x22
const backslash = 0x5c
/** Shorter texts end sooner in a plain loop than a native search begins. */
const shortText = 24

/** Index of the quote that ends a JSON text, from inside the text; -1 when it is not in these bytes. */
export function textEnd(bytes: Buffer, from: number): number {
  let at = from
  const near = Math.min(bytes.length, from + shortText)
  for (; at < near; at++) {
    const byte = bytes[at]
    if (byte === quote) return at
    if (byte === backslash) at++
  }
  const solid = at
  for (at = bytes.indexOf(quote, at); at !== -1; at = bytes.indexOf(quote, at + 1)) {
    if (backslashesBefore(bytes, at, solid) % 2 === 0) return at
  }
  return -1
}

/** A text goes on in the next bytes: whether their first one is escaped. */
export function endsEscaped(bytes: Buffer, from: number): boolean {
  return backslashesBefore(bytes, bytes.length, from) % 2 === 1
}

function backslashesBefore(bytes: Buffer, end: number, from: number): number {
  let at = end - 1
  while (at >= from && bytes[at] === backslash) at--
  return end - 1 - at
}
