import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createStackOverflow } from '../../../../src/learning/scrapers/stackoverflow/stackoverflow.ts'
import { temporaryFolder } from '../../tools/fixtures.ts'
import { badServer, pages, scraping } from './fixtures.ts'

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#xA;')
const row = (fields: Record<string, string | number>) =>
  `  <row ${Object.entries(fields)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ')} />`
const question = (id: number, more: Record<string, string | number> = {}) =>
  row({
    Id: id,
    PostTypeId: 1,
    Score: 12,
    Title: `How do I cut list ${id} & keep its order?`,
    Body: `<p>I have <code>let a = [${id}]</code></p>`,
    Tags: '<swift><arrays>',
    AcceptedAnswerId: id + 1,
    ...more,
  })
const answer = (id: number, parent: number, more: Record<string, string | number> = {}) =>
  row({
    Id: id,
    PostTypeId: 2,
    ParentId: parent,
    Score: 9,
    OwnerDisplayName: 'Ada',
    ContentLicense: 'CC BY-SA 4.0',
    CreationDate: '2019-05-01T10:00:00.000',
    Body: `<p>Use <code>prefix</code> of answer ${id}:</p>\n<pre class="lang-swift"><code>let b = a.prefix(2)\n  &lt;more&gt;</code></pre>`,
    ...more,
  })
const dump = (...rows: string[]) =>
  `\ufeff<?xml version="1.0" encoding="utf-8"?>\n<posts>\n${rows.join('\n')}\n</posts>\n`

function dumpFile(content: string) {
  const folder = temporaryFolder()
  fs.writeFileSync(path.join(folder, 'Posts.xml'), content)
  return {
    folder,
    file: path.join(folder, 'Posts.xml'),
    ...scraping({ adapters: { stackoverflow: createStackOverflow({ places: [folder] }) } }),
  }
}

describe('the data dump', () => {
  it('gives accepted and well-scored answers, and names author, title and address as the licence asks', async () => {
    const { run, rows } = dumpFile(
      dump(
        ...[question(1), answer(2, 1), answer(3, 1, { Score: 4 }), answer(4, 1, { Score: 5, OwnerDisplayName: 'Bob' })],
        ...[
          question(10),
          answer(11, 10, { Score: -1 }),
          question(20, { Score: -5, AcceptedAnswerId: 0 }),
          answer(30, 999),
        ],
      ),
    )
    expect(await run('stackoverflow')).toMatchObject({ items: 8, examples: 2, stopped: 'done' })
    const [accepted, scored] = rows()
    expect(accepted).toMatchObject({
      ...{ source: 'scraped_coding', origin: 'https://stackoverflow.com/a/2', group_key: 'stackoverflow:1' },
      licence: 'CC BY-SA 4.0, Ada, "How do I cut list 1 & keep its order?", https://stackoverflow.com/a/2',
      created_ms: Date.parse('2019-05-01T10:00:00Z'),
    })
    expect(accepted?.said[0]?.content).toBe(
      'How do I cut list 1 & keep its order?\n\nI have `let a = [1]`\n\nTags: swift, arrays',
    )
    expect(accepted?.said[1]?.content).toBe('Use `prefix` of answer 2:\n\n```\nlet b = a.prefix(2)\n  <more>\n```')
    expect(scored?.origin).toBe('https://stackoverflow.com/a/4')
    expect(Number((accepted as { quality?: number }).quality)).toBeGreaterThan(
      Number((scored as { quality?: number }).quality),
    )
  })

  it('goes on where a run ended, in the middle of the file, and learns nothing twice', async () => {
    const pairs = Array.from({ length: 1500 }, (_, index) => [
      question(index * 2 + 1),
      answer(index * 2 + 2, index * 2 + 1),
    ]).flat()
    const { run, rows, documents, status } = dumpFile(dump(...pairs))
    expect(await run('stackoverflow', 500)).toMatchObject({ items: 500, examples: 250, stopped: 'limit' })
    expect(documents()[0]).toMatchObject({ state: 'fetched', position: expect.any(Number) })
    expect(await run('stackoverflow', 700)).toMatchObject({ items: 1000, examples: 500 })
    expect(await run('stackoverflow')).toMatchObject({ examples: 750, stopped: 'done' })
    expect(rows()).toHaveLength(1500)
    expect(status('stackoverflow')).toMatchObject({
      indexed: 1,
      downloaded: 1,
      trainingReady: 1500,
      status: 'up-to-date',
    })
    expect(await run('stackoverflow')).toMatchObject({ items: 0, examples: 0 })
  })

  it('that is damaged costs the damaged rows alone', async () => {
    const rows = [
      ...[
        '  <row Id="1" PostTypeId="1" Title="cut',
        'garbage \u0000 <<<>>>',
        `  <row Id="5" Body="${'x'.repeat(2_000_000)}" />`,
      ],
      ...[
        '  <row Id="x" PostTypeId="2" ParentId="1" Body="b" />',
        question(7),
        answer(8, 7),
        '  <row Id="9" PostTypeId="2" ParentId="7"',
      ],
    ]
    const { run, rows: learned } = dumpFile(dump(...rows).slice(0, -10))
    expect((await run('stackoverflow')).examples).toBe(1)
    expect(learned()[0]?.origin).toBe('https://stackoverflow.com/a/8')
  })

  it('of any size is read in memory that does not grow with it', () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'Posts.xml')
    const handle = fs.openSync(file, 'w')
    fs.writeSync(handle, '<posts>\n')
    // Questions of no worth: nothing is kept of them, so that only the reading counts.
    const row = `${question(1, { Score: -3, AcceptedAnswerId: '', Body: 'y'.repeat(1500) }).replace(' AcceptedAnswerId=""', '')}\n`
    const block = row.repeat(2000)
    for (let written = 0; written < 160_000_000; written += block.length) fs.writeSync(handle, block)
    fs.closeSync(handle)
    const program = path.join(import.meta.dirname, 'read-dump-flat.ts')
    const { stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=40', program, file], {
      encoding: 'utf8',
    })
    const { items, grownBytes } = JSON.parse(stdout || `{"items":"${stderr}"}`) as { items: number; grownBytes: number }
    expect(items).toBeGreaterThan(80_000)
    expect(grownBytes).toBeLessThan(80_000_000)
  }, 120_000)
})

