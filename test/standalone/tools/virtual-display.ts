import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll } from 'vitest'

/** An X server of the tests around it, without a screen. The answer tells its display once they run. */
export function withVirtualDisplay(): () => string {
  let screen: ReturnType<typeof spawn> | undefined
  let display = ''
  beforeAll(async () => {
    // The server picks a free display and tells its number on descriptor 3.
    screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '640x480x24', '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const told = screen.stdio[3]
    if (told === null || told === undefined) throw new Error('Xvfb has no descriptor 3')
    const [number] = await once(told, 'data')
    display = `:${String(number).trim()}`
  })
  afterAll(() => void screen?.kill('SIGTERM'))
  return () => display
}
