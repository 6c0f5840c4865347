import { createHash } from 'node:crypto'
import { type SamError, toSamError } from '../../core/errors.ts'
import { type HistorySource, NotAConversation, type ParsedConversation } from './conversation.ts'
import { historyFormats } from './formats/formats.ts'
import type { ImportCount } from './import-count.ts'
import type { Quarantine } from './quarantine.ts'
import type { DamageReason, Intake } from './read/intake.ts'
import { readValues } from './read/read-values.ts'
import type { ByteSource } from './sources/byte-source.ts'
import { findSources } from './sources/find-sources.ts'
import type { Described, ImportStore, Outcome, PendingConversation } from './store/import-store.ts'

/** Part of the hash by which a conversation is known again: when parsing learns something new, all are read anew. */
const parserVersion = 'sam-1\u0000'
/** A batch is written when it has this many messages, or characters. */
const batchMessages = 500
const batchCharacters = 2 << 20

export interface ImportProgress {
  /** The file that is being read. */
  name: string
  readBytes: number
  totalBytes: number
}

export interface ImportTask {
  source: HistorySource
  /** A file, a folder or a zip file. */
  place: string
  store: ImportStore
  quarantine: Quarantine
  count: ImportCount
  describe(conversation: ParsedConversation): Described
  signal: AbortSignal
  onProgress(progress: ImportProgress): void
}

type Taken =
  | { conversations: ParsedConversation[]; raw: Buffer | undefined }
  | { known: Outcome & { messages: number } }

/**
 * Imports everything below one place. What is damaged costs only itself: it is set aside, and the rest is imported. May be stopped
 * or killed at any moment and run again: a batch is written whole or not at all, and what is there is known by its bytes.
 *
 * @returns files that could not be read to their end, with the reason
 * @throws SamError `import-not-found`, `import-empty`, `archive-invalid`, `database-*`; the signal's reason
 */
export async function importHistory(task: ImportTask): Promise<SamError[]> {
  const { place, signal, count } = task
  const format = historyFormats[task.source]
  const { sources, passedOver, close } = await findSources(place, format.choice, signal)
  for (const { reason } of passedOver) count.skip(reason, 0)
  const failures: SamError[] = []
  const progress = { readBytes: 0, totalBytes: sources.reduce((sum, { bytes }) => sum + bytes, 0) }
  const owners = format.oneValueEach ? new Map<string, string>() : task.store.owners(task.source)
  try {
    for (const source of sources) {
      const fileEnd = progress.readBytes + source.bytes
      try {
        await importFile(task, source, owners, (bytes) => {
          signal.throwIfAborted()
          progress.readBytes += bytes
          task.onProgress({ name: source.name, ...progress })
        })
      } catch (error) {
        signal.throwIfAborted()
        const failure = toSamError(error)
        if (/^(?:database|unexpected)/.test(failure.code)) throw error
        failures.push(failure)
      }
      progress.readBytes = fileEnd
    }
  } finally {
    close()
  }
  return failures
}

async function importFile(
  task: ImportTask,
  source: ByteSource,
  owners: Map<string, string>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const format = historyFormats[task.source]
  const parser = format.parser(source.name, owners)
  const batch = new Batch(task)
  const setAside = (reason: string, bytes: Buffer) => {
    task.quarantine.setAside(source.name, reason, bytes)
    task.count.quarantine()
  }
  const intake: Intake<Taken> = {
    take(bytes) {
      const raw = format.oneValueEach
        ? createHash('sha256').update(parserVersion).update(bytes).digest().subarray(0, 16)
        : undefined
      const known = raw && task.store.known(task.source, raw)
      if (known !== undefined) return { known }
      const value: unknown = JSON.parse(bytes.toString())
      try {
        return { conversations: parser.add(value), raw }
      } catch (error) {
        setAside(error instanceof NotAConversation ? error.reason : 'unreadable', bytes)
        return undefined
      }
    },
    setAside,
    spill(reason) {
      const spill = task.quarantine.spill(source.name, reason)
      return {
        write: spill.write,
        end(damage?: DamageReason) {
          spill.end()
          if (reason !== 'long-text' || damage !== undefined) task.count.quarantine()
        },
      }
    },
  }
  try {
    for await (const taken of readValues(source, format.values, intake, onBytes)) {
      if ('known' in taken) {
        task.count.conversation(taken.known.category, taken.known.skipped)
        task.count.messages({ added: 0, unchanged: taken.known.messages })
      } else for (const conversation of taken.conversations) batch.add(conversation, taken.raw)
    }
  } finally {
    // Also when the file breaks off: what was read until then is kept.
    if (!task.signal.aborted) for (const conversation of parser.end()) batch.add(conversation, undefined)
    batch.write()
  }
}

/** Collects conversations until there are enough for one transaction. */
class Batch {
  readonly #task: ImportTask
  #pending: PendingConversation[] = []
  #messages = 0
  #characters = 0

  constructor(task: ImportTask) {
    this.#task = task
  }

  add(parsed: ParsedConversation, raw: Buffer | undefined): void {
    this.#pending.push({ parsed, raw, described: this.#task.describe(parsed) })
    this.#messages += parsed.messages.length + parsed.alternatives.length
    for (const { text } of parsed.messages) this.#characters += text.length
    if (this.#messages >= batchMessages || this.#characters >= batchCharacters) this.write()
  }

  write(): void {
    if (this.#pending.length === 0) return
    const { source, store, count } = this.#task
    const outcome = store.put(source, this.#pending)
    count.messages(outcome)
    for (const { category, skipped } of outcome.conversations) count.conversation(category, skipped)
    this.#pending = []
    this.#messages = 0
    this.#characters = 0
  }
}
