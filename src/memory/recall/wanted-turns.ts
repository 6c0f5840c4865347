import type { Connection } from '../database.ts'
import type { RecallQuery } from '../ports.ts'
import { flag } from './turn-block.ts'
import type { Wanted } from './turn-index.ts'

/** Tells the turns that a question's limits leave; undefined where it sets none. */
export function wantedTurns(connection: Connection, query: RecallQuery): Wanted | undefined {
  const conditions: Wanted[] = []
  const [since, until] = [query.since?.getTime(), query.until?.getTime()]
  // A time that is not known is no number, and lies on neither side of one.
  if (since !== undefined) conditions.push(({ atMs }, row) => (atMs[row] as number) >= since)
  if (until !== undefined) conditions.push(({ atMs }, row) => (atMs[row] as number) < until)
  const kind = kindOf(query)
  if (kind !== undefined)
    conditions.push(({ flags }, row) => (((flags[row] as number) & flag.document) !== 0) === (kind === 'document'))
  if (query.source !== undefined || query.conversation !== undefined) {
    const conversations = conversationsOf(connection, query)
    conditions.push(({ conversation }, row) => conversations.has(conversation[row] as number))
  }
  const [only] = conditions
  if (conditions.length < 2) return only
  return (facts, row) => conditions.every((holds) => holds(facts, row))
}

function conversationsOf(connection: Connection, { source, conversation }: RecallQuery): Set<number> {
  const found = connection
    .prepare('SELECT id FROM conversations WHERE source = coalesce(?, source) AND name = coalesce(?, name)')
    .pluck()
    .all(source ?? null, conversation ?? null)
  return new Set(found as number[])
}

/** The only kind of conversation that is wanted; undefined when both are. */
function kindOf({ kinds }: RecallQuery): 'conversation' | 'document' | undefined {
  if (kinds === undefined || kinds.includes('turn') === kinds.includes('document')) return undefined
  return kinds.includes('turn') ? 'conversation' : 'document'
}
