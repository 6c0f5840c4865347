import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Quarantine } from '../../../src/memory/imports/quarantine.ts'
import { createVectorStore } from '../../../src/memory/vectors/vector-store.ts'
import { actionEntry, openMemory, temporaryFolder } from './fixtures.ts'
import { chat, freshHome, node } from './imports/exports.ts'

const secret = 'zanzibar-kumquat'
const said = `my locker is ${secret}`
const at = new Date(2025, 10, 22)

/** Names of the files in a home that hold these bytes: database, journal and all others. */
function filesWith(home: string, word: string): string[] {
  return (fs.readdirSync(home, { recursive: true, withFileTypes: true }) as fs.Dirent[])
    .filter((entry) => entry.isFile())
    .filter((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name)).includes(word))
    .map(({ name }) => name)
}

it('forgets for good: rows, index, vector, derived facts, training examples; no file holds the words', async () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const connection = memory.database.connection()
  const live = { source: 'live', conversation: 'one', origin: 'voice' as const, at }
  memory.turns.addMany([
    ...Array.from({ length: 200 }, (_, index) => ({ ...live, speaker: 'user', text: `filler number ${index}` })),
    { ...live, speaker: 'user', text: said },
    { ...live, conversation: 'two', speaker: 'assistant', text: `You told me that ${said}, today.` },
  ])
  const row = connection.prepare('SELECT id FROM turns WHERE text = ?').pluck().get(said) as number
  const [fact] = memory.facts.learn({ text: said, at, turn: row })
  expect(fact).toMatchObject({ attribute: 'locker', turn: row })
  const vectors = createVectorStore(memory.database)
  vectors.adopt('small')
  vectors.write([{ id: row, text: said }], [Float32Array.from([0.6, 0.8])])
  connection
    .prepare(
      "INSERT INTO training_examples (content, source, category, origin, messages) VALUES (x'00', 'imported', 'general', 'x', ?)",
    )
    .run(JSON.stringify([{ role: 'user', content: said }]))

  // As it was written before such rows were kept without words.
  memory.audit.appendAction(actionEntry({ tool: 'reminders.add', summary: `Remind: ${said}`, input: { text: said } }))
  for (const set of ['datasets/seed-1', 'training/nights/night-1/data', 'training/runs/night-1']) {
    fs.mkdirSync(path.join(home, set), { recursive: true })
    fs.writeFileSync(path.join(home, set, 'train.jsonl'), `{"messages": [{"content": "${said}"}]}`)
  }
  const sets = () => filesWith(home, 'kumquat').filter((file) => file === 'train.jsonl')
  expect(await memory.forgetter.forget({ turns: [9999] })).toMatchObject({ turns: 0, facts: 0, examples: 0 })
  expect(sets()).toHaveLength(3)
  expect(await memory.forgetter.forget({ facts: [fact?.id ?? 0] })).toEqual({
    ...{ turns: 2, facts: 1, examples: 1 },
    elsewhere: 1,
  })
  expect(filesWith(home, 'kumquat')).toEqual([])
  expect(memory.audit.list()).toMatchObject([{ tool: 'reminders.add', summary: '[forgotten]', input: '[forgotten]' }])
  const count = (table: string) => connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect(count("turns_text WHERE turns_text MATCH 'kumquat'")).toBe(0)
  expect(count('turn_vectors')).toBe(0)
  expect(count('facts')).toBe(0)
  expect(count('conversations')).toBe(1)
  expect(count('turns')).toBe(200)
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
})

it('forgets the fact with the turn it was taken from', async () => {
  const memory = openMemory()
  memory.turns.addMany([
    { source: 'live', conversation: 'one', origin: 'voice', at, speaker: 'user', text: 'I live in Porto' },
  ])
  memory.facts.learn({ text: 'I live in Porto', at, turn: 1 })
  expect(await memory.forgetter.forget({ turns: [1, 77] })).toMatchObject({ turns: 1 })
  expect(memory.facts.list({ history: true })).toEqual([])
})

it('forgets imported history wherever its words lie: messages, other versions, title, patterns, quarantine, examples', async () => {
  const home = freshHome()
  const words = `my swift project ${secret} does not compile`
  const asked = node('q', null, 'user', words, 1)
  const conversation = chat(
    'c',
    [
      asked,
      node('x', 'q', 'assistant', `an older answer on ${secret}`, 2),
      node('a', 'q', 'assistant', 'I see.', 3),
      node('more', 'a', 'user', 'thank you for the help', 4),
    ],
    { title: `About ${secret}` },
  )
  const damaged = JSON.stringify({ ...conversation, id: 'broken' }).slice(0, -40)
  await home.bring('chatgpt', `[${JSON.stringify(conversation)},${damaged}`)
  const line = (content: string) =>
    JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: 'I see.' },
      ],
    })
  await home.bring(
    'training',
    `${line(words)}\n${line('something else')}\n{"messages": [${line(words)}`,
    'examples.jsonl',
  )
  const folder = path.join(home.home, 'exports')
  fs.rmSync(folder, { recursive: true })
  const held = () => filesWith(home.home, 'kumquat')
  expect(held()).toContain('chatgpt.jsonl')
  const memory = openMemory(home.home)
  const signals = () => memory.database.connection().prepare('SELECT value FROM conversation_signals').pluck().all()
  expect(signals()).toContain('Swift')
  const { turns } = memory.log.find({ words: 'kumquat' })
  expect(await memory.forgetter.forget({ turns })).toEqual({ turns: 1, facts: 0, examples: 1, elsewhere: 2 })
  expect(held()).toEqual([])
  expect(signals()).not.toContain('Swift')
  expect(memory.log.newest(9).map(({ text }) => text)).toEqual(['thank you for the help', 'I see.'])
  memory.database.close()
  // The same export brings neither the message nor the title back.
  await home.bring('chatgpt', [conversation])
  fs.rmSync(folder, { recursive: true })
  expect(held()).toEqual([])
})

