import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeExport } from '../../../../src/app/bench/import/make-export.ts'
import { createDatabase } from '../../../../src/memory/database.ts'
import { freshUser, type Line, startSam } from '../../cli/run-sam.ts'

const conversations = 1500
const messagesEach = 6
const kills = 8

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

it('loses nothing and doubles nothing, at whatever moment it is killed', { timeout: 120_000 }, async () => {
  const file = path.join(user.folder, 'conversations.json')
  makeExport(file, conversations, messagesEach / 2, 60)
  const stored: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const { child, done } = startSam(['import', 'chatgpt', file, '--json'], user.environment)
    // From its first word on, so that a slow start costs no kill.
    if (child.stderr !== null) await once(child.stderr, 'data')
    await wait(kill * 60)
    child.kill('SIGKILL')
    await done
    stored.push(countTurns())
  }
  // Some of them in the middle of it.
  expect(stored.some((count) => count > 0 && count < conversations * messagesEach)).toBe(true)
  // What was accepted before a kill is there after it.
  expect(stored).toEqual([...stored].sort((a, b) => a - b))
  const finished = await user.sam('import', 'chatgpt', file, '--json')
  const report = finished.lines().find(({ type }) => type === 'import-report') as Line & {
    added: number
    unchanged: number
  }
  expect(finished.code).toBe(0)
  expect(report).toMatchObject({
    conversations,
    unchanged: stored.at(-1),
    added: conversations * messagesEach - (stored.at(-1) ?? 0),
    wordsOnly: 'model-missing',
  })
  expect(countTurns()).toBe(conversations * messagesEach)
  const database = createDatabase(user.environment.SAM_HOME)
  const connection = database.connection()
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(connection.prepare('SELECT count(DISTINCT text) FROM turns').pluck().get()).toBe(conversations * messagesEach)
  expect(
    connection.prepare("SELECT count(*) FROM turns_text WHERE turns_text MATCH 'procrastinating'").pluck().get(),
  ).toBe(conversations / 5)
  database.close()
})

function countTurns(): number {
  const database = createDatabase(user.environment.SAM_HOME)
  try {
    return database.connection().prepare('SELECT count(*) FROM turns').pluck().get() as number
  } finally {
    database.close()
  }
}
