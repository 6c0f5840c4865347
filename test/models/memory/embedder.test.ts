import fs from 'node:fs'
import { expect, it } from 'vitest'
import type { SentenceModelFiles } from '../../../src/core/text-model/bert-graph.ts'
import { openEmbedder } from '../../../src/memory/embedding/embedder.ts'
import { installedModels } from '../installed-models.ts'

const { id, files } = installedModels.locate('all-minilm-l6-v2')
const model = { id, ...files } as unknown as SentenceModelFiles
const reference = JSON.parse(fs.readFileSync(new URL('./sentence-reference.json', import.meta.url), 'utf8')) as {
  text: string
  vector: number[]
}[]

it('gives the vectors of the reference to 1e-4, together or alone, in the order asked', async () => {
  const embedder = await openEmbedder(model, 1)
  const texts = reference.map(({ text }) => text)
  const together = await embedder.embed(texts)
  for (const [index, { text, vector }] of reference.entries()) {
    const [alone] = await embedder.embed([text])
    for (const found of [together[index], alone]) {
      expect(found).toHaveLength(embedder.dimensions)
      expect(Math.max(...vector.map((value, axis) => Math.abs(value - (found?.[axis] ?? Number.NaN))))).toBeLessThan(
        1e-4,
      )
    }
  }
})

it('stops between batches when it is told to', async () => {
  const embedder = await openEmbedder(model, 1)
  const texts = Array.from({ length: 200 }, (_, index) => `sentence number ${index}`)
  await expect(embedder.embed(texts, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  expect(await embedder.embed([])).toEqual([])
})
