import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { findProgram, pathFolders } from '../../../src/tools/platform/find-program.ts'
import { createLinuxPlatform } from '../../../src/tools/platform/linux/linux-platform.ts'
import { createBubblewrap } from '../../../src/tools/platform/sandbox/bubblewrap.ts'
import { runContained } from '../../../src/tools/platform/sandbox/run-contained.ts'
import type { Sandbox } from '../../../src/tools/platform/sandbox/sandbox.ts'
import { createSandboxedShell } from '../../../src/tools/platform/sandbox/sandboxed-shell.ts'
import { createSeatbelt } from '../../../src/tools/platform/sandbox/seatbelt.ts'
import {
  callContext,
  createTestClock,
  createTestLogger,
  openMemory,
  temporaryFolder,
  writeProgram,
} from './fixtures.ts'

const signal = new AbortController().signal
const programFolders = pathFolders(process.env['PATH'])

/** Why no sandbox can be made here; empty where one can. */
function lacking(): string {
  const bwrap = findProgram('bwrap', programFolders)
  if (bwrap === undefined) return ' (skipped: bubblewrap is not installed)'
  try {
    execFileSync(bwrap, ['--unshare-all', '--ro-bind', '/', '/', 'true'], { stdio: 'ignore' })
    return ''
  } catch {
    return ' (skipped: this kernel lets nobody make namespaces)'
  }
}
/** Outside of the folders that the sandbox empties: what lies there could not be seen for that reason alone. */
const visiblePlace = [path.resolve(import.meta.dirname, '../../../node_modules'), os.homedir()].find(
  (place) => fs.existsSync(place) && !/^\/(?:tmp|run|var\/tmp)(?:\/|$)/.test(fs.realpathSync(place)),
)
const why = visiblePlace === undefined ? ' (skipped: checkout and home lie in /tmp)' : lacking()

/** A home with SAM's own folder in it. */
function home() {
  const folder = fs.mkdtempSync(path.join(visiblePlace ?? temporaryFolder(), '.sandbox-home-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  const samHome = path.join(folder, 'sam')
  fs.mkdirSync(samHome)
  return { folder, samHome, scratch: path.join(samHome, 'scratch') }
}

function sandboxed(limits = { timeoutMs: 20_000, maximumOutputBytes: 4000 }) {
  const { folder, samHome, scratch } = home()
  const environment = { HOME: folder, SAM_HOME: samHome, ANTHROPIC_API_KEY: 'key-of-mine', PATH: process.env['PATH'] }
  const shell = createSandboxedShell(createBubblewrap(programFolders), environment, limits)
  return { folder, samHome, scratch, run: (argv: string[], stop = signal) => shell.run(argv, stop) }
}

/** Processes whose command line holds this word. */
function runningWith(word: string): string[] {
  return fs.readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word)
    } catch {
      return false
    }
  })
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 250 && !condition(); tries += 1) await wait(20)
  expect(condition()).toBe(true)
}

