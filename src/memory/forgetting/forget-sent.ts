import type { Connection } from '../database.ts'
import { isSought, type Sought, TraceFinder } from './traces.ts'

/**
 * Takes out requests that left and hold what is forgotten: those of the turns themselves, those of later turns of the same
 * conversation, which carried it along, and those in which the words stand. Answers how many. The caller has a transaction.
 */
export function forgetSent(connection: Connection, sought: Sought, turnIds: readonly string[]): number {
  const inAddress = isSought(sought)
  connection.function('holds_sought', (address: unknown, body: unknown) => {
    if (inAddress(decoded(String(address)))) return 1
    const finder = new TraceFinder(sought)
    finder.add(String(body))
    return finder.end() ? 1 : 0
  })
  return connection
    .prepare(
      'DELETE FROM sent_bodies WHERE turn_id IN (SELECT value FROM json_each(?)) OR holds_sought(address, body) = 1',
    )
    .run(JSON.stringify(turnIds)).changes
}

/** An address as its words were before they were written into it. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll('+', ' '))
  } catch {
    return address
  }
}
