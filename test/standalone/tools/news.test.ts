import { afterEach, expect, it } from 'vitest'
import { createNewsTools } from '../../../src/tools/actions/news.ts'
import { createNewsReader } from '../../../src/tools/news/news-reader.ts'
import { readFeed } from '../../../src/tools/news/read-feed.ts'
import { createWebClient } from '../../../src/tools/web/web-client.ts'
import { createTestClock, openMemory, toolContext } from './fixtures.ts'
import { serve } from './web-server.ts'

let server: Awaited<ReturnType<typeof serve>>
afterEach(() => server?.close())

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>The Harbour Post</title>
<item><title>Ferry &amp; lighthouse open again</title><link>https://example.org/1</link><description>&lt;p&gt;After a &lt;b&gt;long&lt;/b&gt; winter&lt;/p&gt;</description><pubDate>Mon, 23 Nov 2026 06:00:00 GMT</pubDate></item>
<item><title>Council votes on parks</title><pubDate>Sun, 22 Nov 2026 06:00:00 GMT</pubDate></item>
<item><title></title></item></channel></rss>`
const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Science Notes</title>
<entry><title>A comet returns</title><link href="https://example.org/c"/><updated>2026-11-23T08:00:00Z</updated><summary>Seen at dawn.</summary></entry></feed>`
const json = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Town Hall',
  items: [
    { id: '1', title: 'Bridge closed on Friday', content_text: 'All day.', date_published: '2026-11-21T08:00:00Z' },
  ],
})

async function tools(paths: string[], answers: Parameters<typeof serve>[0], offline = false) {
  server = await serve(answers)
  const { clock } = createTestClock()
  const { audit } = openMemory()
  const feeds = paths.map((path) => server.address(path))
  const [headlines] = createNewsTools(createNewsReader(feeds, createWebClient({ offline, audit, clock }), clock))
  if (headlines === undefined) throw new Error('no tool')
  return { audit, read: (input: object) => headlines.run(headlines.schema.parse(input), toolContext()) }
}

it.each([
  ['RSS', rss, 'The Harbour Post', 'Ferry & lighthouse open again'],
  ['Atom', atom, 'Science Notes', 'A comet returns'],
  ['JSON', json, 'Town Hall', 'Bridge closed on Friday'],
])('reads %s', (_format, content, source, title) => {
  const [first] = readFeed(content, 'somewhere')
  expect(first).toMatchObject({ source, title })
  expect(first?.publishedAt).toBeInstanceOf(Date)
})

it('speaks no markup and skips what has no title', () => {
  const headlines = readFeed(rss, 'somewhere')
  expect(headlines).toHaveLength(2)
  expect(headlines[0]?.summary).toBe('After a long winter')
})

it.each([
  ['a page', '<html><body>hello</body></html>'],
  ['nothing', ''],
  ['binary', '\u0000\u0001'],
  ['JSON', '{"a":1}'],
])('refuses %s as a feed', (_name, content) => {
  expect(() => readFeed(content, 'somewhere')).toThrow(expect.objectContaining({ code: 'feed-unreadable' }))
})

it('cuts an endless title and removes control characters', () => {
  const [first] = readFeed(rss.replace('Council votes on parks', `Wow\u0007 ${'very '.repeat(200)}`), 'x').slice(1)
  expect(first?.title.length).toBeLessThanOrEqual(201)
  expect(first?.title).not.toMatch(/\p{Cc}/u)
})

it.each(['<', '<script ', '<!--', '</script'])('text full of "%s" costs one look, not one for each', (piece) => {
  const text = piece.repeat(3_000_000 / piece.length)
  const [first] = readFeed(rss.replace('Council votes on parks', `<![CDATA[Parks ${text}]]>`), 'x').slice(1)
  expect(first?.title).toMatch(/^Parks/)
})

it('tells headlines of all feeds, newest first, each feed named once', async () => {
  const { read, audit } = await tools(['/a', '/b'], { '/a': { body: rss }, '/b': { body: atom } })
  const outcome = await read({})
  expect(outcome).toMatchObject({
    ok: true,
    spoken:
      'From Science Notes: A comet returns. From The Harbour Post: Ferry & lighthouse open again. Council votes on parks.',
  })
  const sent = audit.list().filter((row) => row.type === 'egress')
  expect(sent).toHaveLength(2)
  expect(sent[0]).toMatchObject({ purpose: 'news feed', decision: 'allowed' })
})

it('a feed that is down is one sentence', async () => {
  const { read } = await tools(['/a', '/down', '/cut'], {
    '/a': { body: rss },
    '/down': { status: 503, body: '' },
    '/cut': 'cut',
  })
  const { spoken } = await read({})
  expect(spoken).toMatch(/Ferry/)
  expect(spoken).toMatch(/answered with error 503\./)
  expect(spoken).toMatch(/cannot be reached\./)
})

it('finds a topic, and says so when there is none', async () => {
  const { read } = await tools(['/a'], { '/a': { body: rss } })
  expect((await read({ query: 'parks' })).spoken).toBe('From The Harbour Post: Council votes on parks.')
  expect((await read({ query: 'dragons' })).spoken).toBe('I found no news about dragons.')
})

it('all feeds down is a failure that names them', async () => {
  const { read } = await tools(['/down'], { '/down': { status: 500, body: '' } })
  await expect(read({})).rejects.toMatchObject({ code: 'news-unreachable' })
})

it('without feeds it says how to choose some; offline it sends nothing', async () => {
  const without = await tools([], {})
  await expect(without.read({})).rejects.toMatchObject({ code: 'news-not-set-up' })
  await server.close()
  const offline = await tools(['/a'], { '/a': { body: rss } }, true)
  await expect(offline.read({})).rejects.toMatchObject({ code: 'news-unreachable' })
  expect(server.seen).toEqual([])
  expect(offline.audit.list()).toEqual([])
})

it('asks a feed again only after a while', async () => {
  const { read } = await tools(['/a'], { '/a': { body: rss } })
  await read({})
  await read({ position: 2 })
  expect(server.seen).toHaveLength(1)
})
