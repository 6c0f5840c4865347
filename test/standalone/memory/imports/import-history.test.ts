import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createForgetter } from '../../../../src/memory/forgetting/forget.ts'
import type { ImportReport } from '../../../../src/memory/imports/import-count.ts'
import { readLimits } from '../../../../src/memory/imports/read/intake.ts'
import { createMemoryStores } from '../../../../src/memory/memory-stores.ts'
import { zipOf } from '../../models/zip.ts'
import { chat, freshHome, node, simpleChat } from './exports.ts'

/** Every message is counted once. */
function isBalanced(report: ImportReport | undefined): boolean {
  if (report === undefined) return false
  const skipped = Object.values(report.skipped).reduce((sum, count) => sum + count, 0)
  const categorised = Object.values(report.categories).reduce((sum, count) => sum + count, 0)
  return report.messages === report.added + report.unchanged + skipped && categorised === report.conversations
}

describe('importing again', () => {
  it('adds only what is new, by the bytes and by the ids', async () => {
    const home = freshHome()
    const old = ['a', 'b', 'c'].map((id) => simpleChat(id))
    expect((await home.bring('chatgpt', old)).report).toMatchObject({ conversations: 3, added: 6, unchanged: 0 })
    expect((await home.bring('chatgpt', old)).report).toMatchObject({ conversations: 3, added: 0, unchanged: 6 })
    const longer = [...old, simpleChat('d')].map((one) => ({ ...one, some_new_field: 1 }))
    const { report } = await home.bring('chatgpt', longer)
    expect(report).toMatchObject({ conversations: 4, added: 2, unchanged: 6 })
    expect(isBalanced(report)).toBe(true)
    expect(home.rows('SELECT 1 FROM turns')).toHaveLength(8)
  })

  it('follows an edited conversation: what is no longer said leaves memory and stays beside it', async () => {
    const home = freshHome()
    const nodes = () => [node('q', null, 'user', 'question'), node('a1', 'q', 'assistant', 'zebra answer', 1.7e9 + 1)]
    await home.bring('chatgpt', [chat('c', nodes())])
    const edited = chat('c', [...nodes(), node('a2', 'q', 'assistant', 'better answer', 1.7e9 + 2)], {
      update_time: 1.7e9 + 99,
    })
    const { report } = await home.bring('chatgpt', [edited])
    expect(report).toMatchObject({ added: 1, unchanged: 1, skipped: { 'other-branch': 1 } })
    expect(home.said()).toEqual(['question', 'better answer'])
    expect(home.rows('SELECT text, parent FROM imported_alternatives')).toEqual([{ text: 'zebra answer', parent: 'q' }])
    expect(home.rows(`SELECT 1 FROM turns_text WHERE turns_text MATCH 'zebra'`)).toEqual([])
    // And back again.
    await home.bring('chatgpt', [{ ...edited, current_node: 'a1', update_time: 1.7e9 + 100 }])
    expect(home.said()).toEqual(['question', 'zebra answer'])
    expect(home.rows<{ text: string }>('SELECT text FROM imported_alternatives').map(({ text }) => text)).toEqual([
      'better answer',
    ])
  })

  it('does not let an older export take the newer one back', async () => {
    const home = freshHome()
    const before = chat('c', [node('q', null, 'user', 'question'), node('a', 'q', 'assistant', 'first')])
    const after = chat('c', [node('q', null, 'user', 'question'), node('b', 'q', 'assistant', 'second')], {
      update_time: 1.8e9,
    })
    await home.bring('chatgpt', [after])
    const { report } = await home.bring('chatgpt', [before])
    expect(report).toMatchObject({ added: 0, unchanged: 1, skipped: { 'other-branch': 1 } })
    expect(home.said()).toEqual(['question', 'second'])
    expect((await home.bring('chatgpt', [after])).report).toMatchObject({ added: 0, unchanged: 2 })
  })

  it('keeps two conversations that share an id, and a third that is the same as the first', async () => {
    const home = freshHome()
    const list = [simpleChat('a', 'one'), { ...simpleChat('b', 'two'), id: 'a' }, simpleChat('a', 'one')]
    const { report } = await home.bring('chatgpt', list)
    expect(report).toMatchObject({ conversations: 3, added: 4, unchanged: 2 })
    expect((await home.bring('chatgpt', list)).report).toMatchObject({ added: 0, unchanged: 6 })
    expect(home.said()).toHaveLength(4)
  })

  it('does not bring back what was forgotten', async () => {
    const home = freshHome()
    const list = [simpleChat('a', 'my zanzibar plan'), simpleChat('b')]
    await home.bring('chatgpt', list)
    const memory = createMemoryStores(home.home)
    const rows = memory.database
      .connection()
      .prepare(`SELECT id FROM turns WHERE text LIKE '%zanzibar%'`)
      .pluck()
      .all() as number[]
    await createForgetter(memory.database).forget({ turns: rows })
    memory.database.close()
    const { report } = await home.bring(
      'chatgpt',
      list.map((one) => ({ ...one, changed: true })),
    )
    expect(report).toMatchObject({ added: 0, skipped: { forgotten: 2 } })
    expect(home.said().join()).not.toMatch(/zanzibar/)
    expect(isBalanced(report)).toBe(true)
  })

  it('does not bring back a single message that was forgotten, nor its other versions', async () => {
    const home = freshHome()
    const nodes = [
      node('q', null, 'user', 'question'),
      node('a1', 'q', 'assistant', 'the zanzibar answer'),
      node('a2', 'q', 'assistant', 'zanzibar again'),
      node('r', 'a2', 'user', 'thanks'),
    ]
    await home.bring('chatgpt', [chat('c', nodes)])
    const memory = createMemoryStores(home.home)
    const row = memory.database
      .connection()
      .prepare(`SELECT id FROM turns WHERE external_id = 'a2'`)
      .pluck()
      .get() as number
    await createForgetter(memory.database).forget({ turns: [row] })
    memory.database.close()
    expect(home.rows('SELECT * FROM imported_alternatives')).toEqual([])
    const { report } = await home.bring('chatgpt', [chat('c', nodes)])
    expect(report).toMatchObject({ added: 0, unchanged: 2, skipped: { forgotten: 1, 'other-branch': 1 } })
    expect(home.said()).toEqual(['question', 'thanks'])
    expect(home.rows('SELECT * FROM imported_alternatives')).toEqual([])
  })

  it('removes what the user no longer wants to be remembered', async () => {
    const home = freshHome()
    await home.bring('chatgpt', [simpleChat('a', 'zanzibar')])
    const off = { ...simpleChat('a', 'zanzibar'), is_do_not_remember: true }
    expect((await home.bring('chatgpt', [off])).report).toMatchObject({ added: 0, skipped: { 'do-not-remember': 2 } })
    expect(home.said()).toEqual([])
    expect((await home.bring('chatgpt', [simpleChat('a', 'zanzibar')])).report).toMatchObject({ added: 2 })
  })
})

