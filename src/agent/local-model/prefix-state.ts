import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import { sweepLeftDrafts } from '../../core/files/left-drafts.ts'
import type { Logger } from '../../core/log.ts'
import type { Adapter } from './engine.ts'

/** How many saved prefixes stay on disk; each is some megabytes. */
const keptStates = 4

const edgeBytes = 65_536

/** Tells models apart, also by what was learned on top: states of one are wrong for another. */
export function modelFingerprint(modelPath: string, adapter?: Adapter): string {
  const model = fileFingerprint(modelPath)
  if (adapter === undefined) return model
  // Adapters are alike at both ends, and small enough to be read.
  return createHash('sha256')
    .update(`${model} ${checksum(adapter.file)} ${adapter.scale}`)
    .digest('hex')
}

/** Tells model files apart without reading all of them: size and both ends. */
function fileFingerprint(modelPath: string): string {
  const { size } = fs.statSync(modelPath)
  const hash = createHash('sha256').update(String(size))
  const file = fs.openSync(modelPath, 'r')
  try {
    for (const position of [0, Math.max(0, size - edgeBytes)]) {
      const part = Buffer.alloc(Math.min(edgeBytes, size))
      const read = fs.readSync(file, part, 0, part.length, position)
      hash.update(part.subarray(0, read))
    }
  } finally {
    fs.closeSync(file)
  }
  return hash.digest('hex')
}

export interface PrefixStateOptions {
  folder: string
  fingerprint: string
  contextTokens: number
  log: Logger
}

/**
 * Keeps the model's state after the system prompt on disk, so that a new process does not compute it again. The native
 * loader trusts its file, so every file has a checksum beside it, and one that does not fit is thrown away.
 */
export class PrefixStates {
  private readonly options: PrefixStateOptions

  constructor(options: PrefixStateOptions) {
    this.options = options
  }

  private fileOf(prefix: readonly Token[]): string {
    const { fingerprint, contextTokens, folder } = this.options
    const key = createHash('sha256').update(`${fingerprint} ${contextTokens} ${prefix.join(',')}`)
    return path.join(folder, `prefix-${key.digest('hex').slice(0, 32)}.state`)
  }

  /** True when the sequence now holds exactly the prefix. */
  async load(sequence: LlamaContextSequence, prefix: readonly Token[]): Promise<boolean> {
    const file = this.fileOf(prefix)
    if (!isIntact(file)) return false
    try {
      await sequence.loadStateFromFile(file, { acceptRisk: true })
      const held = sequence.contextTokens
      if (held.length === prefix.length && held.every((token, index) => token === prefix[index])) return true
    } catch (cause) {
      this.options.log.debug('A saved prefix could not be loaded.', { file, cause: String(cause) })
    }
    forget(file)
    await sequence.clearHistory()
    return false
  }

  /** Saves the sequence, which holds exactly the prefix. A full disk costs only the saving. */
  async save(sequence: LlamaContextSequence, prefix: readonly Token[]): Promise<void> {
    const file = this.fileOf(prefix)
    const draft = `${file}.${process.pid}.part`
    try {
      fs.mkdirSync(this.options.folder, { recursive: true })
      sweepLeftDrafts(this.options.folder)
      await sequence.saveStateToFile(draft)
      fs.writeFileSync(`${file}.sha256`, checksum(draft))
      fs.renameSync(draft, file)
      this.forgetOld()
    } catch (cause) {
      forget(draft)
      this.options.log.debug('The prefix was not saved.', { file, cause: String(cause) })
    }
  }

  private forgetOld(): void {
    const { folder } = this.options
    const states = fs
      .readdirSync(folder)
      .filter((name) => /^prefix-\w+\.state$/.test(name))
      .map((name) => ({ file: path.join(folder, name), usedMs: fs.statSync(path.join(folder, name)).mtimeMs }))
      .sort((one, other) => other.usedMs - one.usedMs)
    for (const { file } of states.slice(keptStates)) {
      fs.rmSync(file, { force: true })
      fs.rmSync(`${file}.sha256`, { force: true })
    }
  }
}

/** Removes what can be removed: nothing here is worth a failed answer. */
function forget(file: string): void {
  try {
    fs.rmSync(file, { force: true })
  } catch {
    // it stays, and its checksum tells whether it is of use
  }
}

function checksum(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}

function isIntact(file: string): boolean {
  try {
    return fs.readFileSync(`${file}.sha256`, 'utf8').trim() === checksum(file)
  } catch {
    return false
  }
}
