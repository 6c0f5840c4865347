import { describe, expect, it } from 'vitest'
import { VoiceOnset } from '../../../../src/audio/echo/voice-onset.ts'
import { seededRandom } from '../../../../src/core/numbers/random.ts'

const block = 256

/** Which blocks of a loud sound are taken for a voice. */
function heard(sound: Float32Array, loud: (block: number) => boolean = () => true): boolean[] {
  const onset = new VoiceOnset()
  return Array.from({ length: sound.length / block }, (_, number) =>
    onset.next(number, sound.subarray(number * block, (number + 1) * block), loud(number)),
  )
}

function noise(blocks: number): Float32Array {
  const random = seededRandom(4)
  return Float32Array.from({ length: blocks * block }, () => random() - 0.5)
}

/** A sawtooth over a little breath. */
function vowel(blocks: number, hertz: number): Float32Array {
  return noise(blocks).map((breath, at) => (((at * hertz) / 16_000) % 1) - 0.5 + 0.3 * breath)
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  return Float32Array.of(...first, ...second)
}

describe('the beginning of a voice', () => {
  it.each([80, 130, 240])('is known at its third block, at %i Hz', (hertz) => {
    expect(heard(vowel(8, hertz)).indexOf(true)).toBeLessThanOrEqual(3)
  })

  it('may hiss for a moment', () => {
    expect(heard(joined(noise(4), vowel(6, 120)))).toContain(true)
  })

  it('is none where something coughs or knocks, though that has some voice later', () => {
    expect(heard(noise(20))).not.toContain(true)
    expect(heard(joined(noise(10), vowel(10, 120)))).not.toContain(true)
  })

  it('goes on through short gaps, but not through what is no louder than SAM leaves it', () => {
    const verdicts = heard(vowel(12, 120), (number) => number !== 6)
    expect(verdicts[6]).toBe(false)
    expect(verdicts[7]).toBe(true)
    expect(heard(vowel(12, 120), () => false)).not.toContain(true)
    expect(heard(vowel(12, 120), (number) => number % 4 === 0)).not.toContain(true)
  })

  it('is looked for anew after a pause', () => {
    const sound = joined(noise(12), vowel(30, 120))
    expect(heard(sound, (number) => number < 12 || number > 25).indexOf(true)).toBeGreaterThan(26)
  })
})
