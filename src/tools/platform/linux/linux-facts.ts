import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { BusyProcess, DiskSpace, MachinePort, NetworkFacts } from '../machine-port.ts'
import type { LinuxTools } from './linux-tools.ts'

const sampleMs = 400
/** Of the kernel's clock; 100 on every architecture that Node runs on. */
const ticksPerSecond = 100
const pageBytes = 4096

/** What the machine tells by itself: /proc, /sys and the file system. Programs only add the name of the Wi-Fi. */
export function createLinuxFacts(tools: LinuxTools, home: string): MachinePort {
  return {
    async facts() {
      const [model, processor] = [read('/sys/class/dmi/id/product_name'), os.cpus()[0]?.model.trim()]
      return {
        system: /^PRETTY_NAME="?([^"\n]+)/m.exec(read('/etc/os-release'))?.[1] ?? `Linux ${os.release()}`,
        ...(model === '' ? {} : { model }),
        ...(processor === undefined || processor === '' ? {} : { processor }),
        memoryBytes: os.totalmem(),
        uptimeSeconds: Math.round(os.uptime()),
      }
    },
    async disks() {
      const main = space(home, 'the disk')
      const others = mountedDisks().map((folder) => space(folder, path.basename(folder)))
      return [main, ...others].filter((disk) => disk !== undefined)
    },
    async processes(signal) {
      const before = processorTimes()
      await wait(sampleMs, undefined, { signal })
      return busy(before, processorTimes())
    },
    async network(signal) {
      const facts = connection(read('/proc/net/route'))
      if (facts.via !== 'Wi-Fi' || tools.find('nmcli') === undefined) return facts
      const args = ['-t', '-f', 'ACTIVE,SSID', 'device', 'wifi', 'list', '--rescan', 'no']
      const { stdout } = await tools.run('nmcli', args, signal)
      const name = /^yes:(.+)$/m.exec(stdout)?.[1]?.replace(/\\(.)/g, '$1')
      return name === undefined ? facts : { ...facts, wifiName: name }
    },
  }
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

function space(folder: string, name: string): DiskSpace | undefined {
  try {
    const { bsize, blocks, bavail } = fs.statfsSync(folder)
    return { name, totalBytes: blocks * bsize, freeBytes: bavail * bsize }
  } catch {
    return undefined
  }
}

/** Where desktops mount what is plugged in. The kernel writes a space in a name as \040. */
function mountedDisks(): string[] {
  return read('/proc/mounts')
    .split('\n')
    .map((line) =>
      (line.split(' ')[1] ?? '').replace(/\\(\d{3})/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 8)),
      ),
    )
    .filter((folder) => /^\/(?:media|run\/media)\//.test(folder))
}

interface Times {
  name: string
  ticks: number
  memoryBytes: number
}

function processorTimes(): Map<number, Times> {
  const found = new Map<number, Times>()
  for (const id of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${id}/stat`)
    // The name stands in brackets and may hold spaces and brackets itself.
    const end = stat.lastIndexOf(')')
    if (end < 0) continue
    const fields = stat.slice(end + 2).split(' ')
    const name = stat.slice(stat.indexOf('(') + 1, end)
    const ticks = Number(fields[11]) + Number(fields[12])
    found.set(Number(id), { name, ticks, memoryBytes: Number(fields[21]) * pageBytes })
  }
  return found
}

function busy(before: Map<number, Times>, after: Map<number, Times>): BusyProcess[] {
  const byName = new Map<string, BusyProcess>()
  for (const [id, { name, ticks, memoryBytes }] of after) {
    const spent = Math.max(0, ticks - (before.get(id)?.ticks ?? ticks))
    const known = byName.get(name)
    byName.set(name, {
      name,
      id: known?.id ?? id,
      processorPercent: (known?.processorPercent ?? 0) + (spent / ticksPerSecond / (sampleMs / 1000)) * 100,
      memoryBytes: (known?.memoryBytes ?? 0) + memoryBytes,
    })
  }
  return [...byName.values()]
}

/** @param routes /proc/net/route: the default route goes to 00000000 */
function connection(routes: string): NetworkFacts {
  const device = routes
    .split('\n')
    .map((line) => line.split(/\s+/))
    .find(([, destination]) => destination === '00000000')?.[0]
  if (device === undefined) return { online: false }
  const address = os.networkInterfaces()[device]?.find(({ family }) => family === 'IPv4')?.address
  const via = fs.existsSync(`/sys/class/net/${device}/wireless`) ? 'Wi-Fi' : /^e/.test(device) ? 'Ethernet' : device
  return { online: true, via, ...(address === undefined ? {} : { address }) }
}
