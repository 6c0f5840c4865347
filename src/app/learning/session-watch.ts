import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { costUsd } from '../../agent/claude/prices.ts'
import type { Clock } from '../../core/clock.ts'
import type { Config } from '../../core/config.ts'
import { toSamError } from '../../core/errors.ts'
import { writtenJson } from '../../core/files/written-json.ts'
import type { Logger } from '../../core/log.ts'
import { exampleOfAnswer } from '../../learning/distillation.ts'
import { type SessionExchange, SessionExchanges } from '../../memory/imports/formats/claude-code-exchanges.ts'
import type { Category, DescribedExample, SessionLogs } from '../../memory/ports.ts'
import { hideAll } from './distillation.ts'

export interface SessionWatchParts {
  /** Of the session logs: `<folder>/<project>/<session>.jsonl`. */
  folder: string
  logs: SessionLogs
  categoryOf(text: string): Category
  clock: Clock
  logger: Logger
}

const lookEveryMs = 30_000
/** A log that was not written to for so long has its last answer. */
const settledMs = 5 * 60_000
const blockBytes = 1 << 20
/** A longer line holds a file or a picture. */
const longestLineBytes = 8 << 20
const batchExamples = 50

export function sessionsFolder({ distillation }: Config): string {
  return distillation.sessionsFolder === ''
    ? path.join(os.homedir(), '.claude', 'projects')
    : distillation.sessionsFolder
}

/**
 * Reads the sessions of Claude Code while they are written, from where it left off: each request with Claude's calls, thoughts and answer
 * becomes an example. What tools answered stays out, and private words are hidden. A log is read again from the request that was not
 * answered yet, so that being killed loses and repeats nothing.
 */
export class SessionWatch {
  readonly #parts: SessionWatchParts
  #pause: NodeJS.Timeout | undefined
  #stopped = new AbortController()
  #looking: Promise<unknown> | undefined

  constructor(parts: SessionWatchParts) {
    this.#parts = parts
  }

  start(): void {
    if (this.#pause !== undefined) return
    const look = () => {
      this.#looking ??= this.look(this.#stopped.signal)
        .catch((thrown: unknown) => {
          if (!this.#stopped.signal.aborted)
            this.#parts.logger.warn('sessions were not read', { because: toSamError(thrown).message })
        })
        .finally(() => {
          this.#looking = undefined
        })
    }
    this.#pause = setInterval(look, lookEveryMs)
    this.#pause.unref()
    look()
  }

  /** Ends once nothing is written any more. */
  async stop(): Promise<void> {
    clearInterval(this.#pause)
    this.#pause = undefined
    this.#stopped.abort()
    await this.#looking
  }

  /** Reads all that is new; answers how many logs were opened and how many examples are new. Errors: `database-*`; the signal's reason. */
  async look(signal: AbortSignal): Promise<{ files: number; examples: number }> {
    const done = { files: 0, examples: 0 }
    for (const file of sessionFiles(this.#parts.folder)) {
      signal.throwIfAborted()
      const found = await this.#read(file, signal)
      if (found === undefined) continue
      done.files += 1
      done.examples += found
    }
    return done
  }

  async #read(file: string, signal: AbortSignal): Promise<number | undefined> {
    const { logs, clock, logger } = this.#parts
    const stat = fs.statSync(file, { throwIfNoEntry: false })
    if (stat === undefined) return undefined
    const before = logs.place(file)
    const settled = clock.wallTime().getTime() - stat.mtimeMs > settledMs
    const same = before?.size === stat.size && before.modifiedMs === stat.mtimeMs
    if (same && (!settled || before.settled)) return undefined
    // A shorter file is another one: what it repeats is known by its words.
    const from = before === undefined || before.position > stat.size ? 0 : before.position
    const exchanges = new SessionExchanges()
    const place = { position: from, size: stat.size, modifiedMs: stat.mtimeMs, settled: false }
    let [examples, added] = [[] as DescribedExample[], 0]
    const commit = () => {
      added += logs.commit(file, place, examples)
      examples = []
    }
    try {
      for (const { line, start } of completeLines(file, from, stat.size)) {
        const { finished, begins } = exchanges.add(line)
        if (finished !== undefined) examples.push(this.#exampleOf(finished))
        if (begins) place.position = start
        if (examples.length < batchExamples) continue
        commit()
        await new Promise(setImmediate)
        signal.throwIfAborted()
      }
      const last = settled ? exchanges.end() : undefined
      place.settled = settled
      // A request that waits for a long command still is read again when its answer comes.
      if (last !== undefined) {
        examples.push(this.#exampleOf(last))
        place.position = stat.size
      }
      commit()
    } catch (thrown) {
      signal.throwIfAborted()
      const error = toSamError(thrown)
      if (error.code.startsWith('database-')) throw error
      logger.warn('a session could not be read', { file, because: error.message })
    }
    return added
  }

  #exampleOf({ session, id, model, request, trace, answer, thoughts, atMs, usage }: SessionExchange): DescribedExample {
    const example = exampleOfAnswer(hideAll, {
      model,
      messages: [{ role: 'user', content: request }, ...trace],
      answer,
      ...(thoughts === undefined ? {} : { thoughts }),
      category: this.#parts.categoryOf(request),
      at: new Date(atMs ?? 0),
      cost: { model, usd: costUsd(model, usage) },
    })
    return { ...example, origin: `claude-code:${session}#${id}`, group: `claude-code:${session}` }
  }
}

function sessionFiles(folder: string): string[] {
  const entries = fs.existsSync(folder) ? fs.readdirSync(folder, { withFileTypes: true }) : []
  return entries
    .flatMap((entry) => {
      const place = path.join(folder, entry.name)
      if (entry.isFile()) return [place]
      return entry.isDirectory() ? fs.readdirSync(place).map((name) => path.join(place, name)) : []
    })
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
}

/** Lines that end with a line feed, as values; what is no JSON is passed over. A line that is still being written waits. */
function* completeLines(file: string, from: number, to: number): Generator<{ line: unknown; start: number }> {
  const handle = fs.openSync(file, 'r')
  try {
    let held: Buffer = Buffer.alloc(0)
    let start = from
    let tooLong = false
    for (let at = from; at < to; ) {
      const block = Buffer.alloc(Math.min(blockBytes, to - at))
      const read = fs.readSync(handle, block, 0, block.length, at)
      if (read === 0) return
      at += read
      held = Buffer.concat([held, block.subarray(0, read)])
      for (let end = held.indexOf(10); end >= 0; end = held.indexOf(10)) {
        const line = tooLong ? undefined : writtenJson(held.subarray(0, end).toString())
        tooLong = false
        yield { line, start }
        start += end + 1
        held = held.subarray(end + 1)
      }
      if (held.length <= longestLineBytes) continue
      tooLong = true
      start += held.length
      held = Buffer.alloc(0)
    }
  } finally {
    fs.closeSync(handle)
  }
}
