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

export function createMacSystem(programs: MacPrograms): SystemPort {
  return {
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
