import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { actionEntry, openMemory } from './fixtures.ts'

const at = (minute: number) => new Date(2025, 10, 22, 12, minute)

describe('the audit log', () => {
  test('gives back what was written, of both kinds, oldest first', () => {
    const { audit } = openMemory()
    const whole = actionEntry({ at: at(3), tainted: true, receipt: { level: 30 }, input: { level: 40 } })
    const id = audit.appendAction(whole)
    const egress = {
      at: at(1),
      turnId: 'turn-0',
      destination: 'api.example',
      purpose: 'an answer',
      bytes: 1200,
      decision: 'allowed',
      by: 'policy',
    } as const
    audit.appendEgress(egress)
    const { tier: _, ...unknown } = actionEntry({ at: at(2), tool: 'no.such', decision: 'invalid' })
    audit.appendAction(unknown)
    expect(audit.list()).toEqual([
      { type: 'egress', id: 1, ...egress },
      { type: 'action', id: id + 1, ...unknown },
      { type: 'action', id, ...whole },
    ])
  })

  test('lists from a moment on, and the newest so many', () => {
    const { audit } = openMemory()
    for (const minute of [1, 2, 3, 4]) audit.appendAction(actionEntry({ at: at(minute), callId: `call-${minute}` }))
    const calls = (query: Parameters<typeof audit.list>[0]) =>
      audit.list(query).map((row) => (row.type === 'action' ? row.callId : ''))
    expect(calls({ since: at(3) })).toEqual(['call-3', 'call-4'])
    expect(calls({ limit: 2 })).toEqual(['call-3', 'call-4'])
    expect(calls({ since: at(2), limit: 1 })).toEqual(['call-4'])
  })

  test('the database itself refuses to change, delete or replace a row, whoever asks', () => {
    const { audit, database } = openMemory()
    audit.appendAction(actionEntry())
    audit.appendEgress({ at: at(1), destination: 'a', purpose: 'b', bytes: 1, decision: 'allowed', by: 'policy' })
    const before = audit.list()
    const other = new Sqlite(database.file)
    for (const table of ['audit_actions', 'audit_egress']) {
      const column = table === 'audit_actions' ? 'summary' : 'purpose'
      expect(() => other.exec(`UPDATE ${table} SET ${column} = 'nothing happened'`)).toThrow(/append-only/)
      expect(() => other.exec(`DELETE FROM ${table}`)).toThrow(/append-only/)
      expect(() => other.exec(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow(/append-only/)
    }
    other.close()
    expect(audit.list()).toEqual(before)
  })

  test('only words may be taken out, of rows that are written down as forgotten, and nothing of that be taken back', () => {
    const { audit, database } = openMemory()
    audit.appendAction(actionEntry({ receipt: { n: 1 } }))
    const [before] = audit.list()
    const connection = database.connection()
    const clear = (more = '') =>
      connection.exec(`UPDATE audit_actions SET input = '"[forgotten]"', summary = '[forgotten]' ${more}`)
    expect(() => clear()).toThrow(/append-only/)
    connection.exec('INSERT INTO audit_forgotten (action_id, at_ms) VALUES (1, 2)')
    for (const change of [
      "tool = 'none'",
      'at_ms = 0',
      'tier = NULL',
      "decision = 'denied'",
      'receipt = NULL',
      'undoes = 1',
    ])
      expect(() => clear(`, ${change}`)).toThrow(/append-only/)
    expect(() => connection.exec("UPDATE audit_actions SET summary = 'nothing happened'")).toThrow(/append-only/)
    expect(() => connection.exec('DELETE FROM audit_actions')).toThrow(/append-only/)
    expect(audit.list()).toEqual([before])
    clear()
    expect(audit.list()).toEqual([{ ...before, input: '[forgotten]', summary: '[forgotten]' }])
    for (const change of [
      'DELETE FROM audit_forgotten',
      'UPDATE audit_forgotten SET at_ms = 0',
      'INSERT OR REPLACE INTO audit_forgotten VALUES (1, 3)',
    ])
      expect(() => connection.exec(change)).toThrow(/append-only/)
  })

  test('what can be undone is the newest that succeeded and was not taken back', () => {
    const { audit } = openMemory()
    const since = at(0)
    expect(audit.lastUndoable(since)).toBeUndefined()
    const first = audit.appendAction(actionEntry({ at: at(1), receipt: { n: 1 } }))
    const second = audit.appendAction(actionEntry({ at: at(2), receipt: { n: 2 } }))
    audit.appendAction(actionEntry({ at: at(3) }))
    audit.appendAction(actionEntry({ at: at(4), receipt: { n: 4 }, result: 'timed-out' }))
    expect(audit.lastUndoable(since)).toMatchObject({ id: second, receipt: { n: 2 } })
    audit.appendAction(actionEntry({ at: at(5), tool: 'undo.last', undoes: second, result: 'still-running' }))
    expect(audit.lastUndoable(since)?.id).toBe(second)
    audit.appendAction(actionEntry({ at: at(6), tool: 'undo.last', undoes: second }))
    expect(audit.lastUndoable(since)?.id).toBe(first)
    expect(audit.lastUndoable(at(2))).toBeUndefined()
  })

  test('of one turn only what was done in it can be undone', () => {
    const { audit } = openMemory()
    const earlier = audit.appendAction(actionEntry({ at: at(1), turnId: 'a', receipt: { n: 1 } }))
    audit.appendAction(actionEntry({ at: at(2), turnId: 'b', receipt: { n: 2 } }))
    expect(audit.lastUndoable(at(0), 'a')?.id).toBe(earlier)
    expect(audit.lastUndoable(at(0), 'c')).toBeUndefined()
    audit.appendAction(actionEntry({ at: at(3), turnId: 'b', tool: 'undo.last', undoes: earlier }))
    expect(audit.lastUndoable(at(0), 'a')).toBeUndefined()
  })

  test('arguments that are no JSON become a row all the same', () => {
    const { audit } = openMemory()
    const circle: Record<string, unknown> = { app: 'Safari' }
    circle['self'] = circle
    for (const input of [circle, undefined, { run: () => 1 }, { big: 10n }]) audit.appendAction(actionEntry({ input }))
    expect(audit.list()).toHaveLength(4)
  })
})

describe('secrets', () => {
  const secrets = [
    'sk-ant-REDACTED',
    `ghp_${'ab12'.repeat(9)}`,
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklmnop',
    '4111 1111 1111 1111',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----',
  ]

  test.each(secrets)('%s never reaches the disk', (secret) => {
    const { audit, database } = openMemory()
    audit.appendAction(
      actionEntry({
        input: { text: `use ${secret} for it`, deep: [{ list: [secret] }] },
        summary: `Send ${secret} to Ana.`,
      }),
    )
    audit.appendEgress({
      at: at(1),
      destination: `https://user:${encodeURIComponent(secret)}@host/`,
      purpose: secret,
      bytes: 1,
      decision: 'allowed',
      by: 'policy',
    })
    const stored = JSON.stringify([
      database.connection().prepare('SELECT * FROM audit_actions').all(),
      database.connection().prepare('SELECT * FROM audit_egress').all(),
    ])
    const core = secret.split('\n')[1] ?? secret
    expect(stored).not.toContain(core)
    expect(stored).not.toContain(encodeURIComponent(secret))
    expect(stored).toContain('[secret]')
  })

  test('what is named as a secret is one, whatever it looks like', () => {
    const { audit } = openMemory()
    audit.appendAction(
      actionEntry({
        input: { password: 'blue', apiKey: 'x1', nested: { access_token: 'y2', pin: '1234' }, app: 'Safari' },
        summary: 'Log in with password: hunter2 now.',
      }),
    )
    expect(audit.list()[0]).toMatchObject({
      input: {
        password: '[secret]',
        apiKey: '[secret]',
        nested: { access_token: '[secret]', pin: '[secret]' },
        app: 'Safari',
      },
      summary: 'Log in with password: [secret] now.',
    })
  })

  test('addresses lose the secrets in them and stay readable', () => {
    const { audit } = openMemory()
    audit.appendAction(actionEntry({ input: { url: 'https://me:pw@example.com/a?q=cats&access_token=abc&page=2' } }))
    expect(audit.list()[0]).toMatchObject({
      input: { url: 'https://me:[secret]@example.com/a?q=cats&access_token=[secret]&page=2' },
    })
  })

  test('ordinary words and numbers stay', () => {
    const { audit } = openMemory()
    const input = {
      query: 'how to choose a password manager',
      phone: '+49 170 1234567',
      order: '1234567890123456',
      isbn: '9780141439518',
      keyboard: 'German',
    }
    audit.appendAction(actionEntry({ input }))
    expect(audit.list()[0]).toMatchObject({ input })
  })
})
