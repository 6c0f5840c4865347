import os from 'node:os'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { parseDiskSpace, parseProcesses } from '../machine-answers.ts'
import type { MachinePort } from '../machine-port.ts'
import type { MacPrograms } from './mac-programs.ts'

export function createMacFacts(programs: MacPrograms, home: string): MachinePort {
  const read = async (name: string, args: readonly string[], signal: AbortSignal): Promise<string> => {
    const result = await programs.run(name, args, { timeoutMs: 6000, signal, environment: { LC_ALL: 'C' } })
    if (result.exitCode === 0) return result.stdout
    throw new SamError('machine-silent', `The Mac did not answer: ${name} failed.`, { cause: new Error(result.stderr) })
  }
  const quiet = (name: string, args: readonly string[], signal: AbortSignal) =>
    read(name, args, signal).catch((thrown: unknown) => {
      if (signal.aborted) throw thrown
      return ''
    })
  return {
    async facts(signal) {
      const product = await read('sw_vers', ['-productVersion'], signal)
      const [model = '', processor = '', memory = ''] = (
        await quiet('sysctl', ['-n', 'hw.model', 'machdep.cpu.brand_string', 'hw.memsize'], signal)
      ).split('\n')
      return {
        system: `macOS ${product.trim()}`,
        ...(model === '' ? {} : { model: modelName(model) }),
        ...(processor === '' ? {} : { processor }),
        memoryBytes: Number(memory) || os.totalmem(),
        uptimeSeconds: Math.round(os.uptime()),
      }
    },
    async disks(signal) {
      const text = await read('df', ['-kP', home], signal)
      return parseDiskSpace(text, (mounted) => (mounted.startsWith('/Volumes/') ? path.basename(mounted) : 'the disk'))
    },
    async processes(signal) {
      return parseProcesses(await read('ps', ['-Axo', 'pid=,pcpu=,rss=,comm='], signal))
    },
    async network(signal) {
      const route = await quiet('route', ['-n', 'get', 'default'], signal)
      const device = /interface: (\S+)/.exec(route)?.[1]
      if (device === undefined) return { online: false }
      const address = (await quiet('ipconfig', ['getifaddr', device], signal)).trim()
      const ports = await quiet('networksetup', ['-listallhardwareports'], signal)
      const via = portOf(ports, device) ?? device
      const name =
        via === 'Wi-Fi' ? /^ *SSID : (.+)$/m.exec(await quiet('ipconfig', ['getsummary', device], signal))?.[1] : ''
      // macOS hides the name from programs without the right to know where the Mac is.
      const hidden = name === undefined || name === '' || name.includes('redacted')
      return { online: true, via, ...(address === '' ? {} : { address }), ...(hidden ? {} : { wifiName: name }) }
    },
  }
}

/** "Hardware Port: Wi-Fi" above "Device: en0". */
export function portOf(text: string, device: string): string | undefined {
  return text
    .split('\n\n')
    .find((block) => new RegExp(`^Device: ${device}$`, 'm').test(block))
    ?.match(/^Hardware Port: (.+)$/m)?.[1]
}

/** "MacBookPro18,3" is a MacBook Pro; newer ones are all called "Mac15,6". */
function modelName(identifier: string): string {
  const letters = identifier.replace(/\d+,\d+$/, '')
  return letters.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace('Mac Book', 'MacBook') || identifier
}
