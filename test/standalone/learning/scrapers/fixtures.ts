import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../../../src/core/clock.ts'
import { defaultConfig } from '../../../../src/core/config.ts'
import type { ScrapeAdapter } from '../../../../src/learning/scrapers/adapter.ts'
import { createScrapers } from '../../../../src/learning/scrapers/scrapers.ts'
import { createPoliteWeb, type PoliteWebOptions } from '../../../../src/learning/scrapers/web/polite-web.ts'
import { createTrainingStore } from '../../../../src/memory/imports/store/training-store.ts'
import { createHostBook } from '../../../../src/memory/scraping/host-book.ts'
import { createScrapeQueue } from '../../../../src/memory/scraping/scrape-queue.ts'
import { createWebRequests } from '../../../../src/tools/web/web-requests.ts'
import { openMemory, temporaryFolder } from '../../tools/fixtures.ts'

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void

/** A server on this machine that does what the test says; `seen` are the paths asked for, without those about its rules. */
export async function badServer(answer: Handler) {
  const seen: string[] = []
  const headers: http.IncomingHttpHeaders[] = []
  const server = http.createServer((request, response) => {
    if (!/^\/(?:robots\.txt|\.well-known\/)/.test(request.url ?? '')) {
      seen.push(request.url ?? '')
      headers.push(request.headers)
    }
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const site = new URL(`http://127.0.0.1:${port}`)
  return { seen, headers, site, url: (path: string) => new URL(path, site) }
}

/** Answers by path; what is not named is not found. */
export function pages(
  named: Record<string, { status?: number; headers?: Record<string, string>; body?: string | Buffer } | Handler>,
): Handler {
  return (request, response) => {
    const found = named[request.url ?? ''] ??
      named[(request.url ?? '').split('?')[0] ?? ''] ?? { status: 404, body: '' }
    if (typeof found === 'function') return found(request, response)
    response.writeHead(found.status ?? 200, { 'Content-Type': 'text/html', ...found.headers }).end(found.body ?? '')
  }
}

/** The scrapers over a database of their own, with a clock that waiting moves. Only here may servers be on this machine. */
export function scraping({
  home = temporaryFolder(),
  settings = {},
  adapters = {},
  ...web
}: {
  home?: string
  settings?: Partial<typeof defaultConfig.scraping>
  adapters?: Record<string, ScrapeAdapter>
  offline?: boolean
} & Partial<Pick<PoliteWebOptions, 'limits' | 'mayBeLocal' | 'requestsPerDay' | 'contact'>> = {}) {
  const { database, audit, forgetter } = openMemory(home)
  let nowMs = Date.parse('2026-03-02T10:00:00Z')
  const clock: Clock = { nowMs: () => nowMs, wallTime: () => new Date(nowMs) }
  const waits: number[] = []
  const wait = async (ms: number) => {
    waits.push(ms)
    nowMs += ms
  }
  const hosts = createHostBook(database)
  const requests = createWebRequests({ offline: web.offline ?? false, audit, clock })
  const polite = createPoliteWeb({
    ...{ requests, hosts, clock, wait, requestsPerDay: 1000, contact: '', mayBeLocal: () => true },
    ...web,
  })
  const training = createTrainingStore(database)
  const scrapers = createScrapers({
    settings: { ...defaultConfig.scraping, enabled: Object.keys(adapters) as never, ...settings },
    ...{ home, web: polite, clock, wait, adapters },
    queue: createScrapeQueue(database, training),
    alone: (_signal, work) => work(),
  })
  const signal = new AbortController().signal
  const rows = () =>
    (
      database.connection().prepare('SELECT * FROM training_examples ORDER BY id').all() as Record<string, unknown>[]
    ).map((row) => ({
      ...row,
      said: JSON.parse(String(row['messages'])) as { role: string; content: string }[],
      origin: String(row['origin']),
      licence: String(row['licence']),
    }))
  return {
    ...{ home, scrapers, polite, hosts, waits, audit, database, forgetter, rows },
    pass: (ms: number) => {
      nowMs += ms
    },
    run: (id: string, limit = 10_000) => scrapers.run(id, { limit, signal }),
    status: (id: string) => scrapers.status().find((source) => source.id === id),
    get: (url: URL, known: { etag?: string; lastModified?: string } = {}, accept = /^text\//) =>
      polite.get({
        url,
        purpose: 'test',
        accept,
        signal,
        known: { etag: undefined, lastModified: undefined, ...known },
      }),
    documents: () =>
      database.connection().prepare('SELECT * FROM scrape_documents ORDER BY id').all() as Record<string, unknown>[],
  }
}
