import { SamError } from '../../../core/errors.ts'
import type { PhonePort } from '../personal-port.ts'
import { dialled } from './dialled.ts'
import type { MacPrograms } from './mac-programs.ts'

/** Calls through FaceTime, which passes a telephone number on to the iPhone and asks on the screen before it dials. */
export function createMacPhone(programs: MacPrograms): PhonePort {
  return {
    async call(to, kind, signal) {
      const number = dialled(to)
      const mail = number.includes('@')
      const scheme = kind === 'video' ? 'facetime://' : mail ? 'facetime-audio://' : 'tel:'
      const link = `${scheme}${mail ? encodeURIComponent(number) : number}`
      const result = await programs.run('open', [link], { timeoutMs: 8000, signal })
      if (result.exitCode === 0) return
      throw new SamError('call-failed', 'FaceTime could not be opened for the call.', {
        cause: new Error(result.stderr),
      })
    },
  }
}
