import type { BusyProcess, DiskSpace } from './machine-port.ts'

/** What `df -kP` prints; the columns are counted from the right, since the first may hold spaces. */
export function parseDiskSpace(text: string, nameOf: (mountedOn: string) => string): DiskSpace[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const found = / (\d+) +(\d+) +(\d+) +\d+% +(\/.*)$/.exec(line)
      if (found === null) return []
      const [, total, , free, mounted = '/'] = found
      return [{ name: nameOf(mounted), totalBytes: Number(total) * 1024, freeBytes: Number(free) * 1024 }]
    })
}

/** What `ps -o pid=,pcpu=,rss=,comm=` prints. Processes of one program are counted together. */
export function parseProcesses(text: string): BusyProcess[] {
  const byName = new Map<string, BusyProcess>()
  for (const line of text.split('\n')) {
    const found = /^ *(\d+) +([\d.,]+) +(\d+) +(.+)$/.exec(line)
    if (found === null) continue
    const [, id, percent = '', memory, command = ''] = found
    const name = programName(command)
    const known = byName.get(name)
    byName.set(name, {
      name,
      id: known?.id ?? Number(id),
      processorPercent: (known?.processorPercent ?? 0) + Number(percent.replace(',', '.')),
      memoryBytes: (known?.memoryBytes ?? 0) + Number(memory) * 1024,
    })
  }
  return [...byName.values()]
}

/** "/Applications/Safari.app/Contents/MacOS/Safari" is Safari, and so are its helpers. */
function programName(command: string): string {
  const bundle = /\/([^/]+)\.app\//.exec(command)?.[1]
  return bundle ?? (command.trim().split('/').at(-1) || command.trim())
}
