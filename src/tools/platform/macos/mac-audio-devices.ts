import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { AudioDevicesPort } from '../machine-port.ts'
import { oneNamed } from '../one-named.ts'
import type { MacToolbox } from './mac-programs.ts'
import type { ScriptRunner } from './script-runner.ts'
import { fields } from './scripts.ts'

const device = z.object({ name: z.string().min(1).max(200) })

/** The level by AppleScript; devices by SwitchAudioSource, since macOS has no command for them. */
export function createMacAudioDevices(programs: MacToolbox, runScript: ScriptRunner): AudioDevicesPort {
  const level = (field: string | undefined) =>
    field !== undefined && /^\d{1,3}$/.test(field) ? Number(field) : undefined
  const ask = async (args: readonly string[], signal: AbortSignal): Promise<string> => {
    if (!programs.has('SwitchAudioSource')) {
      throw new SamError('program-missing', 'macOS has no command for the sound output: it needs SwitchAudioSource.', {
        kind: 'missing',
        remedy: 'Install it with `brew install switchaudio-osx`.',
      })
    }
    const result = await programs.run('SwitchAudioSource', args, { timeoutMs: 5000, signal })
    if (result.exitCode === 0) return result.stdout
    throw new SamError('sound-unreachable', 'The sound output could not be changed.', {
      cause: new Error(result.stderr),
    })
  }
  /** One JSON object a line; other lines are left out. */
  const names = (printed: string): string[] =>
    printed.split('\n').flatMap((line) => {
      try {
        return [device.parse(JSON.parse(line)).name]
      } catch {
        return []
      }
    })
  return {
    async setInputLevel(change, signal) {
      const args = 'level' in change ? ['level', String(change.level)] : ['delta', String(change.delta)]
      const answer = await runScript('set-input-level', { args, application: 'the sound settings', signal })
      if (answer === 'fixed') {
        throw new SamError('volume-fixed', 'This microphone has no level of its own: use the knob of the device.')
      }
      const [before, after] = fields(answer)
      return { before: level(before), after: level(after) }
    },
    async setOutput(name, signal) {
      const all = names(await ask(['-a', '-t', 'output', '-f', 'json'], signal))
      const [before] = names(await ask(['-c', '-t', 'output', '-f', 'json'], signal))
      const after = oneNamed(all, name, 'device', 'sound output')
      await ask(['-t', 'output', '-s', after], signal)
      return { ...(before === undefined ? {} : { before }), after }
    },
  }
}
