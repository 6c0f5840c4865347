import fs from 'node:fs'
import path from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { type Sought, TraceFinder } from './traces.ts'

/** Things that were set aside in the quarantine files and hold what is sought. Reads in pieces. */
export async function countInQuarantine(folder: string, sought: Sought): Promise<number> {
  let count = 0
  for (const file of filesIn(folder, sought)) count += sizeOf(await findIn(file, sought))
  return count
}

/**
 * Takes them out; a large value that lies in several lines goes with all of them. Each line is overwritten with line ends where it stands:
 * an import may be writing to the same file, and nothing that it adds is lost. Answers how many went.
 */
export async function purgeQuarantine(folder: string, sought: Sought): Promise<number> {
  let count = 0
  for (const file of filesIn(folder, sought)) {
    const found = await findIn(file, sought)
    if (sizeOf(found) > 0) await removeFrom(file, found)
    count += sizeOf(found)
  }
  return count
}

const pieceBytes = 1 << 20
const newline = 0x0a

/** What to remove: values in several lines by their item, others by the number of their line. */
interface Found {
  items: Set<string>
  numbers: Set<number>
}

const sizeOf = ({ items, numbers }: Found) => items.size + numbers.size

function filesIn(folder: string, { texts, words }: Sought): string[] {
  if (texts.length + words.length === 0 || !fs.existsSync(folder)) return []
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(folder, name))
}

async function findIn(file: string, sought: Sought): Promise<Found> {
  const open = new Map<string, { finder: TraceFinder; decoder: StringDecoder }>()
  const numbers = new Set<number>()
  let number = 0
  for await (const { line } of linesOf(file)) {
    const { item, text, bytes } = readLine(line)
    if (item === undefined) {
      const finder = new TraceFinder(sought)
      finder.add(text ?? bytes.toString())
      if (finder.end()) numbers.add(number)
    } else {
      // A text may begin in one piece of a value and end in the next.
      const reader = open.get(item) ?? { finder: new TraceFinder(sought), decoder: new StringDecoder('utf8') }
      open.set(item, reader)
      reader.finder.add(reader.decoder.write(bytes))
    }
    number += 1
  }
  return { items: new Set([...open].flatMap(([item, { finder }]) => (finder.end() ? [item] : []))), numbers }
}

async function removeFrom(file: string, { items, numbers }: Found): Promise<void> {
  const handle = await fs.promises.open(file, 'r+')
  try {
    let number = 0
    for await (const { line, start } of linesOf(file)) {
      const { item } = readLine(line)
      const isGone = item === undefined ? numbers.has(number) : items.has(item)
      if (isGone) overwrite(handle.fd, line, start)
      number += 1
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Not where the import has taken it back meanwhile, as it does with what lies there already. */
function overwrite(file: number, line: Buffer, start: number): void {
  const now = Buffer.alloc(line.length)
  fs.readSync(file, now, 0, line.length, start)
  if (now.equals(line)) fs.writeSync(file, now.fill(newline), 0, line.length, start)
}

/** A line of the quarantine file; one that a killed import did not finish counts as it stands. */
function readLine(line: Buffer): { item: string | undefined; text: string | undefined; bytes: Buffer } {
  try {
    const { item, text, base64 } = JSON.parse(line.toString()) as { item?: string; text?: string; base64?: string }
    return { item, text, bytes: Buffer.from(base64 ?? '', 'base64') }
  } catch {
    return { item: undefined, text: undefined, bytes: line }
  }
}

/** Lines that are not empty, without their ends, and where in the file they begin. */
async function* linesOf(file: string): AsyncGenerator<{ line: Buffer; start: number }> {
  let parts: Buffer[] = []
  let start = 0
  for await (const read of fs.createReadStream(file, { highWaterMark: pieceBytes })) {
    const piece = read as Buffer
    let from = 0
    for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, from)) {
      const line = Buffer.concat([...parts, piece.subarray(from, end)])
      parts = []
      from = end + 1
      if (line.length > 0) yield { line, start }
      start += line.length + 1
    }
    if (from < piece.length) parts.push(piece.subarray(from))
  }
  if (parts.length > 0) yield { line: Buffer.concat(parts), start }
}
