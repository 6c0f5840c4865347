import type { SamDatabase } from '../database.ts'
import { blocksSince, keepBlocks, type ReadBlock } from './turn-blocks.ts'
import { TurnIndex } from './turn-index.ts'

/** So many blocks are made before they are put on disk: the newest, which every turn changes, is made again rather than written. */
const blocksAWrite = 16

/** The index of a memory that is written meanwhile, by this process and by others. */
export interface FollowedTurns {
  readonly index: TurnIndex
  /**
   * Takes in what changed since. Errors: `database-*`.
   * @param model row of the model whose vectors count; 0 where none is there
   */
  follow(model: number): void
  /** Puts on disk what was made anew, so that the next start reads instead of making. */
  keep(): void
}

export function followTurns(database: SamDatabase): FollowedTurns {
  const index = new TurnIndex()
  const unkept = new Map<number, Omit<ReadBlock, 'isNew'>>()
  let followed = { version: 0, model: 0 }

  /** Answers whether nobody was in the way. */
  function keep(): boolean {
    const blocks = [...unkept.values()]
    unkept.clear()
    // Without a model a block lacks its meanings.
    if (blocks.length === 0 || followed.model === 0) return true
    try {
      keepBlocks(database, blocks, followed.model)
      return true
    } catch (error) {
      // Somebody writes for long. What is in memory is right all the same, and the blocks are made again at the next start.
      if (!/^SQLITE_BUSY/.test(String((error as { code?: unknown }).code))) throw error
      return false
    }
  }

  return {
    index,
    follow(model) {
      if (model !== followed.model) {
        index.clear()
        unkept.clear()
        followed = { version: 0, model }
      }
      let { version } = followed
      let keeps = true
      for (const { isNew, ...read } of blocksSince(database, followed.version, model)) {
        index.set(read.block, read.bytes)
        if (isNew) unkept.set(read.block, read)
        else unkept.delete(read.block)
        version = read.version
        // A question waits for this: it waits for another's writing once at most, not with every few blocks.
        if (unkept.size >= blocksAWrite && keeps) keeps = keep()
        else if (!keeps) unkept.clear()
      }
      followed.version = version
    },
    keep: () => void keep(),
  }
}
