import fs from 'node:fs'
import { SamError } from '../../../core/errors.ts'
import { notAvailableHere } from '../../failure.ts'
import { launch } from '../launch.ts'
import type { PowerCommand, PowerPort } from '../machine-port.ts'
import type { LinuxTools } from './linux-tools.ts'

const systemd = 'Power control'

export function createLinuxPower(tools: LinuxTools): PowerPort {
  const session = tools.environment['XDG_SESSION_ID']
  const commands: Record<PowerCommand, () => readonly [program: string, packageName: string, ...args: string[]]> = {
    sleep: () => ['systemctl', 'systemd', 'suspend'],
    'display-sleep': () => ['xset', 'x11-xserver-utils', 'dpms', 'force', 'off'],
    lock: () => ['loginctl', 'systemd', 'lock-session', ...(session ? [session] : [])],
    restart: () => ['systemctl', 'systemd', 'reboot'],
    'shut-down': () => ['systemctl', 'systemd', 'poweroff'],
    'log-out': () => {
      if (!session) throw new SamError('not-on-this-platform', 'There is no session here to log out of.')
      return ['loginctl', 'systemd', 'terminate-session', session]
    },
  }
  return {
    async command(command, signal) {
      const [program, packageName, ...args] = commands[command]()
      tools.first([program], systemd, packageName)
      await tools.read(program, args, systemd, signal)
    },
    async keepAwake(seconds) {
      const [inhibit, sleep] = [tools.find('systemd-inhibit'), tools.find('sleep')]
      if (inhibit === undefined || sleep === undefined)
        throw notAvailableHere('Staying awake', 'systemd-inhibit', 'systemd')
      const args = ['--what=idle:sleep', '--who=SAM', '--why=asked by the user', sleep, String(seconds)]
      const { processId } = await launch(inhibit, args, {
        environment: tools.environment,
        watchMs: 300,
        name: 'Staying awake',
      })
      if (processId === undefined) throw new SamError('power-unchanged', 'The system did not stay awake.')
      return { processId }
    },
    async letSleep(processId) {
      if (!isInhibitor(processId)) return false
      // Its group, for the program that it waits for.
      process.kill(-processId, 'SIGTERM')
      return true
    },
  }
}

/** The number may belong to another program by now. */
function isInhibitor(processId: number): boolean {
  try {
    const line = fs.readFileSync(`/proc/${processId}/cmdline`, 'utf8')
    return line.includes('systemd-inhibit') && line.includes('--who=SAM')
  } catch {
    return false
  }
}
