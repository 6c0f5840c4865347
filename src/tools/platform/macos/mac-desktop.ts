import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { ApplicationControlPort, ClipboardPort, DisplayPort, KeyboardPort } from '../machine-port.ts'
import type { ScriptMethod } from './json-scripts.ts'
import type { MacIdentifier } from './mac-identifier.ts'
import type { MacPrograms, MacToolbox } from './mac-programs.ts'
import { nothing } from './personal-answers.ts'

const identifiers = z.array(z.number().int().min(2)).max(100)
/** One press of the key moves the brightness by a sixteenth. */
const keyStep = 100 / 16

export function createMacApplicationControl(
  programs: MacPrograms,
  desktop: ScriptMethod,
  identify: MacIdentifier,
): ApplicationControlPort {
  return {
    async setHidden(application, hidden, signal) {
      const input = { bundleId: await identify(application, signal), hidden }
      if (await desktop('setHidden', input, z.boolean(), signal)) return
      throw new SamError('app-not-running', `${application.name} is not running.`)
    },
    async kill(application, signal) {
      const ids = await desktop('processIds', { bundleId: await identify(application, signal) }, identifiers, signal)
      if (ids.length === 0) return { processes: 0 }
      const result = await programs.run('kill', ['-KILL', ...ids.map(String)], { timeoutMs: 4000, signal })
      if (result.exitCode !== 0) {
        throw new SamError('not-permitted', `macOS did not let me end ${application.name}.`, {
          cause: new Error(result.stderr),
        })
      }
      return { processes: ids.length }
    },
  }
}

/** Brightness through the `brightness` program where it is, else with the keys of the keyboard, which do not tell the level. */
export function createMacDisplay(programs: MacToolbox, desktop: ScriptMethod): DisplayPort {
  const press = async (steps: number, signal: AbortSignal) => {
    const key = steps < 0 ? 'brightness-down' : 'brightness-up'
    if (steps !== 0) await desktop('press', { key, times: Math.abs(steps) }, nothing, signal)
  }
  const level = (text: string) => {
    const value = /brightness ([\d.]+)/.exec(text)?.[1]
    return value === undefined ? undefined : Math.round(Number(value) * 100)
  }
  return {
    async setBrightness(change, signal) {
      if (programs.has('brightness')) {
        const before = level((await programs.run('brightness', ['-l'], { timeoutMs: 4000, signal })).stdout)
        const wanted = 'level' in change ? change.level : before === undefined ? undefined : before + change.delta
        if (wanted !== undefined) {
          const after = Math.min(100, Math.max(0, wanted))
          const set = await programs.run('brightness', [(after / 100).toFixed(2)], { timeoutMs: 4000, signal })
          if (set.exitCode === 0) return { before, after }
        }
      }
      if ('delta' in change) {
        const steps = Math.round(change.delta / keyStep)
        await press(steps === 0 ? Math.sign(change.delta) : steps, signal)
      } else {
        await press(-16, signal)
        await press(Math.round(change.level / keyStep), signal)
      }
      return { before: undefined, after: undefined }
    },
    async setDarkMode(dark, signal) {
      return { before: await desktop('setDarkMode', { dark }, z.boolean(), signal) }
    },
  }
}

const utf8 = { LC_ALL: 'en_US.UTF-8' }

/** Text in UTF-8, whatever the language SAM was started in. */
export function createMacClipboard(programs: MacPrograms, desktop: ScriptMethod): ClipboardPort {
  const failed = (stderr: string) =>
    new SamError('clipboard-unreachable', 'The clipboard does not answer.', { cause: new Error(stderr) })
  return {
    async read(signal) {
      const result = await programs.run('pbpaste', ['-Prefer', 'txt'], { timeoutMs: 4000, signal, environment: utf8 })
      if (result.exitCode !== 0) throw failed(result.stderr)
      return result.stdout
    },
    async write(text, signal) {
      const result = await programs.run('pbcopy', [], { timeoutMs: 4000, signal, input: text, environment: utf8 })
      if (result.exitCode !== 0) throw failed(result.stderr)
    },
    async paste(signal) {
      await desktop('press', { key: 'paste', times: 1 }, nothing, signal)
    },
  }
}

export function createMacKeyboard(desktop: ScriptMethod): KeyboardPort {
  return {
    async press(key, times, signal) {
      await desktop('press', { key, times }, nothing, signal)
    },
  }
}
