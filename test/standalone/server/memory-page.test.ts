import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chatGptExport } from '../../e2e/chatgpt-export.ts'
import { DeskPage } from './desk-page.ts'
import { type Running, startServer } from './fixtures.ts'

let running: Running
let page: DeskPage
beforeEach(async () => {
  running = await startServer()
  page = await DeskPage.open(running)
})
afterEach(async () => {
  await running.server.close()
  await running.desk.close()
})

const bicycle = {
  title: 'Bicycle',
  asked: 'Where did I park the bicycle?',
  answered: 'You parked it behind the bakery.',
}
const uploads = () => path.join(running.desk.home, 'cache', 'uploads')

async function importExport(...conversations: Parameters<typeof chatGptExport>) {
  const { id } = await page.upload('import', 'conversations.json', chatGptExport(...conversations))
  return page.ask('memory.import', { kind: 'chatgpt', uploads: [id] })
}

describe('what the Memory page asks', () => {
  test('an export that was sent is imported, found with where it comes from, and its copy is gone', async () => {
    const { report, failures } = await importExport(bicycle)
    expect(report).toMatchObject({ source: 'chatgpt', conversations: 1, messages: 2, added: 2, quarantined: 0 })
    expect(failures).toEqual([])
    expect(fs.readdirSync(uploads())).toEqual([])
    const { hits } = await page.ask('memory.search', { query: 'bakery' })
    expect(hits).toMatchObject([
      { kind: 'turn', speaker: 'assistant', source: 'chatgpt', title: 'Bicycle', text: bicycle.answered },
    ])
    expect(hits[0]?.atMs).toBeGreaterThan(0)
    expect(await page.ask('memory.overview', {})).toMatchObject({ conversations: 1, turns: 2 })
  })

  test('how far it is comes before what came of it', async () => {
    const many = Array.from({ length: 400 }, (_, i) => ({
      ...bicycle,
      title: `Talk ${i}`,
      answered: 'word '.repeat(800),
    }))
    const { id, bytes } = await page.upload('import', 'conversations.json', chatGptExport(...many))
    const lines = await page.lines('memory.import', { kind: 'chatgpt', uploads: [id] })
    const all = lines.flatMap((line) => ('progress' in line ? [line.progress] : []))
    const told = all.filter(({ phase }) => phase === undefined)
    expect(told.length).toBeGreaterThan(0)
    for (const { total } of all.filter(({ phase }) => phase === 'judging')) expect(total).toBe(400)
    for (const { done, total } of told) {
      expect(total).toBe(bytes)
      expect(done).toBeLessThanOrEqual(total)
    }
    expect(lines.at(-1)).toMatchObject({ result: { report: { conversations: 400 } } })
  })

  test('what cannot be read is set aside, and the report names the file it lies in', async () => {
    const broken = `[${JSON.stringify({ title: 'no messages', mapping: 7 })},${chatGptExport(bicycle).slice(1)}`
    const { id } = await page.upload('import', 'conversations.json', broken)
    const { report } = await page.ask('memory.import', { kind: 'chatgpt', uploads: [id] })
    expect(report).toMatchObject({ conversations: 1, quarantined: 1 })
    expect(report?.quarantineFile).toBe(path.join(running.desk.home, 'quarantine', 'chatgpt.jsonl'))
    expect(fs.existsSync(report?.quarantineFile ?? '')).toBe(true)
  })

  test('a file that is no export is named by its own name, the others are imported', async () => {
    const bad = await page.upload('import', 'holiday photos.zip', 'PK\u0003\u0004 and nothing more')
    const good = await page.upload('import', 'conversations.json', chatGptExport(bicycle))
    const { report, failures } = await page.ask('memory.import', { kind: 'chatgpt', uploads: [bad.id, good.id] })
    expect(report).toMatchObject({ conversations: 1 })
    expect(failures).toHaveLength(1)
    expect(failures[0]?.message).toContain('holiday photos.zip')
    expect(failures[0]?.message).not.toContain(running.desk.home)
  })

  test('the timeline goes back page by page, and leaves nothing out', async () => {
    const days = Array.from({ length: 70 }, (_, i) => ({
      ...bicycle,
      title: `Day ${i}`,
      asked: `Question ${i}`,
      day: i,
    }))
    await importExport(...days)
    const seen: string[] = []
    let before: { row: number; atMs?: number } | undefined
    let last = Number.POSITIVE_INFINITY
    for (;;) {
      const { lines, more } = await page.ask('memory.timeline', before === undefined ? {} : { before })
      for (const { text, atMs = 0 } of lines) {
        expect(atMs).toBeLessThanOrEqual(last)
        last = atMs
        seen.push(text)
      }
      const end = lines.at(-1)
      if (!more || end === undefined) break
      before = { row: end.row, ...(end.atMs === undefined ? {} : { atMs: end.atMs }) }
    }
    expect(seen).toHaveLength(140)
    expect(new Set(seen.filter((text) => text.startsWith('Question'))).size).toBe(70)
  })

  test('forgetting says exactly what would go, and only that goes', async () => {
    await importExport(bicycle, { title: 'Bread', asked: 'How long does bread bake?', answered: 'Forty minutes.' })
    const what = { words: 'bicycle' }
    const question = await page.ask('memory.forget-question', what)
    expect(question).toEqual({ turns: 1, facts: 0, examples: 0, elsewhere: 0, texts: [bicycle.asked] })
    expect(await page.ask('memory.overview', {})).toMatchObject({ turns: 4 })

    const { texts: _texts, ...expected } = question
    expect(await page.refusal('memory.forget', { what, expected: { ...expected, turns: 2 } })).toMatchObject({
      code: 'memory-changed',
    })
    expect(await page.ask('memory.overview', {})).toMatchObject({ turns: 4 })
    expect(await page.ask('memory.forget', { what, expected })).toEqual(expected)
    expect(await page.ask('memory.overview', {})).toMatchObject({ turns: 3 })
    expect((await page.ask('memory.search', { query: 'bicycle' })).hits).toEqual([])
    expect(await page.refusal('memory.forget-question', { words: 'unicycle' })).toMatchObject({
      code: 'memory-unknown',
    })
  })

  test('a pattern that is wrong stays corrected', async () => {
    const swift = Array.from({ length: 12 }, (_, i) => ({
      title: `Swift ${i}`,
      asked: `In Swift, fix this function please: func add${i}(a: Int) -> Int { return a }`,
      answered: '```swift\nfunc add() {}\n```',
    }))
    await importExport(...swift)
    const { patterns } = await page.ask('memory.patterns', {})
    const pattern = patterns.find(({ value }) => value === 'Swift')
    expect(pattern).toMatchObject({ category: 'coding', count: 12 })
    if (pattern === undefined) return
    const { category, facet, value } = pattern
    await page.ask('memory.correct-pattern', { category, facet, value, verdict: 'wrong' })
    const after = await page.ask('memory.patterns', {})
    expect(after.patterns.find((other) => other.value === 'Swift')).toMatchObject({ verdict: 'wrong' })
  })

  test('everything can be taken away as JSON lines or to read', async () => {
    await importExport(bicycle)
    const lines = await page.send('GET', '/memory.jsonl')
    expect(
      lines.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { type: 'memory-turn', text: bicycle.asked },
      { type: 'memory-turn', text: bicycle.answered },
    ])
    expect((await page.send('GET', '/memory.md')).body).toContain('## Bicycle (chatgpt)')
  })
})
