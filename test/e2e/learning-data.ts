import fs from 'node:fs'
import path from 'node:path'
import { openRegistry } from '../../src/app/learning/open-night.ts'
import { makeExample } from '../../src/learning/scrapers/make-example.ts'
import { createTrainingStore } from '../../src/memory/imports/store/training-store.ts'
import { createNightStore } from '../../src/memory/learning/night-store.ts'
import { createMemoryStores } from '../../src/memory/memory-stores.ts'
import type { NightSuite } from '../../src/memory/ports.ts'

const suiteOf = (part: 'gate' | 'sealed', before: number, after: number): NightSuite => {
  const difference = after - before
  const interval = { difference, low: difference - 0.03, high: difference + 0.03 }
  const told = { name: 'tool-choice', role: 'primary', measure: 'share', n: 300 } as const
  return { part, ...told, before, after, ...interval, p: 0.02 }
}

/** Some nights with their adapters, a training with its loss, and examples. */
export async function learnSome(home: string, exampleCount = 30): Promise<void> {
  const memory = createMemoryStores(home)
  const nights = createNightStore(memory.database)
  const registry = openRegistry(home)
  const dayMs = 86_400_000
  for (let back = 6; back >= 1; back -= 1) {
    const at = new Date(Date.now() - back * dayMs)
    const { id } = nights.begin(at, at.toISOString().slice(0, 10))
    const [before, after] = [0.72 + (6 - back) * 0.02, 0.72 + (7 - back) * 0.02]
    const adopted = back !== 3
    const reasons = adopted ? [] : ['the general questions could not be shown to be unharmed']
    const suites = [suiteOf('gate', before, after), suiteOf('sealed', before, after)]
    nights.enter(id, 'train', { examples: 900 - back, newExamples: 14, datasetSha256: 'a'.repeat(64) })
    nights.finish(id, { at, outcome: adopted ? 'adopted' : 'not-adopted', reasons }, suites)
    if (back > 3) continue
    const file = path.join(home, `${id}.gguf`)
    fs.writeFileSync(file, id)
    const base = { id: 'model', sha256: 'b'.repeat(64) }
    const manifest = { id, createdAt: at.toISOString(), base, datasetSha256: 'a'.repeat(64), suites: {} }
    await registry.add(file, { ...manifest, promote: adopted, reasons })
    if (adopted) await registry.promote(id, at)
  }
  const run = path.join(home, 'training', 'runs', 'night-run')
  fs.mkdirSync(run, { recursive: true })
  const settings = {
    rank: 8,
    scale: 2,
    learningRate: 0.0002,
    batchSize: 4,
    iterations: 200,
    maximumSequenceTokens: 512,
  }
  const baseModel = { id: 'model', file: '/model.gguf', sha256: 'b'.repeat(64) }
  const job = { id: 'night-run', baseModel, backend: 'mlx', seed: 1, maximumMinutes: 60, maximumMemoryMb: 4000 }
  fs.writeFileSync(path.join(run, 'job.json'), JSON.stringify({ ...job, hyperparameters: settings }))
  const lines = Array.from({ length: 120 }, (_, step) => {
    const loss = 1.2 + 1.6 * Math.exp(-step / 30)
    return JSON.stringify({ iteration: step + 1, loss, ...(step % 40 === 39 ? { validLoss: loss + 0.1 } : {}) })
  })
  fs.writeFileSync(path.join(run, 'metrics.jsonl'), `${lines.join('\n')}\n{"loss": 1.`)
  const examples = Array.from({ length: exampleCount }, (_, number) =>
    makeExample({
      question: `How do I write lesson ${number} of a course about knots?`,
      answer: `Begin with knot number ${number}, show it slowly, and let everybody tie it twice before the next one.`,
      ...{ source: 'scraped_coding', category: 'planning', quality: 0.7, licence: 'mine' },
      ...{ origin: `knots/${number}.md`, createdMs: Date.now() - number * 60_000 },
    }),
  ).filter((made) => 'content' in made)
  createTrainingStore(memory.database).put(examples)
  memory.database.close()
}
