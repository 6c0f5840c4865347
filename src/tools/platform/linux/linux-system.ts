import fs from 'node:fs'
import path from 'node:path'
import { findProgram, pathFolders } from '../find-program.ts'
import type { Battery, SystemPort } from '../port.ts'
import { runProgram } from '../process.ts'

/** @param folder where the kernel lists power supplies: each a folder with one value a file (microwatt-hours, microamperes) */
export function createLinuxSystem(
  environment: Record<string, string | undefined>,
  folder = '/sys/class/power_supply',
): SystemPort {
  return {
    async microphoneUsers(signal) {
      const pactl = findProgram('pactl', pathFolders(environment['PATH']))
      if (pactl === undefined) return undefined
      const args = ['list', 'short', 'source-outputs']
      const { exitCode, stdout } = await runProgram(pactl, args, { timeoutMs: 4000, signal, environment })
      return exitCode === 0 ? stdout.split('\n').filter((line) => line.trim() !== '').length : undefined
    },
    async battery() {
      let supplies: string[]
      try {
        supplies = fs.readdirSync(folder)
      } catch {
        return { state: 'unknown' }
      }
      const batteries = supplies.map((name) => path.join(folder, name)).filter(isMainBattery)
      const first = batteries[0]
      return first === undefined ? { state: 'none' } : readBattery(first)
    },
  }
}

function value(supply: string, name: string): string {
  try {
    return fs.readFileSync(path.join(supply, name), 'utf8').trim()
  } catch {
    return ''
  }
}

/** A wireless mouse has a battery too: those are of scope "Device". */
function isMainBattery(supply: string): boolean {
  return value(supply, 'type') === 'Battery' && value(supply, 'scope') !== 'Device'
}

function readBattery(supply: string): Battery {
  const percent = Number.parseInt(value(supply, 'capacity'), 10)
  if (Number.isNaN(percent)) return { state: 'unknown' }
  const status = value(supply, 'status')
  const state = status === 'Discharging' ? 'discharging' : status === 'Full' ? 'full' : 'charging'
  const number = (name: string) => Number(value(supply, name) || Number.NaN)
  const hours = first(number('energy_now') / number('power_now'), number('charge_now') / number('current_now'))
  const minutesLeft = Math.round(hours * 60)
  return {
    state,
    percent,
    ...(state === 'discharging' && minutesLeft > 0 && minutesLeft < 6000 ? { minutesLeft } : {}),
  }
}

/** The first of two figures that is one. */
function first(a: number, b: number): number {
  return Number.isFinite(a) ? a : Number.isFinite(b) ? b : 0
}