describe.skipIf(why !== '')(`a command in the sandbox${why}`, () => {
  test('gets its arguments as they are: there is no shell', async () => {
    const { run, scratch } = sandboxed()
    const words = ['$HOME', '`id`', '; rm -rf /', '*', '"', "'", 'a\nb', '', '--', '\u2028']
    expect(await run(['printf', '[%s]', ...words])).toEqual({
      exitCode: 0,
      output: words.map((word) => `[${word}]`).join(''),
      cut: false,
    })
    expect(await run(['pwd'])).toMatchObject({ output: `${fs.realpathSync(scratch)}\n` })
    expect(await run(['sh', '-c', 'echo out; echo err >&2; exit 7'])).toEqual({
      exitCode: 7,
      output: 'out\nerr\n',
      cut: false,
    })
  })

  test('writes in the scratch folder and nowhere else', async () => {
    const { run, folder, samHome, scratch } = sandboxed()
    expect(await run(['sh', '-c', 'echo kept > here.txt'])).toMatchObject({ exitCode: 0 })
    expect(fs.readFileSync(path.join(scratch, 'here.txt'), 'utf8')).toBe('kept\n')
    const elsewhere = [folder, samHome, path.dirname(folder), '/tmp', '/var/tmp', '/run', '/etc', '/root', '/usr/bin']
    for (const place of elsewhere) {
      const file = path.join(place, 'sam-sandbox-was-here')
      expect(await run(['touch', file]), place).not.toMatchObject({ exitCode: 0 })
      expect(fs.existsSync(file), place).toBe(false)
    }
    fs.writeFileSync(path.join(folder, 'mine.txt'), 'mine')
    for (const command of ['rm', 'truncate -s 0', 'mv -t .', 'chmod 777', 'ln -f -t .']) {
      await run([...command.split(' '), path.join(folder, 'mine.txt')])
      expect(fs.readFileSync(path.join(folder, 'mine.txt'), 'utf8'), command).toBe('mine')
    }
    await run(['ln', '-s', '/etc/sam-sandbox-was-here', 'way-out'])
    expect(await run(['sh', '-c', 'echo x > way-out'])).not.toMatchObject({ exitCode: 0 })
    expect(await run(['mount', '-o', 'remount,rw', '/'])).not.toMatchObject({ exitCode: 0 })
    expect(await run(['umount', '/tmp'])).not.toMatchObject({ exitCode: 0 })
  })

  test('reaches no server of this machine, neither by port nor by a local socket', async () => {
    const { run } = sandboxed()
    let reached = 0
    const servers = [net.createServer(() => (reached += 1)), net.createServer(() => (reached += 1))]
    const [byPort, byFile] = servers as [net.Server, net.Server]
    const socket = path.join(temporaryFolder(), 'socket')
    await once(byPort.listen(0, '127.0.0.1'), 'listening')
    await once(byFile.listen(socket), 'listening')
    onTestFinished(() => void servers.map((server) => server.close()))
    const program = `import errno, json, socket, sys
wanted = json.loads(sys.argv[1])
try:
    socket.socket(socket.AF_UNIX if isinstance(wanted, str) else socket.AF_INET).connect(wanted if isinstance(wanted, str) else tuple(wanted))
except OSError as error:
    sys.exit(errno.errorcode[error.errno])`
    const { port } = byPort.address() as net.AddressInfo
    const argv = (to: unknown) => ['python3', '-c', program, JSON.stringify(to)]
    const refused = async (to: unknown) => (await run(argv(to))).output
    expect(await refused(['127.0.0.1', port])).toBe('ECONNREFUSED\n')
    expect(await refused(socket)).toBe('ENOENT\n')
    expect(await refused(['192.0.2.1', 53])).toBe('ENETUNREACH\n')
    expect(reached).toBe(0)
    // The same program outside does reach it: it is the sandbox that holds it back.
    const [python = '', ...args] = argv(socket)
    execFileSync(python, args)
    await until(() => reached === 1)
  })

  test('sees neither keys nor the rest of SAM, and no other process', async () => {
    const { run, folder, samHome } = sandboxed()
    fs.mkdirSync(path.join(folder, '.ssh'))
    for (const file of ['.ssh/id', '.netrc', 'sam/sam.db', 'notes.txt'])
      fs.writeFileSync(path.join(folder, file), 'text')
    fs.mkdirSync(path.join(folder, 'dotfiles'))
    fs.writeFileSync(path.join(folder, 'dotfiles/key'), 'text')
    fs.symlinkSync('dotfiles', path.join(folder, '.gnupg'))
    const read = (file: string) => run(['cat', path.join(folder, file)])
    expect(await read('notes.txt')).toMatchObject({ exitCode: 0, output: 'text' })
    for (const file of ['.ssh/id', '.netrc', 'sam/sam.db', '.gnupg/key', 'dotfiles/key']) {
      expect((await read(file)).output, file).not.toMatch(/^text/)
    }
    expect((await run(['ls', samHome])).output).toBe('scratch\n')
    const { output } = await run(['env'])
    expect(output).not.toMatch(/key-of-mine/)
    expect(
      output
        .split('\n')
        .map((line) => line.split('=')[0])
        .sort(),
    ).toEqual(['', 'HOME', 'LANG', 'PATH', 'PWD', 'TERM', 'TMPDIR'])
    expect(await run(['kill', '-0', String(process.pid)])).not.toMatchObject({ exitCode: 0 })
  })

  test('ends with everything it started: at its time, and on "stop"', async () => {
    // A child of a child that left the group and the session.
    const brood = (mark: string) => ['sh', '-c', `setsid sh -c 'sleep ${mark} & wait' & sleep ${mark}`]
    const slow = sandboxed({ timeoutMs: 700, maximumOutputBytes: 4000 })
    await expect(slow.run(brood('86411'))).rejects.toMatchObject({ code: 'timed-out' })
    await until(() => runningWith('86411').length === 0)
    const { run } = sandboxed()
    const stop = new AbortController()
    const running = run(brood('86412'), stop.signal)
    running.catch(() => undefined)
    await until(() => runningWith('86412').length > 3)
    stop.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await until(() => runningWith('86412').length === 0)
    await run(['sh', '-c', 'setsid sleep 86413 & exit 0'])
    await until(() => runningWith('86413').length === 0)
  })

  test('that prints without end is ended at the limit', async () => {
    const { run } = sandboxed()
    const { output, cut } = await run(['yes', 'sam-prints'])
    expect([output.length, cut]).toEqual([4000, true])
    await until(() => runningWith('sam-prints').length === 0)
    expect(await run(['sh', '-c', 'head -c 4000 /dev/zero'])).toMatchObject({ exitCode: 0, cut: false })
  })

  test('that is not there is said to be missing', async () => {
    const { run } = sandboxed()
    for (const name of ['no-such-program-here', './nothing', '', '/etc/passwd']) {
      await expect(run([name])).rejects.toMatchObject({ code: 'program-missing' })
    }
    await expect(run(['echo', 'a\0b'])).rejects.toMatchObject({ code: 'text-not-possible' })
  })
})

