import { describe, expect, test } from 'vitest'
import { createEndOfPhrase } from '../../../src/app/panel/model/recorder.ts'
import { phraseKey, scoreLine } from '../../../src/app/panel/model/wake-lines.ts'
import { phraseId } from '../../../src/audio/wake/trained-phrases.ts'

describe('recording a phrase', () => {
  const [speech, room] = [0.1, 0.0008]
  /** How many frames of 20 ms are recorded of this. */
  const framesOf = (...loudness: [value: number, frames: number][]) => {
    const isOver = createEndOfPhrase()
    let count = 0
    for (const [value, frames] of loudness)
      for (let frame = 0; frame < frames; frame += 1) {
        count += 1
        if (isOver(value)) return count
      }
    return undefined
  }

  test('ends after what was said, and not in its middle', () => {
    expect(framesOf([room, 50], [speech, 20], [room, 15], [speech, 20], [room, 200])).toBe(50 + 20 + 15 + 20 + 35)
  })

  test('does not wait for ever: not for a beginning, and not for an end', () => {
    expect(framesOf([room, 1000])).toBe(150)
    expect(framesOf([speech, 1000])).toBe(200)
  })
})

describe('phrases', () => {
  test.each(['hey sam', '  Hey, Sam! ', 'good-morning', 'hé', '7', 'abc', '', 'what’s up doc'])('%s', (phrase) => {
    const inCore = () => {
      try {
        return phraseId(phrase)
      } catch {
        return undefined
      }
    }
    expect(phraseKey(phrase)).toBe(inCore())
  })
})

test('a score line has one value for each moment', () => {
  const line = [
    { atMs: 64, score: 0.2 },
    { atMs: 32, score: 0.1 },
    { atMs: 64, score: 0.5 },
  ]
  expect(scoreLine(line)).toEqual({ seconds: [0.032, 0.064], scores: [0.1, 0.5] })
})
