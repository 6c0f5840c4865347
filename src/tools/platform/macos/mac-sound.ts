import { SamError } from '../../../core/errors.ts'
import type { SoundPort } from '../port.ts'
import type { ScriptRunner } from './script-runner.ts'
import { fields } from './scripts.ts'

const application = 'the sound settings'

function level(field: string | undefined): number | undefined {
  return field !== undefined && /^\d{1,3}$/.test(field) ? Number(field) : undefined
}

export function createMacSound(runScript: ScriptRunner): SoundPort {
  return {
    async setVolume(change, signal) {
      const args = 'level' in change ? ['level', String(change.level)] : ['delta', String(change.delta)]
      const answer = await runScript('set-volume', { args, application, signal })
      if (answer === 'fixed') {
        throw new SamError('volume-fixed', 'This sound output has no volume of its own: use the knob of the device.')
      }
      const [before, after] = fields(answer)
      return { before: level(before), after: level(after) }
    },
    async setMuted(muted, signal) {
      const answer = await runScript('set-muted', { args: [String(muted)], application, signal })
      return { before: answer === 'true' ? true : answer === 'false' ? false : undefined }
    },
  }
}
