import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { findProgram, pathFolders } from '../../../src/tools/platform/find-program.ts'
import { launch } from '../../../src/tools/platform/launch.ts'
import { createLinuxPlatform } from '../../../src/tools/platform/linux/linux-platform.ts'
import { callContext, createTestClock, createTestLogger, openMemory, temporaryFolder } from './fixtures.ts'
import { withVirtualDisplay } from './virtual-display.ts'

const programOf = (name: string) => findProgram(name, pathFolders(process.env['PATH']))
const needed = { Xvfb: 'xvfb', xclock: 'x11-apps', xwd: 'x11-apps' }
const missing = Object.entries(needed).flatMap(([name, of]) =>
  programOf(name) === undefined ? [`${name} of ${of}`] : [],
)
const why = missing.length === 0 ? '' : ` (skipped: this machine lacks ${missing.join(', ')})`

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 250 && !condition(); tries += 1) await wait(20)
  expect(condition()).toBe(true)
}

/** The command lines that run now and hold this word. */
function runningWith(word: string): string[] {
  return fs.readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const line = fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return line.includes(word) ? [line] : []
    } catch {
      return []
    }
  })
}

describe.skipIf(missing.length > 0)(`a real program on a virtual display${why}`, () => {
  const display = withVirtualDisplay()

  const picture = () =>
    execFileSync('xwd', ['-root', '-silent', '-display', display()], { maxBuffer: 10_000_000 }).toString('latin1')

  test('is found by its desktop entry, opened, listed, closed by undo and by quitting', async () => {
    const data = temporaryFolder()
    // A copy of its own: the clocks that a person or another test has on this machine are left alone.
    const clock = path.join(data, 'qwerkle-clock')
    fs.copyFileSync(programOf('xclock') ?? '', clock)
    fs.mkdirSync(path.join(data, 'applications'))
    fs.writeFileSync(
      path.join(data, 'applications', 'qwerkle.desktop'),
      `[Desktop Entry]\nType=Application\nName=Qwerkle Clock\nExec="${clock}" -update 1 %U\n`,
    )
    const environment = { ...process.env, XDG_DATA_HOME: data, XDG_DATA_DIRS: data, DISPLAY: display() }
    const { runner } = createTools({
      platform: createLinuxPlatform({ environment, logger: createTestLogger() }),
      memory: openMemory(),
      clock: createTestClock().clock,
      logger: createTestLogger(),
      onRing() {},
    })
    const run = (tool: string, input = {}) => runner.run({ callId: 'call-1', tool, input }, callContext())
    const empty = picture()
    expect((await run('apps.list')).spoken).toBe('No application is running that I know of.')

    expect(await run('apps.open', { app: 'the qwerkle clock' })).toMatchObject({
      ok: true,
      spoken: 'Opening Qwerkle Clock.',
    })
    expect(runningWith(clock)).toHaveLength(1)
    await until(() => picture() !== empty)
    expect((await run('apps.list')).spoken).toBe('Running: Qwerkle Clock.')

    expect((await run('undo.last')).spoken).toBe('I closed Qwerkle Clock again.')
    expect(runningWith(clock)).toEqual([])
    await until(() => picture() === empty)

    await run('apps.open', { app: 'qwerkle clock' })
    expect(runningWith(clock)).toHaveLength(1)
    expect((await run('apps.quit', { app: 'qwerkle clock' })).spoken).toBe('I quit Qwerkle Clock.')
    expect(runningWith(clock)).toEqual([])
    expect((await run('apps.quit', { app: 'qwerkle clock' })).spoken).toBe('Qwerkle Clock is not running.')
  })

  test('that cannot reach its display is said not to have started', async () => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...environment } = process.env
    const started = launch(programOf('xclock') ?? '', [], { environment, watchMs: 10_000, name: 'Qwerkle Clock' })
    await expect(started).rejects.toMatchObject({
      code: 'launch-failed',
      message: expect.stringMatching(/Qwerkle Clock did not start.*no screen here/),
    })
  })
})
