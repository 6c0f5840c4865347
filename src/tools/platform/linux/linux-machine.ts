import { notOnThisPlatform } from '../absent-machine.ts'
import type { MachinePorts } from '../machine-port.ts'
import { createRecordingMachine } from '../recording-machine.ts'

export function createLinuxMachine(_environment: Record<string, string | undefined>): MachinePorts {
  return createRecordingMachine(() => {
    throw notOnThisPlatform('That')
  })
}
