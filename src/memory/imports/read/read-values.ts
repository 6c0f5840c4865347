import { SamError } from '../../../core/errors.ts'
import type { ByteSource } from '../sources/byte-source.ts'
import type { Intake } from './intake.ts'
import { LineScanner } from './line-scanner.ts'
import { ObjectScanner } from './object-scanner.ts'

const headBytes = 4096
const byteOrderMark = Buffer.from('\uFEFF')
const scalar = String.raw`(?:"(?:[^"\\]|\\.)*"|[^\s,"{}[\]]+)`

export interface ValueFormat {
  /** Values stand one a line wherever the file's first line is a whole value. */
  preferLines: boolean
  /** An object whose member of such a name is the list of values: `{"version": 1, "conversations": [...]}`. */
  wrappers: readonly string[]
}

/**
 * Reads the values of a file one by one. What can not be read goes to the intake. Errors: `import-not-json` for a file that
 * does not even begin like JSON, and what reading the file throws.
 *
 * @param onBytes told how many bytes were read, after each piece
 */
export async function* readValues<Value>(
  source: ByteSource,
  format: ValueFormat,
  intake: Intake<Value>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Value> {
  let head: Buffer | undefined = Buffer.alloc(0)
  let scanner: ObjectScanner<Value> | LineScanner<Value> | undefined
  for await (const piece of source.open()) {
    if (head !== undefined) {
      head = Buffer.concat([head, piece])
      if (head.length >= headBytes) {
        const begun = begin(source.name, head, format, intake)
        scanner = begun.scanner
        head = undefined
        yield* scanner.scan(begun.rest)
      }
    } else if (scanner !== undefined) yield* scanner.scan(piece)
    onBytes(piece.length)
  }
  if (head !== undefined) {
    if (head.toString('latin1').trim() === '') return
    const begun = begin(source.name, head, format, intake)
    scanner = begun.scanner
    yield* scanner.scan(begun.rest)
  }
  if (scanner !== undefined) yield* scanner.end()
}

function begin<Value>(name: string, bytes: Buffer, format: ValueFormat, intake: Intake<Value>) {
  const head = bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes
  const text = head.toString('latin1', 0, headBytes)
  if (!/^\s*[[{]/.test(text)) {
    const why = /^(?:\xff\xfe|\xfe\xff|.?\0)/.test(text) ? 'its text is UTF-16, not UTF-8' : 'it is not JSON'
    throw new SamError('import-not-json', `${name} cannot be imported: ${why}.`, {
      remedy: 'Give the file as it was exported.',
    })
  }
  const wrapper = new RegExp(
    String.raw`^\s*\{\s*(?:"[^"\\]*"\s*:\s*${scalar}\s*,\s*)*"(?:${format.wrappers.join('|')})"\s*:\s*\[`,
  ).exec(text)
  if (format.wrappers.length > 0 && wrapper !== null) {
    return { scanner: new ObjectScanner(intake, { inWrapper: true }), rest: head.subarray(wrapper[0].length) }
  }
  const scanner =
    format.preferLines && !/^\s*\[/.test(text) && beginsWithLine(head) ? new LineScanner(intake) : undefined
  return { scanner: scanner ?? new ObjectScanner(intake), rest: head }
}

/** Pretty-printed JSON has a first line such as `{`. */
function beginsWithLine(head: Buffer): boolean {
  const line = head.toString('latin1').trimStart().split('\n', 1)[0]?.trimEnd() ?? ''
  return line.length > 1 && (line.endsWith('}') || line.length > headBytes / 2 || !/^\{\s*$|[,{[]$/.test(line))
}
