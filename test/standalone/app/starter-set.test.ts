import { expect, it } from 'vitest'
import { StarterSet } from '../../../src/app/models/starter-set.ts'
import { currentStep } from '../../../src/app/panel/model/first-steps.ts'
import { SamError } from '../../../src/core/errors.ts'
import { catalogue } from '../../../src/models/catalogue.ts'
import type { DiskModelStore } from '../../../src/models/store.ts'

const never = new AbortController().signal

/** A disk on which nothing lies yet; what is pulled comes in two pieces. */
function emptyDisk(fails: { id: string; error: SamError }[] = []) {
  const here = new Set<string>()
  const pulled: string[] = []
  const models = {
    list: () =>
      catalogue.map((entry) => ({
        ...{ entry, state: here.has(entry.id) ? ('installed' as const) : ('missing' as const) },
        ...{ downloadBytes: entry.artifacts.reduce((sum, { bytes }) => sum + bytes, 0), pins: {}, waitingBytes: 0 },
        ...{ lendsTo: [], unpinned: [] },
      })),
    async pull([id = '']: readonly string[], { onProgress, signal } = {}) {
      pulled.push(id)
      for (const receivedBytes of [50, 100]) {
        onProgress?.({ id, receivedBytes, totalBytes: 100, phase: 'download' })
        await new Promise((resolve) => setTimeout(resolve, 5))
        signal?.throwIfAborted()
      }
      const failure = fails.findIndex((one) => one.id === id)
      if (failure !== -1) throw fails.splice(failure, 1)[0]?.error
      here.add(id)
      return []
    },
  } satisfies Pick<DiskModelStore, 'list' | 'pull'>
  return { models, here, pulled, starter: new StarterSet({ models, offline: false }) }
}

it('fetches what SAM hears with first, then its voice, then what answers; each part is told as soon as it is here', async () => {
  const { starter, pulled, here } = emptyDisk()
  const seen: [string, number][] = []
  const over = (['hearing', 'speaking', 'thinking'] as const).map((part) =>
    starter.has(part, never).then(() => seen.push([part, here.size])),
  )
  expect(currentStep({ marks: ['hello'] }, starter.state())).toBe('models')
  await starter.fetch(never)
  await Promise.all(over)
  expect(pulled.slice(0, 3)).toEqual(['silero-vad', 'openwakeword', 'whisper-tiny-en'])
  expect(pulled.slice(3, 5)).toEqual(['espeak-ng-data', 'piper-en-us-joe'])
  expect(new Set(pulled)).toEqual(new Set(catalogue.filter(({ set }) => set === 'starter').map(({ id }) => id)))
  expect(seen.map(([part]) => part)).toEqual(['hearing', 'speaking', 'thinking'])
  expect(starter.state()).toEqual({ missing: [] })
})

it('lets the first steps go on once it hears, and tells how far it is with what was here before', async () => {
  const { starter, here } = emptyDisk()
  for (const id of ['silero-vad', 'openwakeword', 'whisper-tiny-en']) here.add(id)
  expect(currentStep({ marks: ['hello'] }, starter.state())).toBe('microphone')
  const states: unknown[] = []
  await starter.fetch(never, () => states.push(starter.state().running))
  expect(states[1]).toMatchObject({ id: 'espeak-ng-data', receivedBytes: 100, totalBytes: 100, fromBytes: 50 })
})

it('says why it ended, and a later call goes on there', async () => {
  const error = new SamError('model-download-failed', 'The network is down.', { remedy: 'Connect.' })
  const { starter, pulled } = emptyDisk([{ id: 'openwakeword', error }])
  const first = starter.fetch(never)
  await expect(starter.fetch(never)).rejects.toBe(error)
  await expect(first).rejects.toBe(error)
  expect(starter.state()).toMatchObject({ failed: { code: 'model-download-failed', remedy: 'Connect.' } })
  expect(starter.lacks('hearing')).toBe(true)
  await starter.fetch(never)
  expect(pulled.slice(0, 4)).toEqual(['silero-vad', 'openwakeword', 'openwakeword', 'whisper-tiny-en'])
  expect(starter.lacks()).toBe(false)
  const stopped = emptyDisk()
  const stop = new AbortController()
  const ended = stopped.starter.fetch(stop.signal)
  stop.abort()
  await expect(ended).rejects.toThrow()
  expect(stopped.starter.state().failed).toBeUndefined()
})

it('names all that is missing, and what helps, where SAM is offline', async () => {
  const error = new SamError('model-download-failed', 'Not asked.', { kind: 'missing' })
  const { models } = emptyDisk([{ id: 'silero-vad', error }])
  const starter = new StarterSet({ models, offline: true })
  await expect(starter.fetch(never)).rejects.toMatchObject({ code: 'offline', cause: error })
  expect(starter.state().failed).toMatchObject({
    code: 'offline',
    message: expect.stringMatching(/silero-vad, openwakeword/),
    remedy: expect.stringContaining('offline switch'),
  })
})
