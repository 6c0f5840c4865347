import { notOnThisPlatform } from '../absent-machine.ts'
import type { MachinePorts } from '../machine-port.ts'
import { createRecordingMachine } from '../recording-machine.ts'
import type { MacPrograms } from './mac-programs.ts'
import type { ScriptRunner } from './script-runner.ts'

type Environment = Record<string, string | undefined>

export function createMacMachine(
  _programs: MacPrograms,
  _runScript: ScriptRunner,
  _environment: Environment,
): MachinePorts {
  return createRecordingMachine(() => {
    throw notOnThisPlatform('That')
  })
}
