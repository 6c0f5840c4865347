import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { badServer, pages, scraping } from './fixtures.ts'

const hello = { body: 'hello', headers: { 'Content-Type': 'text/plain' } }

describe('a guest of a server', () => {
  it('says who it is, how its user can be reached, and leaves a row in the audit log for each request', async () => {
    const server = await badServer(pages({ '/a': hello }))
    const { get, audit } = scraping({ contact: 'https://example.org/me' })
    expect(await get(server.url('/a'))).toMatchObject({ kind: 'content', content: { location: server.url('/a').href } })
    expect(server.headers[0]?.['user-agent']).toMatch(/^SAM-scraper\/.*https:\/\/example\.org\/me\)$/)
    // robots.txt, tdmrep.json, the page.
    expect(audit.list().filter(({ type }) => type === 'egress')).toHaveLength(3)
  })

  it.each([
    ['everybody', 'User-agent: *\nDisallow: /private\n', 'robots'],
    ['SAM by name', 'User-agent: SAM-scraper\nDisallow: /\n\nUser-agent: *\nAllow: /\n', 'robots'],
    ['who trains models, by the name of one', 'User-agent: GPTBot\nDisallow: /\n', 'opted-out'],
    ['training, by a preference', 'Content-Signal: search=yes, ai-train=no\nUser-agent: *\nAllow: /\n', 'opted-out'],
  ])('stays out where robots.txt shuts out %s', async (_who, robots, reason) => {
    const server = await badServer(pages({ '/robots.txt': { body: robots }, '/private/a': hello }))
    const { get } = scraping()
    expect(await get(server.url('/private/a'))).toEqual({ kind: 'refused', reason })
    expect(server.seen).toEqual([])
  })

  it('asks for the rules once a day, not at every page', async () => {
    let asked = 0
    const robots = {
      '/robots.txt': (_: unknown, response: { end(text: string): void }) => response.end(`# ${asked++}`),
    }
    const server = await badServer(pages({ ...(robots as object), '/a': hello }))
    const { get, pass } = scraping()
    for (let i = 0; i < 3; i += 1) await get(server.url('/a'))
    expect(asked).toBe(1)
    pass(25 * 3_600_000)
    await get(server.url('/a'))
    expect(asked).toBe(2)
  })

  it.each([500, 503])('takes an unreadable robots.txt (%d) as a no for now', async (status) => {
    const server = await badServer(pages({ '/robots.txt': { status }, '/a': hello }))
    const { get } = scraping()
    expect(['failed', 'later']).toContain((await get(server.url('/a'))).kind)
    expect(server.seen).toEqual([])
  })

  it.each([
    ['X-Robots-Tag', { headers: { 'X-Robots-Tag': 'noindex, noai' } }],
    ['X-Robots-Tag for one robot', { headers: { 'X-Robots-Tag': 'somebot: noai' } }],
    ['the TDM header', { headers: { 'TDM-Reservation': '1' } }],
    ['a usage preference', { headers: { 'Content-Usage': 'train-ai=n' } }],
    ['a meta element', { body: '<p>unclosed <meta name="ROBOTS" content="noimageai,noai"><b>' }],
    ['a TDM meta element', { body: '<html><head><meta name=tdm-reservation content=1>' }],
  ])('learns nothing from a page that opts out by %s', async (_how, page) => {
    const server = await badServer(pages({ '/a': page }))
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'opted-out' })
  })

  it('keeps to tdmrep.json, of which the longest rule that fits counts', async () => {
    const rules = [
      { location: '/', 'tdm-reservation': 1 },
      { location: '/open/*', 'tdm-reservation': 0 },
      { location: '/open/*.secret$', 'tdm-reservation': 1 },
      { location: 7 },
    ]
    const server = await badServer(
      pages({
        '/.well-known/tdmrep.json': { body: JSON.stringify(rules) },
        ...{ '/a': hello, '/open/a': hello, '/open/a.secret': hello },
      }),
    )
    const { get } = scraping()
    expect(await get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'opted-out' })
    expect((await get(server.url('/open/a'))).kind).toBe('content')
    expect(await get(server.url('/open/a.secret'))).toEqual({ kind: 'refused', reason: 'opted-out' })
  })

  it('waits between requests, and as long as the host asks', async () => {
    const server = await badServer(pages({ '/robots.txt': { body: 'User-agent: *\nCrawl-delay: 7\n' }, '/a': hello }))
    const { get, waits } = scraping()
    await get(server.url('/a'))
    await get(server.url('/a'))
    expect(waits).toEqual([1000, 1000, 7000])
  })

  it('asks one thing at a time, also when two ask', async () => {
    let [open, most] = [0, 0]
    const server = await badServer(
      pages({
        '/a': (_request, response) => {
          open += 1
          most = Math.max(most, open)
          setTimeout(() => {
            open -= 1
            response.writeHead(200, { 'Content-Type': 'text/plain' }).end('hello')
          }, 20)
        },
      }),
    )
    const { get } = scraping()
    await Promise.all([1, 2, 3, 4].map(() => get(server.url('/a'))))
    expect(most).toBe(1)
  })

  it('asks no more in a day than it may, and goes on the next day', async () => {
    const server = await badServer(pages({ '/a': hello }))
    const { get, pass } = scraping({ requestsPerDay: 4 })
    for (let i = 0; i < 2; i += 1) expect((await get(server.url('/a'))).kind).toBe('content')
    expect(await get(server.url('/a'))).toMatchObject({
      ...{ kind: 'later', reason: 'daily-cap', untilMs: Date.parse('2026-03-03T00:00:00Z') },
    })
    pass(15 * 3_600_000)
    expect((await get(server.url('/a'))).kind).toBe('content')
  })

  it('asks whether something changed by what it knows, and takes 304 for an answer', async () => {
    const server = await badServer((request, response) => {
      const same = request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] !== undefined
      response.writeHead(same ? 304 : 200, {
        ETag: '"v1"',
        'Last-Modified': 'Mon, 02 Mar 2026 09:00:00 GMT',
        'Content-Type': 'text/plain',
      })
      response.end(same ? undefined : /robots/.test(request.url ?? '') ? '' : 'hello')
    })
    const { get } = scraping()
    const first = await get(server.url('/a'))
    expect(first).toMatchObject({ kind: 'content', content: { etag: '"v1"', lastModified: expect.any(String) } })
    const known = first.kind === 'content' ? (first.content as { etag: string; lastModified: string }) : {}
    expect(await get(server.url('/a'), known)).toEqual({ kind: 'unchanged' })
  })

  it.each([
    ['120', 120_000],
    ['Mon, 02 Mar 2026 11:00:00 GMT', 3_600_000],
    ['nonsense', 15 * 60_000],
    ['99999999', 7 * 86_400_000],
  ])('leaves a host alone for as long as Retry-After says: %s', async (retryAfter, restMs) => {
    const server = await badServer(
      pages({ '/a': { status: 429, headers: { 'Retry-After': retryAfter } }, '/b': hello }),
    )
    const { get, pass } = scraping()
    const answer = await get(server.url('/a'))
    expect(answer).toMatchObject({ kind: 'later', reason: 'http-429', addressStart: server.url('/').href })
    const untilMs = answer.kind === 'later' ? answer.untilMs : 0
    expect(Math.abs(untilMs - Date.parse('2026-03-02T10:00:00Z') - restMs)).toBeLessThan(5000)
    expect(await get(server.url('/b'))).toMatchObject({ kind: 'later', reason: 'host-rests' })
    expect(server.seen).toEqual(['/a'])
    pass(restMs)
    expect((await get(server.url('/b'))).kind).toBe('content')
  })
})