test('a group that nothing contains is ended too: a time-out kills children', async () => {
  const options = { workingFolder: '/', environment: { PATH: '/usr/bin:/bin' }, maximumOutputBytes: 100, signal }
  const started = runContained('/bin/sh', ['-c', 'sleep 86414 & sleep 86414'], { ...options, timeoutMs: 300 })
  await expect(started).rejects.toMatchObject({ code: 'timed-out' })
  await until(() => runningWith('86414').length === 0)
})

/** SAM on a Linux whose programs lie in `bin`, and somebody who answers. */
function samWith(bin: string, answer = { approved: true, by: 'panel' }) {
  const { folder, samHome } = home()
  const { clock, pass } = createTestClock()
  const memory = openMemory()
  const { runner } = createTools({
    platform: createLinuxPlatform({
      environment: { HOME: folder, SAM_HOME: samHome, PATH: bin },
      logger: createTestLogger(),
    }),
    memory,
    clock,
    logger: createTestLogger(),
    onRing() {},
  })
  const questions: string[] = []
  const ask = async (prompt: string) => {
    questions.push(prompt)
    return answer
  }
  return {
    questions,
    pass,
    memory,
    run: (argv: string[], changes = {}) =>
      runner.run({ callId: 'call-1', tool: 'shell.run', input: { argv } }, callContext({ ask, ...changes })),
  }
}

/** A folder with a bwrap that only notes that it was called, and ends with this code. */
function standIn(exitCode: number): { bin: string; calls(): number } {
  const bin = temporaryFolder()
  writeProgram(path.join(bin, 'bwrap'), `#!/bin/sh\necho called >> "${bin}/log"\nexit ${exitCode}\n`)
  return {
    bin,
    calls: () =>
      fs.existsSync(path.join(bin, 'log')) ? fs.readFileSync(path.join(bin, 'log'), 'utf8').split('\n').length - 1 : 0,
  }
}

