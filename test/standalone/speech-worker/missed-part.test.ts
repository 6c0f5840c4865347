import { expect, it } from 'vitest'
import { tellOnce } from '../../../src/app/speech-worker/missed-part.ts'
import { type ErrorRecord, SamError } from '../../../src/core/errors.ts'

it('tells each kind of failure once, with what mends it', () => {
  const told: ErrorRecord[] = []
  const doWithout = tellOnce((failure) => told.push(failure))
  const damaged = () => new SamError('model-corrupted', 'It is damaged.', { remedy: 'sam models pull it' })
  for (const thrown of [damaged(), damaged(), new Error('no memory'), damaged()])
    expect(doWithout(thrown)).toBeUndefined()
  expect(told).toMatchObject([{ code: 'model-corrupted', remedy: 'sam models pull it' }, { message: 'no memory' }])
})
