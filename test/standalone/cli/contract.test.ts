import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../../src/app/cli/registry.ts'
import { projectRoot } from '../../../src/core/paths.ts'
import { freshUser, startSam } from './run-sam.ts'

const main = path.join(projectRoot, 'src/app/cli/main.ts')

let user: ReturnType<typeof freshUser>
beforeAll(() => {
  user = freshUser()
})
afterAll(() => user.remove())

describe('sam', () => {
  it('prints its version and nothing else', async () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8'))
    expect(await user.sam('--version')).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('lists every command in its help', async () => {
    const { code, stdout, stderr } = await user.sam('--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} +${summary}$`, 'm'))
  })

  it.each(commands.map(({ name }) => name))('%s explains itself, with the summary of the list', async (name) => {
    const entry = commands.find((candidate) => candidate.name === name)
    const { command } = (await entry?.load()) ?? {}
    expect(command).toMatchObject({ name, summary: entry?.summary })
    const { code, stdout, stderr } = await user.sam(name, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: sam ${name}`)
    expect(stdout.toLowerCase()).toContain(entry?.summary.slice(0, 20).toLowerCase())
  })

  it.each([
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['config', 'get', '--frob']],
    ['an unknown option of sam itself', ['--frob']],
    ['an unknown subcommand', ['models', 'frob']],
    ['no command', []],
    ['no subcommand', ['models']],
    ['a missing argument', ['config', 'set', 'offline']],
    ['an argument too many', ['config', 'get', 'offline', 'more']],
    ['a value of the wrong kind', ['audit', '--limit', 'many']],
    ['a value that is no choice', ['models', 'list', '--set', 'none']],
  ])('exits 2 for %s, in words and as JSON', async (_what, args) => {
    const words = await user.sam(...args)
    expect(words).toMatchObject({ code: 2, stdout: '' })
    expect(words.stderr).toMatch(/^sam: .+[.?]\n {2}To mend it: sam .*--help\n$/)

    const json = await user.sam(...args, '--json')
    expect(json).toMatchObject({ code: 2, stderr: '' })
    expect(json.lines()).toHaveLength(1)
    expect(json.error()).toMatchObject({ message: expect.any(String), remedy: expect.stringMatching(/--help$/) })
    expect(words.stderr).toContain(json.error().message)
  })

  it.each([
    ['learn review', ['learn', 'review']],
    ['learn review rate', ['learn', 'review', 'rate', '5']],
    ['memory search', ['memory', '--json', 'search', '--limit', '0', 'keys']],
    ['voices convert', ['voices', 'convert', 'in.wav', 'out.wav']],
  ])('leads to the help of "%s"', async (name, args) => {
    expect((await user.sam(...args, '--json')).error().remedy).toBe(`sam ${name} --help`)
  })

  it('suggests the command that was meant', async () => {
    expect((await user.sam('modles')).stderr).toContain('Did you mean "models"?')
  })

  it('takes the common options before the command too', async () => {
    const { code, lines } = await user.sam('--json', 'config', 'get', 'offline')
    expect(code).toBe(0)
    expect(lines()).toMatchObject([{ type: 'setting', key: 'offline', value: false, atMs: expect.any(Number) }])
  })

  it('ends quietly when its reader goes away', async () => {
    const { child, done } = startSam(['doctor', '--json'], user.environment)
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { stderr, code } = await done
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it('ends quietly in the middle of its requests, too', async () => {
    const { child, done } = startSam(['ask', '--json', '--in', '-'], user.environment)
    child.stdin?.on('error', () => {}).end('what time is it\n'.repeat(5000))
    child.stdout?.once('data', () => child.stdout?.destroy())
    const { stderr, code } = await done
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  })

  it.skipIf(!fs.existsSync('/dev/full'))(
    'fails when its results cannot be kept (where there is a full disk to try)',
    () => {
      const full = fs.openSync('/dev/full', 'w')
      const { status, stderr } = spawnSync(process.execPath, [main, 'config', 'get', 'offline'], {
        env: { ...process.env, ...user.environment },
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      })
      fs.closeSync(full)
      expect(stderr).toContain('results cannot be written')
      expect(status).toBe(1)
    },
  )

  it('is cancelled when its terminal is closed', async () => {
    const { child, done } = startSam(['doctor', '--json'], user.environment)
    child.stdout?.once('data', () => child.kill('SIGHUP'))
    const { code, error } = await done
    expect(code).toBe(130)
    expect(error()).toMatchObject({ code: 'cancelled' })
  })

  it('is cancelled by Ctrl-C with exit code 130', async () => {
    const { child, done } = startSam(['doctor', '--json'], user.environment)
    child.stdout?.once('data', () => child.kill('SIGINT'))
    const { code, error } = await done
    expect(code).toBe(130)
    expect(error()).toMatchObject({ code: 'cancelled' })
  })
})