describe('a server that behaves badly', () => {
  it('and sends a drop at a time is left', async () => {
    const server = await badServer((request, response) => {
      if (/robots|well-known/.test(request.url ?? '')) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/plain' })
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const { get } = scraping({ limits: { answerMs: 300 } })
    expect(await get(server.url('/a'))).toEqual({ kind: 'failed', reason: 'timed-out' })
  })

  it('and redirects in a circle is left', async () => {
    const server = await badServer(pages({ '/a': { status: 302, headers: { Location: '/a' } } }))
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'redirects' })
    expect(server.seen.length).toBeLessThan(8)
  })

  it('and redirects to where robots.txt forbids is not followed', async () => {
    const server = await badServer(
      pages({
        '/robots.txt': { body: 'User-agent: *\nDisallow: /private' },
        ...{ '/a': { status: 302, headers: { Location: '/private' } }, '/private': hello },
      }),
    )
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'robots' })
    expect(server.seen).toEqual(['/a'])
  })

  it('and announces ten gigabytes is not read', async () => {
    const server = await badServer((request, response) => {
      if (/robots|well-known/.test(request.url ?? '')) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': '10000000000' })
      response.write('x')
    })
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'too-large' })
  })

  it('and sends gigabytes without saying so is cut off', async () => {
    let sent = 0
    const block = Buffer.alloc(1_000_000)
    const server = await badServer((request, response) => {
      if (/robots|well-known/.test(request.url ?? '')) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/plain' })
      const more = () => {
        while (!response.destroyed && sent < 10_000_000_000) {
          sent += block.length
          if (!response.write(block)) return void response.once('drain', more)
        }
      }
      more()
    })
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'too-large' })
    expect(sent).toBeLessThan(60_000_000)
  })

  it('and sends gigabytes packed small is cut off', async () => {
    const body = gzipSync(Buffer.alloc(100_000_000))
    const server = await badServer(
      pages({ '/a': { headers: { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' }, body } }),
    )
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'too-large' })
  })

  it('and floods robots.txt is cut off there, and what came counts', async () => {
    const robots = `User-agent: *\nDisallow: /private\n${'# flood\n'.repeat(1_000_000)}`
    const server = await badServer(pages({ '/robots.txt': { body: robots }, '/private': hello }))
    expect(await scraping().get(server.url('/private'))).toEqual({ kind: 'refused', reason: 'robots' })
  })

  it.each([
    ['another kind of content', { headers: { 'Content-Type': 'image/png' } }, 'content-type'],
    ['no kind of content', { headers: { 'Content-Type': '' } }, 'content-type'],
    ['what is gone', { status: 410 }, 'http-410'],
    ['what needs a login', { status: 401 }, 'http-401'],
  ])('and sends %s is left', async (_what, page, reason) => {
    const server = await badServer(pages({ '/a': page }))
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'refused', reason })
  })

  it('and breaks off is tried later', async () => {
    const server = await badServer((request, response) => {
      if (/robots|well-known/.test(request.url ?? '')) return response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': '100' })
      response.write('half', () => response.destroy())
    })
    expect(await scraping().get(server.url('/a'))).toEqual({ kind: 'failed', reason: 'unreachable' })
  })
})

