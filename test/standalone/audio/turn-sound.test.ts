import { describe, expect, it } from 'vitest'
import { chanceOfMore } from '../../../src/audio/turn-sound.ts'

const sound = new Float32Array(16)
const words = (chance: number) => async () => chance
const ending = (chance: number) => ({ chanceOfEnd: async () => chance })

describe('the chance that more words follow', () => {
  it('is that of the words alone where nothing hears the sound, and none where nothing can tell', async () => {
    const byWords = words(0.3)
    expect(chanceOfMore(byWords, undefined)).toBe(byWords)
    expect(chanceOfMore(undefined, undefined)).toBeUndefined()
  })

  it('grows with a voice that has not finished, and never falls by one that has', async () => {
    const at = async (byWords: number, end: number) => chanceOfMore(words(byWords), ending(end))?.('so', sound)
    expect(await at(0.3, 0.99)).toBeCloseTo(0.3)
    expect(await at(0.3, 0.5)).toBeCloseTo(0.3)
    expect(await at(0.3, 0.25)).toBeCloseTo(0.65)
    expect(await at(0.3, 0)).toBeCloseTo(1)
  })

  it('is unknown, and not none, where a voice falls and nothing reads the words', async () => {
    expect(await chanceOfMore(undefined, ending(0.1))?.('so', sound)).toBeCloseTo(0.8)
    expect(await chanceOfMore(undefined, ending(0.9))?.('so', sound)).toBeUndefined()
  })
})