describe('what cannot be read', () => {
  it('is set aside as it came, once, and the rest is imported', async () => {
    const home = freshHome()
    const broken = ['{"id":"x","mapping":{', '{"id":"y","mapping":null}', '{"id":"z","mapping":nope}']
    const good = [1, 2, 3].map((index) => JSON.stringify(simpleChat(`good${index}`)))
    const text = `[${[good[0], broken[1], good[1], broken[2], good[2], broken[0]].join(',')}`
    const { report } = await home.bring('chatgpt', text)
    expect(report).toMatchObject({ conversations: 3, added: 6, quarantined: 3 })
    expect(home.quarantine('chatgpt').map(({ reason, text: kept }) => [reason, kept])).toEqual([
      ['no-messages', broken[1]],
      ['not-json', broken[2]],
      ['cut-off', broken[0]],
    ])
    expect((await home.bring('chatgpt', text)).report).toMatchObject({ added: 0, quarantined: 3 })
    expect(home.quarantine('chatgpt')).toHaveLength(3)
  })

  it('a single message of hundreds of megabytes costs itself alone, and is kept whole', async () => {
    const home = freshHome()
    const long = 'w '.repeat(readLimits.textBytes)
    const one = chat('big', [
      node('q', null, 'user', 'before'),
      node('a', 'q', 'assistant', long),
      node('r', 'a', 'user', 'after'),
    ])
    const { report } = await home.bring('chatgpt', [simpleChat('a'), one, simpleChat('b')])
    expect(report).toMatchObject({ conversations: 3, added: 6, skipped: { 'too-long': 1 }, quarantined: 0 })
    expect(home.said()).toEqual(expect.arrayContaining(['before', 'after', 'hello b']))
    const pieces = home.quarantine('chatgpt').flatMap(({ base64 }) => base64 ?? [])
    expect(JSON.parse(Buffer.from(pieces.join(''), 'base64').toString())).toEqual(one)
  })

  it('sets bytes aside that are no UTF-8 as bytes', async () => {
    const home = freshHome()
    const bytes = Buffer.concat([Buffer.from('[{"id":"x","a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}]')])
    await home.bring('chatgpt', bytes)
    expect(Buffer.from(home.quarantine('chatgpt')[0]?.base64 ?? '', 'base64')).toEqual(bytes.subarray(1, -1))
  })

  it.each<[string, unknown, string, string]>([
    ['a web page', '<html>', 'chat.json', 'import-not-json'],
    ['no file', undefined, 'absent.json', 'import-not-found'],
    [
      'half a zip file',
      zipOf([{ name: 'conversations.json', data: Buffer.from('[]') }]).subarray(0, 60),
      'e.zip',
      'archive-invalid',
    ],
    ['a file that is called a zip file', 'hello', 'e.zip', 'archive-invalid'],
    ['a zip file of other things', zipOf([{ name: 'photo.png', data: Buffer.from('x') }]), 'e.zip', 'import-empty'],
  ])('%s ends with a clear error', async (_, content, name, code) => {
    const home = freshHome()
    const place = content === undefined ? path.join(home.home, name) : home.write(name, content)
    const result = await home.place('chatgpt', place).then(
      ({ failures }) => failures[0],
      (error: { code: string }) => error.code,
    )
    expect(result).toBe(code)
  })
})

