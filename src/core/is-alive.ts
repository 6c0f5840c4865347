/** True while there is a process with this number, whoever's it is. Numbers are given again: it need not be the one that was meant. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
