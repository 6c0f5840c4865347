import { expect, it } from 'vitest'
import { createWordsToCome, type TextEnds } from '../../../src/agent/classifier/words-to-come.ts'

/** Tells of a text how many words it has, and whether it ends in "the". */
const ends: TextEnds = {
  width: 2,
  tokensOf: (text) => [text.split(' ').length, text.endsWith('the') ? 1 : 0],
  read: async ([tokens]) => Float32Array.from(tokens ?? []),
}
/** One unit that is excited by "the" alone. */
const weights = Float32Array.from([0, 4, -1, 2, -3])

it('is a sum of units that are nothing below zero', async () => {
  const { chanceOfMore } = createWordsToCome(ends, weights)
  expect(await chanceOfMore('open the')).toBeCloseTo(1 / (1 + Math.exp(-(2 * (4 - 1) - 3))))
  expect(await chanceOfMore('open it')).toBeCloseTo(1 / (1 + Math.exp(3)))
})

it('refuses weights that are damaged or of another model', () => {
  for (const damaged of [[], [0, 4, -1, 2], [0, 4, Number.NaN, 2, -3]])
    expect(() => createWordsToCome(ends, Float32Array.from(damaged))).toThrow(
      expect.objectContaining({ code: 'classifier-damaged' }),
    )
})

it('comes with weights for the sentence model', () => {
  expect(() => createWordsToCome({ ...ends, width: 768 })).not.toThrow()
})
