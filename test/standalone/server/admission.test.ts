import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startPanelServer } from '../../../src/app/server/panel-server.ts'
import { ask, logIn, openSocket, type Running, startServer } from './fixtures.ts'

describe('who may see the panel', () => {
  let running: Running
  let host: string
  beforeEach(async () => {
    running = await startServer()
    host = `127.0.0.1:${running.server.port}`
  })
  afterEach(() => running.server.close())
  const port = () => running.server.port

  test('a token opens the panel once, and the cookie from then on', async () => {
    const url = new URL(running.server.createAddress())
    expect(url.origin).toBe(`http://${host}`)
    const first = await ask(port(), `/${url.search}`)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    const cookie = first.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    const page = await ask(port(), '/', { Cookie: cookie.split(';')[0] ?? '' })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<title>SAM</title>')

    const replayed = await ask(port(), `/${url.search}`)
    expect(replayed.status).toBe(403)
    expect(replayed.headers['set-cookie']).toBeUndefined()
  })

  test('without token and cookie there is nothing, not even the scripts', async () => {
    expect((await ask(port(), '/')).status).toBe(401)
    expect((await ask(port(), '/?token=')).status).toBe(403)
    expect((await ask(port(), `/?token=${'a'.repeat(43)}`)).status).toBe(403)
    expect((await ask(port(), '/assets/page-1234.js')).status).toBe(401)
    expect((await ask(port(), '/', { Cookie: `sam_${port()}=guess` })).status).toBe(401)
  })

  test('another name for this machine is refused (DNS rebinding)', async () => {
    const cookie = await logIn(running.server)
    for (const name of ['evil.example', `evil.example:${port()}`, `localhost:${port()}`, '127.0.0.1']) {
      expect((await ask(port(), '/', { Host: name, Cookie: cookie })).status).toBe(421)
    }
    const upgrade = await openSocket(port(), { Host: 'evil.example', Origin: `http://${host}`, Cookie: cookie })
    expect(upgrade).toEqual({ refused: 421 })
  })

  test('another origin is refused, by name and by what the browser says of it', async () => {
    const cookie = await logIn(running.server)
    const foreign = ['https://evil.example', 'null', `http://localhost:${port()}`, `http://127.0.0.1:${port() + 1}`]
    for (const origin of foreign) {
      expect((await ask(port(), '/', { Origin: origin, Cookie: cookie })).status).toBe(403)
      expect(await openSocket(port(), { Origin: origin, Cookie: cookie })).toEqual({ refused: 403 })
    }
    const embedded = { Cookie: cookie, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }
    expect((await ask(port(), '/assets/page-1234.js', embedded)).status).toBe(403)
    expect(await openSocket(port(), { Cookie: cookie })).toEqual({ refused: 403 })
  })

  test('what pages ask, send and take away is refused without the cookie, to other names and to other origins', async () => {
    const cookie = await logIn(running.server)
    const own = { Cookie: cookie, Origin: `http://${host}` }
    const doors: [method: string, target: string][] = [
      ['POST', '/requests/settings.list'],
      ['PUT', '/uploads?name=a.json&purpose=import'],
      ['GET', '/memory.jsonl'],
      ['GET', '/memory.md'],
    ]
    const status = async (door: [string, string], headers: Record<string, string>) =>
      (await ask(port(), door[1], headers, door[0])).status
    for (const door of doors) {
      expect(await status(door, { Origin: own.Origin })).toBe(401)
      expect(await status(door, { ...own, Cookie: `sam_${port() + 1}=${cookie.split('=')[1]}` })).toBe(401)
      expect(await status(door, { ...own, Host: `evil.example:${port()}` })).toBe(421)
      expect(await status(door, { ...own, Origin: 'https://evil.example' })).toBe(403)
      expect(await status(door, { ...own, 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' })).toBe(403)
      // The door itself is there.
      expect([200, 400]).toContain(await status(door, own))
    }
    // A browser names its origin with everything that is sent: without it, nobody sends.
    expect(await status(['POST', '/requests/settings.list'], { Cookie: cookie })).toBe(405)
  })

  test('the cookie of an engine that is gone opens nothing at the next one on the same port', async () => {
    const cookie = await logIn(running.server)
    const before = port()
    await running.server.close()
    const { engine, desk, speech } = running
    const assetsFolder = running.assetsFolder
    const server = await startPanelServer({ engine, desk: desk.desk, speech, assetsFolder, port: before })
    running = { ...running, server }
    expect((await ask(before, '/', { Cookie: cookie })).status).toBe(401)
    expect(await openSocket(before, { Origin: `http://${host}`, Cookie: cookie })).toEqual({ refused: 401 })
  })

  test('the socket needs the cookie', async () => {
    expect(await openSocket(port(), { Origin: `http://${host}` })).toEqual({ refused: 401 })
  })

  test('every answer carries the strict policy', async () => {
    const cookie = await logIn(running.server)
    for (const answer of [await ask(port(), '/', { Cookie: cookie }), await ask(port(), '/')]) {
      const policy = String(answer.headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    }
  })

  test('only what was built is served, and only read', async () => {
    const cookie = await logIn(running.server)
    const script = await ask(port(), '/assets/page-1234.js', { Cookie: cookie })
    expect(script.headers['content-type']).toMatch(/text\/javascript/)
    for (const path of ['/.built-from', '/../package.json', '/assets/../../package.json', '/%2e%2e/package.json']) {
      expect((await ask(port(), path, { Cookie: cookie })).status).toBe(404)
    }
    expect((await ask(port(), '/', { Cookie: cookie }, 'POST')).status).toBe(405)
    expect((await ask(port(), '/', { Cookie: cookie }, 'HEAD')).body).toBe('')
  })

  test('of many unused tokens the oldest are forgotten', async () => {
    const first = new URL(running.server.createAddress())
    for (let i = 0; i < 40; i++) running.server.createAddress()
    expect((await ask(port(), `/${first.search}`)).status).toBe(403)
  })
})
