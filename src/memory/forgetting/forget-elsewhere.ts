import { forgottenText } from '../audit-rows.ts'
import type { Connection } from '../database.ts'
import { instructionKey } from '../imports/store/instruction-key.ts'
import { isSought, type Sought } from './traces.ts'

/** What is forgotten, as far as it is told apart by more than its words. */
export interface Links {
  /** Names of the turns in which SAM was asked. */
  turnIds: readonly string[]
  facts: readonly number[]
}

/**
 * Takes words out of where no turn stands: other versions of messages, titles, custom instructions and the audit log. What is in an
 * export does not come back with it. Answers in how many places they stood. The caller has a transaction.
 * @param said texts of forgotten turns, for which only instructions are looked through
 */
export function forgetElsewhere(connection: Connection, sought: Sought, said: readonly string[], links: Links): number {
  defineSought(connection, 'is_sought', sought)
  defineSought(connection, 'is_said', { texts: [...said, ...sought.texts], words: sought.words })
  return (
    forgetAlternatives(connection, sought) +
    forgetTitles(connection, sought) +
    forgetInstructions(connection) +
    clearAudit(connection, links)
  )
}

function defineSought(connection: Connection, name: string, sought: Sought): void {
  const matches = isSought(sought)
  connection.function(name, (text: unknown) => (typeof text === 'string' && matches(text) ? 1 : 0))
}

const isEmpty = ({ texts, words }: Sought) => texts.length + words.length === 0
const note = 'INSERT OR IGNORE INTO forgotten_messages (import_id, message)'
/** No message has this id: it stands for the title. */
const titleMark = ''

function forgetAlternatives(connection: Connection, sought: Sought): number {
  if (isEmpty(sought)) return 0
  const found = connection
    .prepare('SELECT import_id AS conversation, message FROM imported_alternatives WHERE is_sought(text)')
    .all() as { conversation: number; message: string }[]
  const remember = connection.prepare(`${note} VALUES (?, ?)`)
  const remove = connection.prepare('DELETE FROM imported_alternatives WHERE import_id = ? AND message = ?')
  for (const { conversation, message } of found) {
    remember.run(conversation, message)
    remove.run(conversation, message)
  }
  return found.length
}

function forgetTitles(connection: Connection, sought: Sought): number {
  if (isEmpty(sought)) return 0
  connection.exec(`${note} SELECT id, '${titleMark}' FROM imported_conversations WHERE is_sought(title)`)
  const imported = connection
    .prepare('UPDATE imported_conversations SET title = NULL, raw = NULL WHERE is_sought(title) RETURNING source, name')
    .all() as { source: string; name: string }[]
  const others = connection
    .prepare(
      "UPDATE conversations SET title = NULL WHERE kind = 'conversation' AND is_sought(title) RETURNING source, name",
    )
    .all() as { source: string; name: string }[]
  return new Set([...imported, ...others].map(({ source, name }) => `${source}\u0000${name}`)).size
}

function forgetInstructions(connection: Connection): number {
  const found = connection
    .prepare('DELETE FROM custom_instructions WHERE is_said(text) RETURNING source, text')
    .all() as { source: string; text: string }[]
  const remember = connection.prepare('INSERT OR IGNORE INTO forgotten_instructions VALUES (?)')
  for (const { source, text } of found) remember.run(instructionKey(source, text))
  return found.length
}

/** What SAM did stays in the log: when, with which tool, who allowed it, how it ended. What was said does not. */
function clearAudit(connection: Connection, { turnIds, facts }: Links): number {
  const found = connection
    .prepare(
      `SELECT id FROM audit_actions
       WHERE summary <> @mark AND (turn_id IN (SELECT value FROM json_each(@turnIds)) OR is_sought(summary) OR is_sought(input)
         OR (tool = 'memory.remember' AND receipt ->> '$.id' IN (SELECT value FROM json_each(@facts))))`,
    )
    .pluck()
    .all({ mark: forgottenText, turnIds: JSON.stringify(turnIds), facts: JSON.stringify(facts) }) as number[]
  const remember = connection.prepare(
    "INSERT INTO audit_forgotten (action_id, at_ms) VALUES (?, CAST(1000 * unixepoch('subsec') AS INTEGER))",
  )
  const clear = connection.prepare('UPDATE audit_actions SET input = ?, summary = ? WHERE id = ?')
  for (const id of found) {
    remember.run(id)
    clear.run(JSON.stringify(forgottenText), forgottenText, id)
  }
  return found.length
}
