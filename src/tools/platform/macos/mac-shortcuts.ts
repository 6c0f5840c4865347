import { SamError } from '../../../core/errors.ts'
import type { FocusPort, ShortcutsPort } from '../machine-port.ts'
import { oneNamed } from '../one-named.ts'
import type { MacPrograms } from './mac-programs.ts'

export function createMacShortcuts(programs: MacPrograms): ShortcutsPort {
  const list = async (signal: AbortSignal): Promise<string[]> => {
    const result = await programs.run('shortcuts', ['list'], { timeoutMs: 10_000, signal })
    if (result.exitCode !== 0) {
      throw new SamError('shortcuts-unreachable', 'The Shortcuts application does not answer.', {
        cause: new Error(result.stderr),
      })
    }
    return result.stdout.split('\n').filter((name) => name.trim() !== '')
  }
  return {
    list,
    resolve: async (spoken, signal) => oneNamed(await list(signal), spoken, 'shortcut', 'shortcut'),
    async run(name, signal) {
      // "--" ends the options: a shortcut may be called "--help".
      const args = ['run', '--output-path', '-', '--', name]
      const result = await programs.run('shortcuts', args, { timeoutMs: 110_000, signal })
      if (result.exitCode === 0) return { text: result.stdout.slice(0, 20_000) }
      throw new SamError('shortcut-failed', `The shortcut ${name} ended with an error.`, {
        cause: new Error(result.stderr),
      })
    },
  }
}

/** macOS lets nobody set a focus but a shortcut, and nobody read it: the user makes two shortcuts for SAM. */
export function createMacFocus(shortcuts: ShortcutsPort): FocusPort {
  return {
    async set({ enabled, name }, signal) {
      const shown = (name ?? 'focus').replace(/(?<!\S)\p{Ll}/gu, (letter) => letter.toUpperCase())
      const wanted = `SAM ${shown} ${enabled ? 'On' : 'Off'}`
      const known = (await shortcuts.list(signal)).find((one) => one.toLowerCase() === wanted.toLowerCase())
      if (known === undefined) {
        throw new SamError('shortcut-missing', 'macOS lets me change the focus only through a shortcut of yours.', {
          kind: 'missing',
          remedy: `In Shortcuts, make one called "${wanted}" with the action Set Focus.`,
        })
      }
      await shortcuts.run(known, signal)
      return { known: false }
    },
  }
}
