import { expect, it } from 'vitest'
import { untilLoaded } from '../../../src/app/bench/soak/until-loaded.ts'

it('asks a worker that was killed until it has loaded again', async () => {
  let asked = 0
  const load = async () => {
    asked += 1
    if (asked < 3) throw new Error('ended')
  }
  await untilLoaded({ load }, ['ear'])
  expect(asked).toBe(3)
})

it.each([
  ['never loads', () => Promise.reject(new Error('no such model')), 'no such model'],
  ['never answers', () => new Promise<void>(() => {}), 'timeout'],
])('says which worker %s', async (_, load, why) => {
  const error = await untilLoaded({ load }, ['recognizer', 'synthesizer'], 50).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'soak-not-loaded',
    message: expect.stringMatching(/recognizer and synthesizer/),
    cause: expect.objectContaining({ message: expect.stringContaining(why) }),
  })
})
