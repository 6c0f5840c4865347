/** How far into a value its first two names are looked for. */
const windowBytes = 4096
const opened = /^\{\s*"((?:[^"\\]|\\.)*)"\s*:(?:\s*(?:"(?:[^"\\]|\\.)*"|[^\s,"{}[\]]+)\s*,\s*"((?:[^"\\]|\\.)*)"\s*:)?/

export interface Opening {
  first: string
  second: string | undefined
}

/**
 * The first two names of an object, which tell the values of an export from the objects inside of them: conversations of one file
 * begin alike. Undefined where no object begins.
 */
export function openingOf(bytes: Buffer, at = 0): Opening | undefined {
  const found = opened.exec(bytes.toString('latin1', at, Math.min(bytes.length, at + windowBytes)))
  return found === null ? undefined : { first: found[1] ?? '', second: found[2] }
}

const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * Where the next value begins inside bytes that were taken for one value and are none: an object that opens as the damaged one
 * does, or as the good ones do, behind a comma or a bracket. Undefined when there is none.
 */
export function nextOpening(bytes: Buffer, good: Opening | undefined): number | undefined {
  const own = openingOf(bytes)
  return (own && find(bytes, own)) ?? (good && find(bytes, good))
}

function find(bytes: Buffer, wanted: Opening): number | undefined {
  const name = Buffer.from(`"${wanted.first}"`, 'latin1')
  for (let at = bytes.indexOf(name, 2); at !== -1; at = bytes.indexOf(name, at + 1)) {
    const brace = lastSolid(bytes, at - 1)
    if (brace <= 0 || bytes[brace] !== 0x7b) continue
    const before = bytes[lastSolid(bytes, brace - 1)]
    if (before !== 0x2c && before !== 0x5b && before !== 0x7d) continue
    const opening = openingOf(bytes, brace)
    if (opening?.first === wanted.first && opening.second === wanted.second) return brace
  }
  return undefined
}

function lastSolid(bytes: Buffer, from: number): number {
  let at = from
  while (at >= 0 && isSpace(bytes[at])) at--
  return at
}