describe("the user's own machine and network", () => {
  it('are not read, by whatever address or redirect', async () => {
    const server = await badServer(pages({ '/a': hello }))
    const { get } = scraping({ mayBeLocal: () => false })
    expect(await get(server.url('/a'))).toEqual({ kind: 'refused', reason: 'web-refused' })
    expect(await get(new URL('http://[::1]:1/'))).toEqual({ kind: 'refused', reason: 'web-refused' })
    expect(await get(new URL('http://169.254.169.254/latest'))).toEqual({ kind: 'refused', reason: 'web-refused' })
    expect(await get(new URL(server.url('/a').href.replace('127.0.0.1', 'localhost')))).toEqual({
      kind: 'refused',
      reason: 'web-refused',
    })
    expect(server.seen).toEqual([])
  })

  it('are not where a redirect leads', async () => {
    const inner = await badServer(pages({ '/secret': hello }))
    const outer = await badServer(pages({ '/a': { status: 302, headers: { Location: inner.url('/secret').href } } }))
    const { get } = scraping({ mayBeLocal: (url) => url.port === outer.site.port })
    expect(await get(outer.url('/a'))).toEqual({ kind: 'refused', reason: 'web-refused' })
    expect(inner.seen).toEqual([])
  })

  it('are all there is when SAM is offline, and then nothing is asked', async () => {
    const server = await badServer(pages({ '/a': hello }))
    await expect(scraping({ offline: true }).get(server.url('/a'))).rejects.toMatchObject({ code: 'offline' })
  })
})