describe('words that stand in no turn', () => {
  const conversation = (words: string) =>
    chat(
      'c',
      [
        node('i', null, 'user', '', 1, {
          content: { content_type: 'user_editable_context', user_profile: `I like ${words}` },
        }),
        node('q', 'i', 'user', 'a question', 2),
        node('x', 'q', 'assistant', `the other answer on ${words}`, 3),
        node('a', 'q', 'assistant', 'the answer', 4),
      ],
      { title: `All about ${words}` },
    )

  it.each([
    ['in the singular', 'Zanzibar kumquats', 'kumquat zanzibar'],
    ['with marks', 'Zanzibar kumquät', 'zanzibar KUMQUAT'],
  ])('are forgotten in other versions, titles and instructions, %s, and do not come back', async (_, words, asked) => {
    const home = freshHome()
    const exported = [conversation(words), chat('d', [node('z', null, 'user', 'zanzibar alone stays')])]
    await home.bring('chatgpt', exported)
    const memory = openMemory(home.home)
    expect(memory.log.find({ words: asked })).toMatchObject({ turns: [], facts: [] })
    const counts = { turns: 0, facts: 0, examples: 0, elsewhere: 3 }
    expect(await memory.forgetter.wouldForget({ words: asked })).toEqual(counts)
    expect(await memory.forgetter.forget({ words: asked })).toEqual(counts)
    fs.rmSync(path.join(home.home, 'exports'), { recursive: true })
    expect(filesWith(home.home, words)).toEqual([])
    memory.database.close()
    await home.bring('chatgpt', exported)
    fs.rmSync(path.join(home.home, 'exports'), { recursive: true })
    expect(filesWith(home.home, words)).toEqual([])
    expect(home.said()).toEqual(['a question', 'the answer', 'zanzibar alone stays'])
  })

  it('are found in what was set aside, also escaped and in pieces, where they stand together', async () => {
    const home = temporaryFolder()
    const folder = path.join(home, 'quarantine')
    const quarantine = new Quarantine(path.join(folder, 'chatgpt.jsonl'), () => true)
    const damaged = (...texts: string[]) => Buffer.from(`{"messages":${JSON.stringify(texts)},`)
    quarantine.setAside('a', 'cut-off', Buffer.from('{"text":"one line\\nkumqu\\u0061t of zanzibar'))
    quarantine.setAside('b', 'cut-off', damaged('a kumquat', 'in zanzibar'))
    quarantine.setAside('c', 'cut-off', damaged(`I said ${said}`))
    const spill = quarantine.spill('d', 'too-long')
    // The word lies across the border of two pieces.
    spill.write(Buffer.from(`{"text":"zanzibar ${'x '.repeat((3 << 17) - 12)}kum`))
    spill.write(Buffer.from('quat"}'))
    spill.end()
    const memory = openMemory(home)
    const left = () => fs.readFileSync(quarantine.file, 'utf8').match(/"file":"."/g)
    expect(left()).toHaveLength(4)
    // A fact that no turn holds.
    const { id } = memory.facts.add(said, at)
    expect(await memory.forgetter.forget({ facts: [id] })).toMatchObject({ facts: 1, elsewhere: 1 })
    expect(left()).toEqual(['"file":"a"', '"file":"b"', '"file":"d"'])
    // The import was still at it, and goes on.
    quarantine.setAside('e', 'cut-off', damaged('another'))
    quarantine.close()
    expect(await memory.forgetter.forget({ words: 'zanzibar kumquat' })).toMatchObject({ elsewhere: 2 })
    expect(left()).toEqual(['"file":"b"', '"file":"e"'])
  })
})

it('clears rows of the audit log that an earlier SAM wrote with the words of a fact, and only their words', async () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const { id } = memory.facts.add('PIN 42', at)
  const entry = actionEntry({ tool: 'memory.remember', receipt: { id }, input: { text: 'PIN 42' }, summary: 'PIN 42' })
  memory.audit.appendAction(entry)
  memory.audit.appendAction({ ...entry, receipt: { id: id + 1 }, summary: 'another' })
  expect(await memory.forgetter.forget({ facts: [id] })).toMatchObject({ facts: 1, elsewhere: 1 })
  const [cleared, other] = memory.audit.list()
  expect(cleared).toEqual({ ...entry, type: 'action', id: 1, input: '[forgotten]', summary: '[forgotten]' })
  expect(other).toMatchObject({ summary: 'another' })
})

it('overwrites pages that an earlier SAM freed without doing so', async () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const connection = memory.database.connection()
  const { id } = memory.facts.add(said, at)
  connection.exec('CREATE TABLE earlier (text)')
  const insert = connection.prepare('INSERT INTO earlier VALUES (?)')
  for (let row = 0; row < 500; row += 1) insert.run(`${said} ${row}`)
  connection.pragma('secure_delete = OFF')
  connection.exec('DROP TABLE earlier')
  connection.pragma('wal_checkpoint(TRUNCATE)')
  expect(filesWith(home, 'kumquat')).toEqual(['sam.db'])
  await memory.forgetter.forget({ facts: [id] })
  expect(filesWith(home, 'kumquat')).toEqual([])
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
})
