import { afterEach, describe, expect, it } from 'vitest'
import { isLocalHost } from '../../../src/tools/web/local-address.ts'
import { createWebClient } from '../../../src/tools/web/web-client.ts'
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
])('%s is local', async (host) => {
  expect(await isLocalHost(host)).toBe(true)
})

it.each(['93.184.216.34', '[2606:2800:220:1::1]', 'no-such-name.invalid'])('%s is not local', async (host) => {
  expect(await isLocalHost(host)).toBe(false)
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
