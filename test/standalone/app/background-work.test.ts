import { describe, expect, test } from 'vitest'
import { BackgroundWork } from '../../../src/app/desk/background-work.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { SamError } from '../../../src/core/errors.ts'

describe('work of the core that goes on by itself', () => {
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  test('tells how far it is, runs once at a time, and keeps what came of it', async () => {
    const work = new BackgroundWork<string>(systemClock)
    expect(work.state()).toEqual({ phase: 'none' })
    const { promise, resolve } = Promise.withResolvers<string>()
    work.start('busy', async ({ onProgress }) => {
      onProgress({ done: 1, total: 2 })
      return promise
    })
    expect(work.state()).toMatchObject({ phase: 'running', progress: { done: 1, total: 2 } })
    expect(() => work.start('I am at it.', async () => 'never')).toThrow('I am at it.')
    resolve('made')
    await settled()
    expect(work.state()).toMatchObject({ phase: 'done', result: 'made' })
  })

  test('a failure is kept with its words', async () => {
    const work = new BackgroundWork<string>(systemClock)
    work.start('busy', async () => {
      throw new SamError('sad', 'It broke.', { remedy: 'Mend it.' })
    })
    await settled()
    expect(work.state()).toMatchObject({ phase: 'failed', error: { message: 'It broke.', remedy: 'Mend it.' } })
  })

  test('whoever stops it waits until nothing runs, and it may begin anew', async () => {
    const work = new BackgroundWork<string>(systemClock)
    let running = true
    work.start('busy', ({ signal }) =>
      new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))).finally(() => {
        running = false
      }),
    )
    await work.stop()
    expect(running).toBe(false)
    expect(work.state()).toMatchObject({ phase: 'stopped' })
    work.start('busy', async () => 'again')
    await settled()
    expect(work.state()).toMatchObject({ phase: 'done', result: 'again' })
  })
})
