import { fork } from 'node:child_process'
import { once } from 'node:events'

const entry = new URL('./hold-database-process.ts', import.meta.url)

/** Has another process hold SAM's database for so long; resolves when it holds it. */
export async function holdDatabase(home: string, milliseconds: number): Promise<void> {
  const child = fork(entry, [home, String(milliseconds)])
  await once(child, 'message')
}
