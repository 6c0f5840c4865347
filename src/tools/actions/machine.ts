import { z } from 'zod'
import { spokenBytes } from '../spoken/bytes.ts'
import { spokenDuration } from '../spoken/durations.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const nothing = z.strictObject({})
const processesInput = z.strictObject({
  kind: z.enum(['processor', 'memory']).default('processor').describe('What they use most of'),
})
const timeoutMs = 12_000
const mostSpoken = 3

/** system.info, system.disk, system.processes, system.network. */
export function createMachineTools({ platform }: ToolServices): Tool[] {
  const { machine } = platform

  const info: Tool<Record<string, never>> = {
    name: 'system.info',
    tier: 'read',
    summary: 'Tells what machine and system this is, and how long it has been on.',
    schema: nothing,
    timeoutMs,
    describe: () => 'Tell about this machine.',
    async run(_, { signal }) {
      const facts = await machine.facts(signal)
      const { system, model, processor, memoryBytes, uptimeSeconds } = facts
      const parts = [
        ...(model === undefined ? [] : [`on a ${model}`]),
        ...(processor === undefined ? [] : [`with ${processor}`]),
        ...(memoryBytes > 0 ? [`and ${spokenBytes(memoryBytes, 1024)} of memory`] : []),
      ]
      const upFor = uptimeSeconds > 0 ? ` It has been on for ${spokenDuration(uptimeSeconds * 1000)}.` : ''
      return done(`${[`This is ${system}`, ...parts].join(' ')}.${upFor}`, { output: facts })
    },
  }

  const disk: Tool<Record<string, never>> = {
    name: 'system.disk',
    tier: 'read',
    summary: 'Tells how much space is left on the disk.',
    schema: nothing,
    timeoutMs,
    describe: () => 'Tell how much space is left on the disk.',
    async run(_, { signal }) {
      const disks = await machine.disks(signal)
      const [main, ...others] = disks
      if (main === undefined) return done('I cannot tell how much space is left.', { output: { disks } })
      const first = `${spokenBytes(main.freeBytes)} of ${spokenBytes(main.totalBytes)} are free`
      const more = others.map(({ name, freeBytes }) => `${spokenBytes(freeBytes)} on ${name}`)
      return done(`${spokenList([first, ...more])}.`, { output: { disks } })
    },
  }

  const processes: Tool<z.infer<typeof processesInput>> = {
    name: 'system.processes',
    tier: 'read',
    summary: 'Tells which programs use most of the processor or the memory.',
    schema: processesInput,
    timeoutMs,
    describe: ({ kind }) => `Tell which programs use most of the ${kind}.`,
    async run({ kind }, { signal }) {
      const found = await machine.processes(signal)
      const use = kind === 'memory' ? 'memoryBytes' : 'processorPercent'
      const busiest = [...found].sort((a, b) => b[use] - a[use]).slice(0, 10)
      if (busiest.length === 0) return done('I cannot tell what is running.', { output: { processes: [] } })
      const told = busiest
        .slice(0, mostSpoken)
        .map(({ name, processorPercent, memoryBytes }) =>
          kind === 'memory'
            ? `${name} with ${spokenBytes(memoryBytes, 1024)}`
            : `${name} with ${Math.round(processorPercent)} percent`,
        )
      return done(`Most of the ${kind} is used by ${spokenList(told)}.`, { output: { processes: busiest } })
    },
  }

  const network: Tool<Record<string, never>> = {
    name: 'system.network',
    tier: 'read',
    summary: 'Tells whether and how this machine is connected to a network.',
    schema: nothing,
    timeoutMs,
    describe: () => 'Tell how this machine is connected.',
    async run(_, { signal }) {
      const facts = await machine.network(signal)
      if (!facts.online) return done('This machine is not connected to a network.', { output: facts })
      const wifi = facts.via === 'Wi-Fi'
      const name = facts.wifiName === undefined ? '' : `, ${facts.wifiName}`
      const silent = wifi && facts.wifiName === undefined ? ' The system keeps the name of the Wi-Fi to itself.' : ''
      const address = facts.address === undefined ? '' : ` Its address here is ${facts.address}.`
      return done(`Connected through ${facts.via ?? 'a network'}${name}.${address}${silent}`, { output: facts })
    },
  }

  return [info, disk, processes, network]
}
