import { execFile } from 'node:child_process'

/** Resident memory of all processes of a group in MB, by `ps`; 0 where that cannot be known. */
export function memoryOfGroupMb(groupId: number): Promise<number> {
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pgid=,rss='], { timeout: 5000, maxBuffer: 1 << 22 }, (error, output) => {
      if (error !== null) return resolve(0)
      let kilobytes = 0
      for (const line of output.split('\n')) {
        const [group, resident] = line.trim().split(/\s+/).map(Number)
        if (group === groupId) kilobytes += resident ?? 0
      }
      resolve(kilobytes / 1024)
    })
  })
}
