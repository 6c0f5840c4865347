import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Clock } from '../../../src/core/clock.ts'
import type { Logger } from '../../../src/core/log.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'
import type { Platform } from '../../../src/tools/platform/port.ts'
import { createRecordingPlatform } from '../../../src/tools/platform/recording.ts'
import type { CallContext } from '../../../src/tools/ports.ts'
import type { MachineClock } from '../../../src/tools/scheduler/machine-clock.ts'
import { done, type Tool, type ToolContext } from '../../../src/tools/tool.ts'

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  // Resolved: on a Mac the temporary folder lies behind a link, and files are told by their real paths.
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'sam-tools-')))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function openMemory(home = temporaryFolder()) {
  const memory = createMemoryStores(home)
  onTestFinished(() => memory.database.close())
  return memory
}

/** Both clocks of a machine, moved by hand: `pass` is time going by, `setWall` somebody setting the time. */
export function createTestClock(start = new Date(2025, 10, 22, 16, 20)) {
  let nowMs = 1000
  let wallMs = start.getTime()
  let bootId: string | undefined = 'this start'
  const clock: Clock = { nowMs: () => nowMs, wallTime: () => new Date(wallMs) }
  const machine: MachineClock = { elapsedMs: () => nowMs, bootId: () => bootId }
  return {
    clock,
    machine,
    pass(ms: number) {
      nowMs += ms
      wallMs += ms
    },
    setWall(moment: Date) {
      wallMs = moment.getTime()
    },
    restartMachine() {
      nowMs = 0
      bootId = 'another start'
    },
    forgetStarts() {
      bootId = undefined
    },
  }
}

/** Keeps what was logged: one text a line. */
export function createTestLogger(): Logger & { lines: string[] } {
  const lines: string[] = []
  const at = (level: string) => (message: string, details?: Record<string, unknown>) => {
    lines.push(`${level} ${message} ${JSON.stringify(details ?? {})}`)
  }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export function callContext(changes: Partial<CallContext> = {}): CallContext {
  return {
    turnId: 'turn-1',
    origin: 'text',
    tainted: false,
    dryRun: false,
    approveConfirm: false,
    signal: new AbortController().signal,
    ...changes,
  }
}

/** A tool that does nothing, with the parts that a test is about put in. */
export function testTool<Input>(changes: Partial<Tool<Input>> = {}): Tool<Input> {
  return {
    name: 'test.act',
    tier: 'reversible',
    summary: 'Acts in a test.',
    schema: z.strictObject({ what: z.string().min(1) }) as unknown as z.ZodType<Input>,
    timeoutMs: 2000,
    describe: () => 'Act in a test.',
    run: async () => done('Done.'),
    ...changes,
  }
}

/** The recording platform with some ports replaced. */
export function platformWith(ports: { [Port in keyof Platform]?: Partial<Platform[Port]> } = {}): Platform {
  const platform = createRecordingPlatform(undefined)
  const joined = Object.entries(ports).map(([port, part]) => [
    port,
    { ...(platform[port as keyof Platform] as object), ...(part as object) },
  ])
  return { ...platform, ...Object.fromEntries(joined) }
}

/** Writes an executable file. */
export function writeProgram(file: string, source: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, source, { mode: 0o755 })
}

/** What a tool is told when it is run directly. */
export function toolContext(changes: Partial<ToolContext> = {}): ToolContext {
  const { turnId, origin, tainted, signal } = callContext()
  return { turnId, callId: 'call-1', origin, tainted, signal, now: new Date(2025, 10, 22, 16, 20), ...changes }
}
