import { expect, it } from 'vitest'
import {
  chanceOfMore,
  emptyWeights,
  endingBuckets,
  packWordsToCome,
  spokenWords,
  unpackWordsToCome,
} from '../../../src/agent/classifier/words-to-come.ts'

it.each([
  ['Who painted the ceiling of', 'Who painted the ceiling of the chapel in Rome?'],
  ['How many calories', 'How many calories are in a banana?'],
  ['Can you tell me if', 'Can you tell me if the library is open on Sunday?'],
  ['I would like to know', 'I would like to know what happened in the news.'],
  ['Does the train to', 'Does the train to Berlin have a restaurant?'],
])('"%s" goes on, "%s" does not', (begun, whole) => {
  expect(chanceOfMore(begun)).toBeGreaterThan(0.8)
  expect(chanceOfMore(whole)).toBeLessThan(0.8)
})

it('takes words as they are, however they are written', () => {
  expect(spokenWords('What’s 25 % of 1,000?')).toEqual(['whats', '0', 'of', '0', '0'])
  expect(spokenWords('…')).toEqual([])
  expect(chanceOfMore('')).toBeGreaterThan(0)
})

it('reads what it packed, and refuses what is damaged', () => {
  const weights = Int8Array.from(emptyWeights())
  for (const bucket of endingBuckets(['open', 'the'])) weights[bucket] = 1
  const table = unpackWordsToCome(packWordsToCome({ weights, scale: 0.5 }))
  expect(table.scale).toBe(0.5)
  expect(chanceOfMore('open the', table)).toBeGreaterThan(0.99)
  expect(chanceOfMore('unlike anything', table)).toBeLessThan(chanceOfMore('open the', table))
  for (const damaged of [Buffer.from('no table'), packWordsToCome({ weights: new Int8Array(8), scale: 1 })])
    expect(() => unpackWordsToCome(damaged)).toThrow(expect.objectContaining({ code: 'classifier-damaged' }))
})
