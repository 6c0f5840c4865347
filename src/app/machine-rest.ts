import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { MachineRest } from '../learning/training/may-train.ts'
import type { Platform } from '../tools/platform/port.ts'

/** The machine as training by night sees it: power from the platform, rest from the input devices (macOS) or terminals (Linux). */
export function createMachineRest({ kind, system }: Pick<Platform, 'kind' | 'system'>): MachineRest {
  return {
    async onBattery(signal) {
      const { state } = await system.battery(signal)
      return state === 'unknown' ? undefined : state === 'discharging'
    },
    idleSeconds: (signal) => (kind === 'macos' ? idleOfInput(signal) : Promise.resolve(idleOfTerminals())),
    loadPerCore: () => (os.loadavg()[1] ?? 0) / os.availableParallelism(),
  }
}

function idleOfInput(signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: 5000, maxBuffer: 1 << 22, signal }
    execFile('ioreg', ['-c', 'IOHIDSystem', '-d', '4'], options, (error, output) =>
      resolve(error === null ? idleFromInput(output) : undefined),
    )
  })
}

/** `"HIDIdleTime" = 12345`, in nanoseconds. */
export function idleFromInput(text: string): number | undefined {
  const nanoseconds = /"HIDIdleTime" = (\d+)/.exec(text)?.[1]
  return nanoseconds === undefined ? undefined : Number(nanoseconds) / 1e9
}

/** The last key in any terminal is the time its device was read. */
export function idleOfTerminals(folder = '/dev/pts', nowMs = Date.now()): number | undefined {
  try {
    const terminals = fs.readdirSync(folder).filter((name) => /^\d+$/.test(name))
    const readMs = terminals.map((name) => fs.statSync(path.join(folder, name)).atimeMs)
    return readMs.length === 0 ? undefined : Math.max(0, (nowMs - Math.max(...readMs)) / 1000)
  } catch {
    return undefined
  }
}