describe('the API', () => {
  const item = (id: number, more: object = {}) => ({
    ...{
      question_id: id,
      score: 40,
      answer_count: 2,
      title: `Why is &quot;${id}&quot; &lt; 3?`,
      body: '<p>I wonder.</p>',
      tags: ['swift'],
    },
    ...more,
  })
  const answered = (id: number, of: number, more: object = {}) => ({
    ...{
      answer_id: id,
      question_id: of,
      score: 30,
      is_accepted: true,
      body: `<p>Because ${id} says so, and here is why it does.</p>`,
    },
    ...{
      owner: { display_name: 'Grace &amp; Co' },
      content_license: 'CC BY-SA 3.0',
      creation_date: 1_500_000_000,
      ...more,
    },
  })

  it('is asked page by page for questions and then for their answers, as slowly as it wishes', async () => {
    const send = (body: object) => ({
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ ...body, quota_remaining: 200 })),
    })
    const server = await badServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://x')
      const first = url.searchParams.get('page') === '1'
      const answers = {
        '/2.3/questions': first
          ? { items: [item(1), item(2, { answer_count: 0 }), item(3, { score: -2 })], has_more: true, backoff: 30 }
          : { items: [item(9)], has_more: false },
        '/2.3/questions/1/answers': {
          items: [answered(5, 1), answered(6, 1, { is_accepted: false, score: 1 }), answered(7, 77)],
          has_more: false,
        },
        '/2.3/questions/9/answers': { items: [answered(8, 9)], has_more: false },
      }
      const found = Object.entries(answers).find(([place]) => place === url.pathname)?.[1]
      pages({ [request.url ?? '']: found === undefined ? { status: 404 } : send(found) })(request, response)
    })
    const { run, rows, waits } = scraping({
      adapters: { stackoverflow: createStackOverflow({ places: ['swift'], api: server.site }) },
    })
    expect(await run('stackoverflow')).toMatchObject({ fetched: 4, examples: 2, refused: {} })
    expect(server.seen[0]).toBe(
      '/2.3/questions?site=stackoverflow&tagged=swift&sort=votes&order=desc&filter=withbody&pagesize=50&page=1',
    )
    expect(Math.max(...waits)).toBeGreaterThan(25_000)
    expect(rows().map(({ origin, licence }) => ({ origin, licence }))).toEqual([
      {
        origin: 'https://stackoverflow.com/a/5',
        licence: 'CC BY-SA 3.0, Grace & Co, "Why is "1" < 3?", https://stackoverflow.com/a/5',
      },
      {
        origin: 'https://stackoverflow.com/a/8',
        licence: 'CC BY-SA 3.0, Grace & Co, "Why is "9" < 3?", https://stackoverflow.com/a/8',
      },
    ])
  })

  it.each(['', '{"items": 7}', '[]', '{"error_id": 502, "error_message": "too many requests"}'])(
    'may answer nonsense: %s',
    async (body) => {
      const server = await badServer((request, response) =>
        pages({ [request.url ?? '']: { headers: { 'Content-Type': 'application/json' }, body } })(request, response),
      )
      const { run, rows } = scraping({
        adapters: { stackoverflow: createStackOverflow({ places: ['swift'], api: server.site }) },
      })
      const report = await run('stackoverflow')
      expect(report.examples).toBe(0)
      expect(rows()).toEqual([])
    },
  )
})
