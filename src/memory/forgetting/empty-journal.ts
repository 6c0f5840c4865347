import { SamError } from '../../core/errors.ts'
import type { Connection } from '../database.ts'

/**
 * Takes what was deleted out of the journal beside the database, too. Waits for who reads or writes, as long as the database waits for
 * anything. Error: `forget-journal-busy`.
 */
export function emptyJournal(connection: Connection): void {
  const [state] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
  if (state?.busy !== 0)
    throw new SamError('forget-journal-busy', 'It is forgotten, but the journal beside the database still holds it.', {
      remedy: 'Another process reads the memory. The journal is emptied when you forget something the next time.',
    })
}
