import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'

/** The clock that runs from the start of the machine, on through sleep, and that no setting of the time moves. */
export interface MachineClock {
  elapsedMs(): number
  /** Names this start of the machine; undefined where it cannot be known, and then only the wall clock counts. */
  bootId(): string | undefined
}

export function createMachineClock(): MachineClock {
  let id: string | undefined
  let asked = false
  return {
    elapsedMs: () => os.uptime() * 1000,
    bootId() {
      if (!asked) {
        asked = true
        id = readBootId()
      }
      return id
    },
  }
}

function readBootId(): string | undefined {
  try {
    if (process.platform === 'linux')
      return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || undefined
    const args = ['-n', 'kern.bootsessionuuid']
    const text = execFileSync('/usr/sbin/sysctl', args, {
      encoding: 'utf8',
      timeout: 1000,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return text.trim() || undefined
  } catch {
    return undefined
  }
}