describe('where exports lie', () => {
  const shards = (...lists: unknown[][]) =>
    lists.map((list, at) => ({ name: `export/conversations-00${at}.json`, data: Buffer.from(JSON.stringify(list)) }))

  it('reads all parts of a folder, and says which are missing', async () => {
    const home = freshHome()
    for (const { name, data } of shards([simpleChat('a')], [simpleChat('b')])) home.write(name, data)
    home.write('export/chat.html', '<html>')
    home.write('export/users.json', [{ uuid: 'x' }])
    home.write('export/export_manifest.json', {
      files: ['conversations-000.json', 'conversations-001.json', 'conversations-002.json'],
    })
    const { report, failures } = await home.place('chatgpt', path.join(home.home, 'exports'))
    expect(report).toMatchObject({ conversations: 2, added: 4, quarantined: 0 })
    expect(failures).toEqual(['import-part-missing'])
  })

  it('reads a zip file without unpacking it, names that lead out of it aside', async () => {
    const home = freshHome()
    const zip = zipOf([
      ...shards([simpleChat('a')], [simpleChat('b')]),
      { name: '../../conversations.json', data: Buffer.from(JSON.stringify([simpleChat('evil')])) },
      { name: '__MACOSX/export/._conversations-000.json', data: Buffer.from('shadow') },
    ])
    const { report, failures } = await home.bring('chatgpt', zip, 'export.zip')
    expect(report).toMatchObject({ conversations: 2, added: 4, quarantined: 0 })
    expect(failures).toEqual(['import-name-unsafe'])
    expect(fs.existsSync(path.join(home.home, '..', 'conversations.json'))).toBe(false)
  })

  it('keeps what came before the damage inside a zip file, and reads the other parts', async () => {
    const home = freshHome()
    const many = Array.from({ length: 3000 }, (_, at) => simpleChat(`c${at}`, `${Math.imul(at, 2_654_435_761)} words`))
    const zip = zipOf([...shards(many, [simpleChat('other')])])
    zip.fill(0xff, Math.floor(zip.length / 2), Math.floor(zip.length / 2) + 50)
    const { report, failures } = await home.bring('chatgpt', zip, 'export.zip')
    expect(failures).toEqual(['archive-invalid'])
    expect(report?.conversations).toBeGreaterThan(100)
    expect(home.said()).toContain('hello other')
  })

  it('ends a bomb before it hurts', async () => {
    const home = freshHome()
    const bomb = Buffer.alloc(300 << 20, 0x20)
    bomb[0] = 0x5b
    const zip = zipOf([...shards([simpleChat('a')]), { name: 'export/conversations-001.json', data: bomb }])
    const { report, failures } = await home.bring('chatgpt', zip, 'export.zip')
    expect(failures).toEqual(['archive-invalid'])
    expect(report).toMatchObject({ conversations: 1, added: 2 })
  })

  it('imports session logs of a whole folder', async () => {
    const home = freshHome()
    const line = (session: string, uuid: string, text: string) =>
      JSON.stringify({
        type: 'user',
        sessionId: session,
        uuid,
        timestamp: '2025-06-01T10:00:00Z',
        message: { role: 'user', content: text },
      })
    home.write('projects/a/s1.jsonl', `${line('s1', '1', 'fix it')}\n${line('s1', '2', 'thanks')}\n{"type":"us`)
    home.write('projects/b/s2.jsonl', `${line('s2', '1', 'fix it')}\n${line('s2', '3', 'more')}\n`)
    const place = path.join(home.home, 'exports/projects')
    const first = await home.place('claude-code', place)
    expect(first.report).toMatchObject({ conversations: 2, added: 3, skipped: { copy: 1 }, quarantined: 1 })
    const again = await home.place('claude-code', place)
    expect(again.report).toMatchObject({ conversations: 2, added: 0, unchanged: 3, skipped: { copy: 1 } })
  })
})

it('takes secrets out of everything that is kept', async () => {
  const home = freshHome()
  const key = 'sk-abcdefghijklmnop'
  const content = { content_type: 'user_editable_context', user_profile: `key ${key}` }
  await home.bring('chatgpt', [
    chat(
      'c',
      [
        node('i', null, 'user', '', 1, { content }),
        node('q', 'i', 'user', `use ${key}`, 2),
        node('x', 'q', 'assistant', `other ${key}`, 3),
        node('a', 'q', 'assistant', `here ${key}`, 4),
      ],
      { title: `about ${key}` },
    ),
  ])
  for (const table of [
    'turns',
    'imported_alternatives',
    'custom_instructions',
    'imported_conversations',
    'conversations',
  ])
    expect(JSON.stringify(home.rows(`SELECT * FROM ${table}`)), table).not.toContain(key)
})
