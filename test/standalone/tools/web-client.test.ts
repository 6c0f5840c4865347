import { afterEach, describe, expect, it } from 'vitest'
import type { ResolvedAddress } from '../../../src/tools/web/connection-lookup.ts'
import { isMeantLocal } from '../../../src/tools/web/local-address.ts'
import { createWebClient } from '../../../src/tools/web/web-client.ts'
import { createWebRequests } from '../../../src/tools/web/web-requests.ts'
import { createTestClock, openMemory } from './fixtures.ts'
import { serve } from './web-server.ts'

let server: Awaited<ReturnType<typeof serve>>
afterEach(() => server?.close())

async function reading(answers: Parameters<typeof serve>[0]) {
  server = await serve(answers)
  const { clock } = createTestClock()
  const { audit } = openMemory()
  const web = createWebClient({ offline: false, audit, clock })
  const read = (path: string) =>
    web.read({
      url: new URL(server.address(path)),
      purpose: 'test',
      turnId: 't',
      signal: new AbortController().signal,
    })
  return { read, audit }
}

const to = (location: string) => ({ status: 302, headers: { Location: location }, body: '' })

describe('a redirect', () => {
  it('is followed within the host that the user chose, and each request is in the audit log', async () => {
    const { read, audit } = await reading({ '/a': to('/b'), '/b': to('/c'), '/c': { body: 'hello' } })
    expect(await read('/a')).toBe('hello')
    expect(audit.list().filter((row) => row.type === 'egress')).toHaveLength(3)
  })

  it('to this machine by another name is not followed', async () => {
    const { read } = await reading({
      '/a': () => to(server.address('/secret').replace('127.0.0.1', 'localhost')),
      '/secret': { body: 'secret' },
    })
    await expect(read('/a')).rejects.toMatchObject({ code: 'web-refused' })
    expect(server.seen.map((url) => url.pathname)).toEqual(['/a'])
  })

  it.each(['file:///etc/hosts', 'data:text/plain,hello'])('to %s is not followed', async (location) => {
    const { read } = await reading({ '/a': to(location) })
    await expect(read('/a')).rejects.toMatchObject({ code: 'web-refused' })
  })

  it('without an end has one', async () => {
    const { read } = await reading({ '/a': to('/a') })
    await expect(read('/a')).rejects.toMatchObject({ code: 'web-refused' })
    expect(server.seen.length).toBeLessThan(10)
  })
})

