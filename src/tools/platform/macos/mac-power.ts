import { SamError } from '../../../core/errors.ts'
import type { PowerPort } from '../machine-port.ts'
import type { ScriptMethod } from './json-scripts.ts'
import type { MacToolbox } from './mac-programs.ts'
import { nothing } from './personal-answers.ts'

export function createMacPower(programs: MacToolbox, desktop: ScriptMethod): PowerPort {
  const pmset = async (what: string, signal: AbortSignal) => {
    const result = await programs.run('pmset', [what], { timeoutMs: 8000, signal })
    if (result.exitCode === 0) return
    throw new SamError('power-unchanged', 'macOS did not do that.', { cause: new Error(result.stderr) })
  }
  return {
    async command(command, signal) {
      if (command === 'sleep') await pmset('sleepnow', signal)
      else if (command === 'display-sleep') await pmset('displaysleepnow', signal)
      else if (command === 'lock') await desktop('press', { key: 'lock', times: 1 }, nothing, signal)
      else await desktop('command', { command }, nothing, signal)
    },
    async keepAwake(seconds) {
      const { processId } = await programs.start('caffeinate', ['-d', '-i', '-t', String(seconds)])
      if (processId === undefined) throw new SamError('power-unchanged', 'macOS did not stay awake.')
      return { processId }
    },
    async letSleep(processId, signal) {
      // The number may belong to another program by now.
      const found = await programs.run('ps', ['-o', 'comm=', '-p', String(processId)], { timeoutMs: 4000, signal })
      if (!/(?:^|\/)caffeinate$/.test(found.stdout.trim())) return false
      return (await programs.run('kill', [String(processId)], { timeoutMs: 4000, signal })).exitCode === 0
    },
  }
}
