import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addLocalPackage, freshCheckout, lock, run, startProgram } from './fresh-checkout.ts'

let checkout: ReturnType<typeof freshCheckout>
beforeEach(() => {
  checkout = freshCheckout()
})
afterEach(() => checkout.remove())

const installing = /Installing what SAM needs/g
/** A name that no registry has, at an address where nobody listens. */
const unreachable = {
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_fetch_retries: '0',
  npm_config_prefer_offline: 'false',
}

describe('bin/sam on a fresh checkout', () => {
  it('installs once, tells it on stderr only, and runs the program on the pinned Node', async () => {
    const first = await run(checkout.sam, ['hello'])
    expect(first.stderr.match(installing)).toHaveLength(1)
    expect(first.code).toBe(0)
    expect(JSON.parse(first.stdout)).toMatchObject({ args: ['hello'], node: fs.realpathSync(process.execPath) })

    const second = await run(checkout.sam, ['again'])
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(fs.existsSync(path.join(checkout.root, '.install-lock'))).toBe(false)
  })

  it('installs once when two are started together', async () => {
    const both = await Promise.all([run(checkout.sam, ['one']), run(checkout.sam, ['two'])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(both.map(({ stdout }) => JSON.parse(stdout).args[0])).toEqual(['one', 'two'])
    expect(both.flatMap(({ stderr }) => stderr.match(installing) ?? [])).toHaveLength(1)
  })

  it('takes over the lock of an installer that was killed', async () => {
    const { done } = startProgram('true', [])
    const { pid } = await done
    fs.writeFileSync(path.join(checkout.root, '.install-lock'), `${pid} 1`)
    expect(await run(checkout.sam, ['hello'])).toMatchObject({ code: 0 })
  })

  it("uses the machine's own Node, and says so, where the pinned one cannot be had", async () => {
    fs.rmSync(path.join(checkout.root, 'local/node/bin'), { recursive: true })
    const searchPath = `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH']}`
    const result = await run(checkout.sam, ['hello'], { environment: { ...unreachable, PATH: searchPath } })
    expect(result.stderr).toContain(`using this machine's Node ${process.version}`)
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('hello') })
  })

  it('says what is missing when there is no Node at all', async () => {
    const tools = path.join(checkout.outside, 'tools')
    fs.mkdirSync(tools)
    const searchPath = (process.env['PATH'] ?? '').split(path.delimiter)
    for (const tool of ['sh', 'cmp', 'readlink']) {
      const folder = searchPath.find((candidate) => fs.existsSync(path.join(candidate, tool))) ?? ''
      fs.symlinkSync(path.join(folder, tool), path.join(tools, tool))
    }
    const { code, stderr } = await run(checkout.sam, ['hello'], { environment: { PATH: tools } })
    expect(code).toBe(3)
    expect(stderr).toMatch(/Install Node 20 or newer/)
  })

  it('fails with exit code 3 and the cure when npm cannot reach its registry, and works afterwards', async () => {
    const integrity = `sha512-${Buffer.alloc(64).toString('base64')}`
    lock(
      checkout.root,
      { node: { name: 'node', version: '24.21.0' } },
      { 'sam-never-published': { version: '1.0.0', integrity } },
    )
    const broken = await run(checkout.sam, ['hello', '--json'], { environment: unreachable })
    expect(broken.code).toBe(3)
    const { type, error } = JSON.parse(broken.stdout)
    expect(type).toBe('error')
    expect(error).toMatchObject({ code: 'install-failed', remedy: expect.stringMatching(/internet/) })
    expect(await run(checkout.sam, ['hello'], { environment: unreachable })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/registry cannot be reached[\s\S]*To mend it:/),
    })

    lock(checkout.root, { node: { name: 'node', version: '24.21.0' } })
    expect(await run(checkout.sam, ['hello'])).toMatchObject({ code: 0 })
  })
})

describe('bin/sam on an installed checkout', () => {
  beforeEach(async () => {
    await run(checkout.sam, [])
  })

  it('hands over arguments, folder and exit code unchanged, through links and from elsewhere', async () => {
    const link = path.join(checkout.outside, 'my sam')
    fs.symlinkSync('a check out/bin/sam', link)
    const awkward = ['two words', '', "it's", '"quoted"', '$HOME', '*', '-x', '--', 'a\nb']
    const cwd = fs.realpathSync(checkout.outside)
    const result = await run(link, awkward, { cwd })
    expect(JSON.parse(result.stdout)).toMatchObject({ args: awkward, cwd })
    expect((await run(checkout.sam, ['exit', '42'])).code).toBe(42)
  })

  it('is one process that gets the signals itself', async () => {
    const { child, done } = startProgram(checkout.sam, ['wait'])
    const said = await new Promise<string>((resolve) => child.stdout?.once('data', (part) => resolve(String(part))))
    expect(JSON.parse(said).pid).toBe(child.pid)
    child.kill('SIGTERM')
    expect((await done).code).toBe(77)
  })

  it('installs again when the locked packages have changed', async () => {
    addLocalPackage(checkout.root, 'another', '1.0.0')
    lock(checkout.root, { node: { name: 'node', version: '24.21.0' }, another: { name: 'another', version: '1.0.0' } })
    const result = await run(checkout.sam, ['hello'])
    expect(result.stderr).toMatch(installing)
    expect(fs.existsSync(path.join(checkout.root, 'node_modules/another/package.json'))).toBe(true)
  })

  it('leaves an installation alone that npm already brought up to the lock', async () => {
    fs.appendFileSync(path.join(checkout.root, 'package-lock.json'), '\n')
    const witness = path.join(checkout.root, 'node_modules/witness')
    fs.writeFileSync(witness, '')
    expect(await run(checkout.sam, ['hello'])).toMatchObject({ code: 0, stderr: '' })
    expect(fs.existsSync(witness)).toBe(true)
  })
})
