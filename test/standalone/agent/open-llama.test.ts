import { expect, it, vi } from 'vitest'
import { openLlama } from '../../../src/agent/local-model/open-llama.ts'
import { silentLogger } from '../../../src/core/log.ts'

vi.mock('node-llama-cpp', () => ({
  async getLlama() {
    await Promise.resolve()
    console.error('Failed to load a prebuilt binary. Error:', new Error('the test process was killed'))
    throw new Error('NoBinaryFound')
  },
}))

it('keeps what the library writes to the console for the log, also where it is opened twice at a time', async () => {
  const written = vi.spyOn(console, 'error').mockImplementation(() => {})
  const own = console.error
  const logged: string[] = []
  const log = { ...silentLogger, debug: (message: string) => void logged.push(message) }
  const both = await Promise.allSettled([openLlama(log), openLlama(log)])
  expect(both).toMatchObject([{ reason: { message: 'NoBinaryFound' } }, { reason: { message: 'NoBinaryFound' } }])
  expect(logged).toHaveLength(2)
  expect(logged[0]).toMatch(/prebuilt binary.*the test process was killed/)
  expect(written).not.toHaveBeenCalled()
  expect(console.error).toBe(own)
  written.mockRestore()
})
