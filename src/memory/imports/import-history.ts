import { createHash } from 'node:crypto'
import type { SamError } from '../../core/errors.ts'
import { type HistorySource, NotAConversation, type ParsedConversation } from './conversation.ts'
import { historyFormats } from './formats/formats.ts'
import { eachSource, type ImportTask, quarantineIntake } from './import-files.ts'
import type { Intake } from './read/intake.ts'
import { readValues } from './read/read-values.ts'
import type { ByteSource } from './sources/byte-source.ts'
import type { Described, ImportStore, Outcome, PendingConversation } from './store/import-store.ts'

/** Part of the hash by which a conversation is known again: when parsing learns something new, all are read anew. */
const parserVersion = 'sam-1\u0000'
/** A batch is written when it has this many messages, or characters. */
const batchMessages = 500
const batchCharacters = 2 << 20

export interface HistoryTask extends ImportTask {
  source: HistorySource
  store: ImportStore
  describe(conversation: ParsedConversation): Described
}

type Taken =
  | { conversations: ParsedConversation[]; raw: Buffer | undefined }
  | { known: Outcome & { messages: number } }

/**
 * Imports conversations. What is damaged costs only itself: it is set aside, and the rest is imported. May be stopped or killed at
 * any moment and run again: a batch is written whole or not at all, and what is there is known by its bytes.
 *
 * @returns and throws as `eachSource`
 */
export async function importHistory(task: HistoryTask): Promise<SamError[]> {
  const format = historyFormats[task.source]
  const owners = format.oneValueEach ? new Map<string, string>() : task.store.owners(task.source)
  return eachSource(task, format.choice, (source, onBytes) => importFile(task, source, owners, onBytes))
}

async function importFile(
  task: HistoryTask,
  source: ByteSource,
  owners: Map<string, string>,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const format = historyFormats[task.source]
  const parser = format.parser(source.name, owners)
  const batch = new Batch(task)
  const damaged = quarantineIntake(task, source)
  const intake: Intake<Taken> = {
    ...damaged,
    take(bytes) {
      const raw = format.oneValueEach ? hashOf(bytes) : undefined
      const known = raw && task.store.known(task.source, raw)
      if (known !== undefined) return { known }
      const value: unknown = JSON.parse(bytes.toString())
      try {
        return { conversations: parser.add(value), raw }
      } catch (error) {
        if (!(error instanceof NotAConversation)) throw error
        damaged.setAside(error.reason, bytes)
        return undefined
      }
    },
  }
  try {
    for await (const taken of readValues(source, format.values, intake, onBytes)) {
      if ('known' in taken) {
        task.count.conversation(taken.known)
        task.count.messages({ added: 0, unchanged: taken.known.messages })
      } else for (const conversation of taken.conversations) batch.add(conversation, taken.raw)
    }
  } finally {
    // Also when the file breaks off: what was read until then is kept.
    for (const conversation of parser.end()) batch.add(conversation, undefined)
    batch.write()
  }
}

function hashOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(parserVersion).update(bytes).digest().subarray(0, 16)
}

/** Collects conversations until there are enough for one transaction. */
class Batch {
  readonly #task: HistoryTask
  #pending: PendingConversation[] = []
  #messages = 0
  #characters = 0

  constructor(task: HistoryTask) {
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
    const pending = this.#pending
    this.#pending = []
    this.#messages = 0
    this.#characters = 0
    const outcome = store.put(source, pending)
    count.messages(outcome)
    for (const conversation of outcome.conversations) count.conversation(conversation)
  }
}