it.each([
  'localhost',
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '192.168.0.1',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[fd00::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  'nas',
  'nas.local',
  'news.home.arpa',
  'box.lan.',
])('%s is meant to be local', (host) => {
  expect(isMeantLocal(host)).toBe(true)
})

it.each(['93.184.216.34', '[2606:2800:220:1::1]', 'example.com', 'local.example.com'])('%s is not', (host) => {
  expect(isMeantLocal(host)).toBe(false)
})

describe('a name', () => {
  /** A resolver whose answers the test chooses, one after the other; the last stays. */
  async function naming(hostname: string, ...addresses: string[]) {
    server = await serve({ '/feed': { body: 'hello' }, '/away': () => to('/feed') })
    const asked: string[] = []
    const { clock } = createTestClock()
    const { audit } = openMemory()
    const resolve = async (name: string): Promise<ResolvedAddress[]> => {
      const address = addresses[Math.min(asked.length, addresses.length - 1)] ?? ''
      asked.push(name)
      return [{ address, family: address.includes(':') ? 6 : 4 }]
    }
    const web = createWebClient({ offline: false, audit, clock, resolve })
    const read = (path: string) => {
      const url = new URL(server.address(path))
      url.hostname = hostname
      return web.read({ url, purpose: 'test', turnId: 't', signal: new AbortController().signal })
    }
    return { read, asked }
  }

  it.each(['127.0.0.1', '10.0.0.7', '::1', '::ffff:192.168.1.1'])(
    'of the world that leads to %s is refused, with its cure',
    async (address) => {
      const { read } = await naming('feed.example.com', address)
      await expect(read('/feed')).rejects.toMatchObject({
        code: 'web-refused',
        message: 'feed.example.com points into your own network, where I do not follow.',
        remedy: expect.stringMatching(/number of the machine/),
      })
      expect(server.seen).toEqual([])
    },
  )

  it('of the network at home is read when the user chose it, at the address that was looked up', async () => {
    const { read, asked } = await naming('nas.local', '127.0.0.1', '203.0.113.9')
    expect(await read('/feed')).toBe('hello')
    expect(asked).toEqual(['nas.local'])
  })

  it('cannot lead elsewhere between its check and the connection', async () => {
    // Nobody is at the first address; a second one, where the server is, is never asked for.
    const { read, asked } = await naming('nas.local', '::1', '127.0.0.1')
    await expect(read('/feed')).rejects.toMatchObject({ code: 'web-unreachable' })
    expect(asked).toEqual(['nas.local'])
    expect(server.seen).toEqual([])
  })

  it('that leads nowhere cannot be reached', async () => {
    server = await serve({})
    const { clock } = createTestClock()
    const { audit } = openMemory()
    const web = createWebClient({ offline: false, audit, clock, resolve: async () => [] })
    const url = new URL('http://feed.example.com/feed')
    const signal = new AbortController().signal
    await expect(web.read({ url, purpose: 'test', turnId: 't', signal })).rejects.toMatchObject({
      code: 'web-unreachable',
    })
  })
})

describe('a program that connects by itself', () => {
  const ask = (href: string, resolve?: (name: string) => Promise<ResolvedAddress[]>, offline = false) => {
    const { clock } = createTestClock()
    const { audit } = openMemory()
    const requests = createWebRequests({ offline, audit, clock, ...(resolve === undefined ? {} : { resolve }) })
    return { audit, admitted: requests.admit({ url: new URL(href), named: false, purpose: 'clone' }) }
  }

  it('is told the addresses that were checked, and leaves a row in the audit log', async () => {
    const { admitted, audit } = ask('https://code.example.com/a', async () => [{ address: '93.184.216.34', family: 4 }])
    expect(await admitted).toEqual(['93.184.216.34'])
    expect(audit.list()).toMatchObject([{ type: 'egress', destination: 'code.example.com', purpose: 'clone' }])
  })

  it.each([
    ['https://10.0.0.1/a', undefined, 'web-refused'],
    ['file:///etc/hosts', undefined, 'web-refused'],
    [
      'https://code.example.com/a',
      [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ],
      'web-refused',
    ],
    ['https://code.example.com/a', [], 'web-unreachable'],
  ])('is not let to %s (%j)', async (href, addresses, code) => {
    const { admitted } = ask(href, addresses === undefined ? undefined : async () => addresses)
    await expect(admitted).rejects.toMatchObject({ code })
  })

  it('is not let anywhere when SAM is offline', async () => {
    await expect(ask('https://code.example.com/a', undefined, true).admitted).rejects.toMatchObject({ code: 'offline' })
  })
})

it.each([
  ['the header', { 'Content-Type': 'text/xml; charset=ISO-8859-1' }, Buffer.from('Z\xfcrich', 'latin1')],
  ['the XML', {}, Buffer.from('<?xml version="1.0" encoding="windows-1252"?>Z\xfcrich', 'latin1')],
  ['a byte order mark', {}, Buffer.from('\ufeffZürich', 'utf16le')],
  ['nothing, as UTF-8', {}, Buffer.from('Zürich')],
  ['an unknown name, as UTF-8', { 'Content-Type': 'text/xml; charset=klingon' }, Buffer.from('Zürich')],
])('text comes in the encoding named by %s', async (_by, headers, body) => {
  const { read } = await reading({ '/a': { headers, body } })
  expect(await read('/a')).toMatch(/Zürich$/)
})

it('refuses more than it takes, also when it was sent small', async () => {
  const { gzipSync } = await import('node:zlib')
  const body = gzipSync(Buffer.alloc(50_000_000))
  const { read } = await reading({ '/a': { headers: { 'Content-Encoding': 'gzip' }, body } })
  await expect(read('/a')).rejects.toMatchObject({ code: 'web-too-large' })
})
