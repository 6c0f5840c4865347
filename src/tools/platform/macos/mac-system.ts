import { SamError } from '../../../core/errors.ts'
import type { Battery, SystemPort } from '../port.ts'
import type { MacPrograms } from './mac-programs.ts'

/** Reads what `pmset -g batt` prints: ` -InternalBattery-0 (id=…)	81%; discharging; 5:12 remaining present: true`. */
export function parseBattery(text: string): Battery {
  const line = text.split('\n').find((candidate) => candidate.includes('InternalBattery'))
  if (line === undefined) return { state: /drawing from/i.test(text) ? 'none' : 'unknown' }
  const percent = /(\d{1,3})%/.exec(line)?.[1]
  if (percent === undefined) return { state: 'unknown' }
  const time = /(\d+):(\d\d) remaining/.exec(line)
  const minutesLeft = time === null ? 0 : Number(time[1]) * 60 + Number(time[2])
  const state = /; *discharging/.test(line)
    ? 'discharging'
    : /; *(charged|finishing charge)/.test(line)
      ? 'full'
      : 'charging'
  return { state, percent: Number(percent), ...(minutesLeft > 0 ? { minutesLeft } : {}) }
}

/**
 * Counts the programs for which the sound service holds an input open, as `pmset -g assertions` lists them: `pid 201(coreaudiod):
 * [0x…] PreventUserIdleSystemSleep named: "com.apple.audio.BuiltInMicrophoneDevice.context.preventuseridlesleep"` and below it
 * `Created for PID: 1234.`
 */
export function countMicrophoneUsers(text: string): number {
  const users = new Set<string>()
  let ofInput = false
  for (const line of text.split('\n')) {
    if (/\bnamed:/.test(line)) ofInput = /coreaudiod/.test(line) && /"[^"]*(?:microphone|input)[^"]*"/i.test(line)
    const user = /Created for PID: *(\d+)/.exec(line)?.[1]
    if (ofInput && user !== undefined) users.add(user)
  }
  return users.size
}

export function createMacSystem(programs: MacPrograms): SystemPort {
  return {
    async microphoneUsers(signal) {
      const result = await programs.run('pmset', ['-g', 'assertions'], { timeoutMs: 4000, signal })
      return result.exitCode === 0 ? countMicrophoneUsers(result.stdout) : undefined
    },
    async battery(signal) {
      const result = await programs.run('pmset', ['-g', 'batt'], { timeoutMs: 4000, signal })
      if (result.exitCode !== 0) {
        throw new SamError('battery-unreadable', 'The Mac did not tell the state of its battery.', {
          cause: new Error(result.stderr),
        })
      }
      return parseBattery(result.stdout)
    },
  }
}
