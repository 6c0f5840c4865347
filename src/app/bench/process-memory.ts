import fs from 'node:fs'

/** Memory of a process in bytes; what several places map counts once. Linux only. */
export function memoryOf(pid: number | undefined): number {
  const rollup = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1024
}