describe('shell.run', () => {
  test('refuses before it asks where there is no sandbox, or one that does not hold', async () => {
    const none = samWith(temporaryFolder())
    expect(await none.run(['echo', 'x'])).toMatchObject({
      ok: false,
      code: 'sandbox-missing',
      remedy: 'Install the package bubblewrap.',
    })
    const broken = standIn(1)
    const { run, questions } = samWith(broken.bin)
    expect(await run(['echo', 'x'])).toMatchObject({ ok: false, code: 'sandbox-missing' })
    expect([broken.calls(), questions, none.questions]).toEqual([1, [], []])
  })

  test('takes a hand, not a voice, not --approve, not a rule for the whole tool', async () => {
    const sandbox = standIn(0)
    const byVoice = samWith(sandbox.bin, { approved: true, by: 'voice' })
    expect(await byVoice.run(['ls'])).toMatchObject({ ok: false, refused: true })
    const { run, memory } = samWith(sandbox.bin)
    expect(await run(['ls'], { ask: undefined, approveConfirm: true })).toMatchObject({ refused: true })
    const far = new Date(2099, 0, 1)
    memory.grants.add({ effect: 'allow', tool: 'shell.run', createdAt: new Date(0), expiresAt: far })
    expect(await run(['ls'], { ask: undefined })).toMatchObject({ refused: true })
  })

  test('remembers a yes for exactly these words and a day, and says so in the question', async () => {
    const { run, questions, pass } = samWith(standIn(0).bin)
    expect(await run(['ls', '-l', 'a b'])).toMatchObject({ ok: true, taints: true })
    expect(questions).toEqual(['Run ls -l "a b" in the sandbox, without network. A yes counts for a day.'])
    expect((await run(['ls', '-l', 'a b'])).ok).toBe(true)
    expect(questions).toHaveLength(1)
    for (const other of [
      ['ls', '-l', 'a', 'b'],
      ['ls', '-l'],
      ['ls', '-l', 'a b', ''],
    ])
      await run(other)
    expect(questions).toHaveLength(4)
    // Words from outside in the turn: the yes of before does not count, and this one is not kept.
    await run(['ls', '-l', 'a b'], { tainted: true })
    expect(questions.at(-1)).not.toMatch(/counts/)
    pass(25 * 3_600_000)
    await run(['ls', '-l', 'a b'])
    expect(questions).toHaveLength(6)
  })

  test('a refusal is not remembered, and a rule against it wins over a yes', async () => {
    const refusing = samWith(standIn(0).bin, { approved: false, by: 'panel' })
    await refusing.run(['ls'])
    await refusing.run(['ls'])
    expect(refusing.questions).toHaveLength(2)
    const { run, questions, memory } = samWith(standIn(0).bin)
    await run(['ls'])
    memory.grants.add({ effect: 'deny', tool: 'shell.run', createdAt: new Date(0) })
    expect(await run(['ls'])).toMatchObject({ ok: false, code: 'denied-by-rule' })
    expect(questions).toHaveLength(1)
  })

  test('shows every letter of what it would run', async () => {
    const { run, questions } = samWith(standIn(0).bin, { approved: false, by: 'panel' })
    await run(['rm', '', 'a\nb', 'x\u202Egnp.exe', '$(id)', '\u200B'])
    expect(questions[0]).toBe(
      'Run rm "" "a\\nb" "x\\u{202e}gnp.exe" "$(id)" "\\u{200b}" in the sandbox, without network. A yes counts for a day.',
    )
  })
})

test('the sandbox of a Mac gets its paths as parameters of a constant profile', () => {
  const bin = temporaryFolder()
  writeProgram(path.join(bin, 'sandbox-exec'), '#!/bin/sh\n')
  const sandbox: Sandbox = createSeatbelt([bin])
  expect(sandbox.program).toBe(path.join(bin, 'sandbox-exec'))
  const hostile = '/home-of-me") (allow default) ("'
  const folders = { scratch: `${hostile}/s`, home: hostile, samHome: `${hostile}/sam` }
  const wrapped = sandbox.wrap(['/bin/ls', '-l'], folders)
  const profile = wrapped[7] ?? ''
  expect(wrapped.slice(0, 7)).toEqual([
    ...['-D', `HOME=${hostile}`, '-D', `SAM_HOME=${hostile}/sam`, '-D', `SCRATCH=${hostile}/s`],
    '-p',
  ])
  expect(wrapped.slice(8)).toEqual(['/bin/ls', '-l'])
  expect(profile).not.toContain('home-of-me')
  expect(profile).toMatch(/^\(version 1\)\n\(deny default\)/)
  expect(profile.match(/\(/g)).toHaveLength(profile.match(/\)/g)?.length ?? 0)
  expect(profile.match(/file-write/g)).toHaveLength(2)
  expect(profile).not.toMatch(/\(allow (?:default|network|mach-\*|appleevent)/)
})
