import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOpenings } from '../../../scripts/train-categories/openings.ts'
import { qualityOf } from '../../../scripts/train-categories/quality.ts'
import type { SentenceModelFiles } from '../../../src/core/text-model/bert-graph.ts'
import { categories } from '../../../src/memory/categories/category.ts'
import { CategoryClassifier } from '../../../src/memory/categories/classify.ts'
import { meantWordsOf } from '../../../src/memory/categories/opening.ts'
import { openEmbedder } from '../../../src/memory/embedding/embedder.ts'
import { startSam } from '../../standalone/cli/run-sam.ts'
import { temporaryFolder } from '../../standalone/memory/fixtures.ts'
import { simpleChat } from '../../standalone/memory/imports/exports.ts'
import { installedModels } from '../installed-models.ts'

const { id, files } = installedModels.locate('all-minilm-l6-v2')
const classifier = new CategoryClassifier()

async function judge(file: string) {
  const embedder = await openEmbedder({ id, ...files } as unknown as SentenceModelFiles, 1)
  const openings = readOpenings(file)
  const vectors = await embedder.embed(openings.map(({ text }) => meantWordsOf(text)))
  return openings.map(({ label, text }, index) => {
    const words = classifier.guess({ title: undefined, messages: [{ speaker: 'user', text }], custom: false })
    const meant = classifier.guessByMeaning(words.evidence ?? [], vectors[index] ?? new Float32Array(), id)
    return { label, words, meant }
  })
}

const accuracy = (judged: readonly { label: string; guess: string }[]) =>
  judged.filter(({ label, guess }) => label === guess).length / judged.length

describe('what a conversation is for, on openings that nothing was learned from', () => {
  // The figures of docs/decisions/0019, rounded down.
  it.each([
    ['held-out.txt', 0.95, 0.85],
    ['blind.txt', 0.93, 0.91],
  ])('%s', async (file, byMeaning, byWords) => {
    const judged = await judge(file)
    expect(accuracy(judged.map(({ label, meant }) => ({ label, guess: meant.category })))).toBeGreaterThanOrEqual(
      byMeaning,
    )
    expect(accuracy(judged.map(({ label, words }) => ({ label, guess: words.category })))).toBeGreaterThanOrEqual(
      byWords,
    )
    // As sure as it is right. Only the share of the likeliest is known here; the rest is spread.
    const shares = judged.map(({ label, meant }) => ({
      label,
      shares: categories.map((category) =>
        category === meant.category ? meant.share : (1 - meant.share) / (categories.length - 1),
      ),
    }))
    expect(qualityOf(shares).calibrationError).toBeLessThan(0.06)
  })
})

it('reads the meaning of what is imported, in a process of its own, before the report', async () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'conversations.json')
  // By its words a plan, by its meaning a sorrow.
  const words = 'every deadline I start the night before. how do I change that'
  fs.writeFileSync(file, JSON.stringify([simpleChat('a', words), simpleChat('b', 'fix this python loop for me')]))
  const sam = async (...args: string[]) => startSam([...args, '--json'], { SAM_HOME: path.join(folder, 'home') }).done
  const [report] = (await sam('import', 'chatgpt', file)).lines()
  expect(report).toMatchObject({ type: 'import-report', categories: { coaching: 1, coding: 1 } })
  expect(report).not.toHaveProperty('wordsOnly')
  const again = (await sam('import', 'chatgpt', file)).lines()
  expect(again).toMatchObject([{ added: 0, categories: { coaching: 1, coding: 1 } }])
})
