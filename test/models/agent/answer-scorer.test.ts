import { afterAll, expect, it } from 'vitest'
import type { AnswerScorer } from '../../../src/agent/ports.ts'
import { openScorer } from '../../../src/app/learning/open-night.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { installedModels } from '../installed-models.ts'

const signal = new AbortController().signal
const messages = [
  { role: 'system' as const, content: 'You are SAM.' },
  { role: 'user' as const, content: 'Complete the sentence.' },
]
const chat = { messages, begun: 'The capital of France is' }
const cities = [' Berlin', ' Paris', ' Rome', ' Madrid']
let opened: AnswerScorer | undefined
const scorer = async () => {
  opened ??= await openScorer(installedModels, silentLogger, undefined, 1)
  return opened
}
afterAll(async () => opened?.dispose())

it('chooses the answer that it finds likeliest, however often it is asked', async () => {
  const model = await scorer()
  const { index, probability } = await model.choose(chat, cities, signal)
  expect(cities[index]).toBe(' Paris')
  expect(probability).toBeGreaterThan(0.9)
  const likelihoods: number[] = []
  for (const city of cities) likelihoods.push((await model.likelihood(chat, city, signal)).logProbability)
  expect(likelihoods.indexOf(Math.max(...likelihoods))).toBe(1)
  // What the cache holds of other answers changes nothing.
  const again = await model.choose(chat, cities, signal)
  expect(again.index).toBe(index)
  expect(again.probability).toBeCloseTo(probability, 3)
})

it('writes exactly what it says it would write, and nothing else', async () => {
  const model = await scorer()
  const written = await model.write(chat, 6, signal)
  expect(written).toMatch(/Paris/)
  expect(await model.writes(chat, written, signal)).toBe(true)
  expect(await model.writes(chat, written.replace('Paris', 'Rome'), signal)).toBe(false)
  const { logProbability, tokens } = await model.likelihood(chat, written, signal)
  expect(tokens).toBeLessThanOrEqual(7)
  expect(logProbability).toBeLessThan(0)
})

it('says so when a chat does not fit', async () => {
  const model = await scorer()
  const long = [{ role: 'user' as const, content: 'word '.repeat(2000) }]
  await expect(model.likelihood({ messages: long }, ' yes', signal)).rejects.toMatchObject({ code: 'request-too-long' })
})
