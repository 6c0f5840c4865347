import type { SamError } from '../../core/errors.ts'

/** Where a command's results go. Logs and progress go to stderr, never here. */
export interface Output {
  /** True under `--json`. */
  readonly json: boolean
  /** True when stdout is a terminal. */
  readonly terminal: boolean
  /**
   * One result. Under `--json` the record is printed as one line with `atMs` stamped on it; otherwise `text` is printed
   * (nothing when it is absent).
   */
  emit<Result extends { type: string }>(record: Result, text?: string | (() => string)): void
  /** Words for people only; silent under `--json`. Adds the line end. */
  say(text: string): void
  /** Part of a line for people, for a reply that arrives in pieces. */
  write(text: string): void
  /** A failure: an `error` line under `--json`, otherwise the message and its remedy on stderr. */
  fail(error: SamError): void
  /** Resolves when everything written has reached the operating system. */
  flush(): Promise<void>
}

type Stream = Pick<NodeJS.WriteStream, 'write' | 'on'> & { isTTY?: boolean }

interface OutputSettings {
  json: boolean
  stdout: Stream
  stderr: Stream
  /** Milliseconds since process start. */
  nowMs(): number
  /** Called once when stdout takes nothing any more: its reader has gone away (`sam … | head -1`), or `failed`. */
  onClosed(failed: boolean): void
}

const flushed = (stream: Stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))

export function createOutput(settings: OutputSettings): Output {
  const { json, stdout, stderr } = settings
  let closed = false
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (closed) return
    closed = true
    const failed = error.code !== 'EPIPE'
    if (failed) stderr.write(`sam: results cannot be written: ${error.message}\n`)
    settings.onClosed(failed)
  })
  stderr.on('error', () => {
    // Nobody reads the log: nothing is left to tell, and that is no reason to fail.
  })
  const print = (text: string) => {
    if (!closed) stdout.write(text)
  }
  const emit: Output['emit'] = (record, text) => {
    if (json) print(`${JSON.stringify({ ...record, atMs: Math.round(settings.nowMs() * 10) / 10 })}\n`)
    else if (text !== undefined) print(`${typeof text === 'string' ? text : text()}\n`)
  }
  return {
    json,
    terminal: stdout.isTTY === true,
    emit,
    say(text) {
      if (!json) print(`${text}\n`)
    },
    write(text) {
      if (!json) print(text)
    },
    fail(error) {
      if (json) {
        emit({ type: 'error', error: error.toJSON() })
        return
      }
      const remedy = error.remedy === undefined ? '' : `  To mend it: ${error.remedy}\n`
      stderr.write(`sam: ${error.message}\n${remedy}`)
    },
    async flush() {
      if (!closed) await flushed(stdout)
      await flushed(stderr)
    },
  }
}
