import fs from 'node:fs'
import path from 'node:path'

/**
 * Takes what was set aside out of the quarantine files where it holds one of these texts, as it stands or as JSON writes it. A
 * large value that lies in several lines goes with all of them. Reads in pieces; blocks while it does.
 */
export function purgeQuarantine(folder: string, texts: readonly string[]): void {
  if (texts.length === 0 || !fs.existsSync(folder)) return
  const needles = [...new Set(texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))].map((text) =>
    Buffer.from(text),
  )
  for (const name of fs.readdirSync(folder)) if (name.endsWith('.jsonl')) purgeFile(path.join(folder, name), needles)
}

const pieceBytes = 1 << 20
const newline = 0x0a

function purgeFile(file: string, needles: readonly Buffer[]): void {
  const longest = Math.max(...needles.map(({ length }) => length))
  const rests = new Map<string, Buffer>()
  const items = new Set<string>()
  const numbers = new Set<number>()
  let number = 0
  for (const line of linesOf(file)) {
    const { item, content } = readLine(line)
    // A text may begin in one piece of a value and end in the next.
    const all = item === undefined ? content : Buffer.concat([rests.get(item) ?? Buffer.alloc(0), content])
    if (needles.some((needle) => all.includes(needle))) {
      if (item === undefined) numbers.add(number)
      else items.add(item)
    }
    if (item !== undefined) rests.set(item, Buffer.from(all.subarray(Math.max(0, all.length - longest))))
    number += 1
  }
  if (items.size + numbers.size === 0) return
  const kept = fs.openSync(`${file}.kept`, 'w', 0o600)
  try {
    number = 0
    for (const line of linesOf(file)) {
      const { item } = readLine(line)
      const isGone = item === undefined ? numbers.has(number) : items.has(item)
      if (!isGone) fs.writeSync(kept, Buffer.concat([line, Buffer.of(newline)]))
      number += 1
    }
    fs.fsyncSync(kept)
  } finally {
    fs.closeSync(kept)
  }
  fs.renameSync(`${file}.kept`, file)
}

/** A line of the quarantine file; one that a killed import did not finish counts as it stands. */
function readLine(line: Buffer): { item: string | undefined; content: Buffer } {
  try {
    const { item, text, base64 } = JSON.parse(line.toString()) as { item?: string; text?: string; base64?: string }
    return { item, content: text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text) }
  } catch {
    return { item: undefined, content: line }
  }
}

function* linesOf(file: string): Generator<Buffer> {
  const handle = fs.openSync(file, 'r')
  try {
    let rest = Buffer.alloc(0)
    const piece = Buffer.alloc(pieceBytes)
    for (let read = fs.readSync(handle, piece); read > 0; read = fs.readSync(handle, piece)) {
      rest = Buffer.concat([rest, piece.subarray(0, read)])
      let from = 0
      for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline, from)) {
        if (end > from) yield rest.subarray(from, end)
        from = end + 1
      }
      rest = Buffer.from(rest.subarray(from))
    }
    if (rest.length > 0) yield rest
  } finally {
    fs.closeSync(handle)
  }
}
