import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { createTurnRunner } from '../../../src/agent/turn.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { createMacPersonal } from '../../../src/tools/platform/macos/mac-personal.ts'
import { createMacPrograms } from '../../../src/tools/platform/macos/mac-programs.ts'
import { createScriptRunner } from '../../../src/tools/platform/macos/script-runner.ts'
import type { Platform } from '../../../src/tools/platform/port.ts'
import { callContext, createTestLogger, platformWith, temporaryFolder, writeProgram } from '../tools/fixtures.ts'
import { toolsOverTime } from '../tools/tools-over-time.ts'
import { finalOf, ScriptedModel } from './turn-harness.ts'

/** Requests in words, through the real router, policy and tools. */
function conversationOn(platform: Platform) {
  const { runner, applications, scheduler, time, memory, logger } = toolsOverTime(platform)
  scheduler.start()
  const router = createRouter({ applications })
  const turns = createTurnRunner({ router, tools: runner, model: new ScriptedModel(), clock: time.clock })
  let count = 0
  const say = async (text: string) => {
    const events: SamEvent[] = []
    const { signal } = callContext()
    count += 1
    const request = { turnId: `t${count}`, text, dryRun: false, approveConfirm: false, signal } as const
    await turns.run({ ...request, origin: 'text' }, { emit: (event) => events.push(event) })
    return finalOf(events)
  }
  return { say, scheduler, memory, logger }
}

describe('a tool that throws in the middle of several commands', () => {
  const request = 'set a timer for five minutes, make a note that the plumber comes at nine and open github.com'

  it('ends them: what was done is said and can be taken back, what was not begun is named', async () => {
    const opened: string[] = []
    const platform = platformWith({
      notes: {
        async create() {
          throw new TypeError('a mistake in the adapter')
        },
      },
      web: { open: async (url) => void opened.push(url) },
    })
    const { say, scheduler, memory, logger } = conversationOn(platform)
    const end = await say(request)
    expect(end.outcome).toBe('failed')
    expect(end.text).toBe(
      'Timer set for 5 minutes. That went wrong inside SAM. It is a bug, and it is in the log. I left the rest undone. Say undo to take the last one back.',
    )
    expect(opened).toEqual([])
    // The mistake itself is for the log, not for the ear.
    expect(end.text).not.toMatch(/adapter/)
    expect(logger.lines.join()).toMatch(/a mistake in the adapter/)
    const rows = memory.audit.list().flatMap((row) => (row.type === 'action' ? [[row.tool, row.result]] : []))
    expect(rows).toEqual([
      ['time.timer', 'ok'],
      ['notes.create', 'tool-failed'],
    ])
    expect((await say('undo')).text).toMatch(/cancelled/)
    expect(scheduler.waiting()).toEqual([])
  })

  it('offers no undo where nothing was done that could be taken back', async () => {
    const platform = platformWith({
      notes: {
        async create() {
          throw new TypeError('a mistake in the adapter')
        },
      },
    })
    const { say } = conversationOn(platform)
    expect((await say('what time is it and make a note that the plumber comes at nine')).text).not.toMatch(/undo/)
  })
})

describe('an application that hangs', () => {
  it.each([
    ['what are my reminders', 'Reminders'],
    ['what is on my shopping list', 'Reminders'],
    ['find my note about the plumber', 'Notes'],
    ['what is on my calendar tomorrow', 'Calendar'],
    ['do I have new mail', 'Mail'],
    ["what is Ana's phone number", 'Contacts'],
  ])(
    '"%s" says that %s did not answer, never that there is nothing, and leaves no process',
    async (text, application) => {
      const folder = temporaryFolder()
      const started = path.join(folder, 'started')
      writeProgram(path.join(folder, 'osascript'), `#!/bin/sh\necho $$ > ${started}\nexec /bin/sleep 60\n`)
      const programs = createMacPrograms({ SAM_MACOS_BIN: folder, PATH: process.env['PATH'] })
      const impatient = {
        ...programs,
        run: (...[name, args, options]: Parameters<typeof programs.run>) =>
          programs.run(name, args, { ...options, timeoutMs: 400 }),
      }
      const runScript = createScriptRunner({ programs: impatient, logger: createTestLogger() })
      const personal = createMacPersonal(impatient, runScript, { home: folder, readMessages: false })
      const { say } = conversationOn({ ...platformWith(), ...personal })
      const { text: told, outcome } = await say(text)
      expect(outcome).toBe('failed')
      expect(told).toMatch(new RegExp(`^${application} did not respond in time\\. It may be busy, or macOS is waiting`))
      expect(told).toMatch(/Look for a question on the screen/)
      expect(told).not.toMatch(/no open|nothing|empty|nobody/i)
      const hanging = Number(fs.readFileSync(started, 'utf8'))
      await expect.poll(() => isAlive(hanging)).toBe(false)
    },
  )
})

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch {
    return false
  }
}
