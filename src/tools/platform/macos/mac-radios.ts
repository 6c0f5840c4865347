import { SamError } from '../../../core/errors.ts'
import type { RadiosPort } from '../machine-port.ts'
import type { MacToolbox } from './mac-programs.ts'

export function createMacRadios(programs: MacToolbox): RadiosPort {
  const run = async (name: string, args: readonly string[], signal: AbortSignal): Promise<string> => {
    const result = await programs.run(name, args, { timeoutMs: 8000, signal })
    if (result.exitCode === 0) return result.stdout
    throw new SamError('radio-unchanged', 'macOS did not let me switch that.', { cause: new Error(result.stderr) })
  }
  return {
    async setWifi(on, signal) {
      const ports = await run('networksetup', ['-listallhardwareports'], signal)
      const device = /^Hardware Port: Wi-Fi\nDevice: (\w+)$/m.exec(ports)?.[1]
      if (device === undefined) throw new SamError('no-device', 'This Mac has no Wi-Fi.')
      const before = /: (On|Off)\s*$/.exec(await run('networksetup', ['-getairportpower', device], signal))?.[1]
      await run('networksetup', ['-setairportpower', device, on ? 'on' : 'off'], signal)
      return { before: before === undefined ? undefined : before === 'On' }
    },
    async setBluetooth(on, signal) {
      if (!programs.has('blueutil')) {
        throw new SamError('program-missing', 'macOS has no command for Bluetooth: it needs blueutil.', {
          kind: 'missing',
          remedy: 'Install it with `brew install blueutil`.',
        })
      }
      const before = (await run('blueutil', ['--power'], signal)).trim()
      await run('blueutil', ['--power', on ? '1' : '0'], signal)
      return { before: before === '1' ? true : before === '0' ? false : undefined }
    },
  }
}
