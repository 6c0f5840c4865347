import { describe, expect, it } from 'vitest'
import { plainWords, wordErrors } from '../../../src/app/bench/hearing/word-errors.ts'

describe('word errors', () => {
  it.each([
    ['open the terminal', 'Open the terminal.', 0],
    ['set a timer for five minutes', 'Set a timer for 5 minutes!', 0],
    ['open the terminal', 'open terminal', 1],
    ['open the terminal', 'please open the big terminal', 2],
    ['one two three', '', 3],
    ['', 'thank you', 2],
    ['turn it off', 'turn it of', 1],
  ])('%j heard as %j: %i', (reference, heard, errors) => {
    expect(wordErrors(plainWords(reference), plainWords(heard))).toBe(errors)
  })
})
