import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { createDatabase } from '../../../src/memory/database.ts'
import { migrations } from '../../../src/memory/migrations.ts'
import { actionEntry, openMemory, temporaryFolder } from './fixtures.ts'

describe('the database file', () => {
  test('is made at the first use, private to the user, and not before', () => {
    const home = path.join(temporaryFolder(), 'new', 'home')
    const memory = openMemory(home)
    expect(fs.existsSync(home)).toBe(false)
    expect(memory.audit.list()).toEqual([])
    expect(fs.statSync(home).mode & 0o777).toBe(0o700)
    expect(fs.statSync(memory.database.file).mode & 0o777).toBe(0o600)
  })

  test('keeps what was written for the next start', () => {
    const home = temporaryFolder()
    const first = openMemory(home)
    first.audit.appendAction(actionEntry())
    first.database.close()
    expect(openMemory(home).audit.list()).toMatchObject([{ tool: 'apps.open', summary: 'Open Safari.' }])
  })

  test('an empty file becomes a database of the present version', () => {
    const home = temporaryFolder()
    fs.writeFileSync(path.join(home, 'sam.db'), '')
    const memory = openMemory(home)
    const connection = memory.database.connection()
    expect(connection.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(connection.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1)
  })

  test('timers of an older version stay as they were', () => {
    const home = temporaryFolder()
    const old = new Sqlite(path.join(home, 'sam.db'))
    const before = migrations.findIndex((script) => script.includes('weekdays'))
    for (const script of migrations.slice(0, before)) old.exec(script)
    old.pragma(`user_version = ${before}`)
    old.exec(
      "INSERT INTO timers (id, kind, name, created_ms, deadline_ms, local_time) VALUES (7, 'alarm', 'taxi', 1, 2, '2026-05-25T07:00:00')",
    )
    old.close()
    const { timers } = openMemory(home)
    const kept = { id: 7, kind: 'alarm', name: 'taxi', localTime: '2026-05-25T07:00:00', state: 'waiting' }
    expect(timers.waiting()).toEqual([{ ...kept, createdAt: new Date(1), deadline: new Date(2) }])
    expect(timers.add({ kind: 'timer', createdAt: new Date(1), deadline: new Date(2) }).id).toBe(8)
  })

  test('one from a newer version is refused and left as it was', () => {
    const home = temporaryFolder()
    const file = path.join(home, 'sam.db')
    const newer = new Sqlite(file)
    newer.exec('CREATE TABLE later (id INTEGER); INSERT INTO later VALUES (7)')
    newer.pragma(`user_version = ${migrations.length + 1}`)
    newer.close()
    const database = createDatabase(home)
    expect(() => database.connection()).toThrowError(
      expect.objectContaining({ code: 'database-newer', remedy: expect.stringMatching(/Update SAM/) }),
    )
    const after = new Sqlite(file)
    expect(after.pragma('user_version', { simple: true })).toBe(migrations.length + 1)
    expect(after.prepare('SELECT id FROM later').all()).toEqual([{ id: 7 }])
    expect(after.prepare("SELECT name FROM sqlite_master WHERE name = 'timers'").all()).toEqual([])
    after.close()
  })

  test('one that is none is refused and left as it was', () => {
    const home = temporaryFolder()
    const file = path.join(home, 'sam.db')
    const text = 'this is a letter, not a database. '.repeat(40)
    fs.writeFileSync(file, text)
    expect(() => createDatabase(home).connection()).toThrowError(expect.objectContaining({ code: 'database-damaged' }))
    expect(fs.readFileSync(file, 'utf8')).toBe(text)
  })

  test('a folder that cannot be made is said with its cure', () => {
    const home = path.join(temporaryFolder(), 'file')
    fs.writeFileSync(home, '')
    expect(() => createDatabase(home).connection()).toThrowError(
      expect.objectContaining({ code: 'database-unavailable', remedy: expect.stringMatching(/SAM_HOME/) }),
    )
  })
})
