import { expect, it } from 'vitest'
import { createWordsToCome, openTextEnds, spokenWords } from '../../../src/agent/classifier/words-to-come.ts'
import { sentenceModelFiles } from '../../../src/app/sentence-model.ts'
import { installedModels } from '../installed-models.ts'

const ends = await openTextEnds(sentenceModelFiles(installedModels))
const { chanceOfMore } = createWordsToCome(ends)

it.each([
  ['Who painted the ceiling of', 'Who painted the ceiling of the chapel in Rome?'],
  ['How many calories', 'How many calories are in a banana?'],
  ['Can you tell me if', 'Can you tell me if the library is open on Sunday?'],
  ['I would like to know', 'I would like to know what happened in the news.'],
  ['Hey Jarvis, does the train to', 'Hey Jarvis, does the train to Berlin have a restaurant?'],
])('"%s" goes on, "%s" does not', async (begun, whole) => {
  expect(await chanceOfMore(begun)).toBeGreaterThan(0.7)
  expect(await chanceOfMore(whole)).toBeLessThan(0.5)
})

it('is not told by the number of words', async () => {
  expect(await chanceOfMore('Read my messages')).toBeLessThan(await chanceOfMore('Read my messages from the'))
  expect(await chanceOfMore('Send my new')).toBeGreaterThan(await chanceOfMore('Play some music'))
})

it('takes words as they are, however they are written, and any number of them', async () => {
  expect(spokenWords('What’s 25 % of Twelve?')).toEqual(['whats', 'ten', 'of', 'ten'])
  expect(spokenWords('…')).toEqual([])
  for (const text of ['', '…', 'word '.repeat(2000)]) {
    const chance = await chanceOfMore(text)
    expect(chance).toBeGreaterThanOrEqual(0)
    expect(chance).toBeLessThanOrEqual(1)
  }
})

it('judges by the last words of a long turn', async () => {
  const long = 'and then we went to the shop to buy some bread '.repeat(20)
  expect(await chanceOfMore(`${long} because of the`)).toBeGreaterThan(await chanceOfMore(`${long} yesterday`))
})
