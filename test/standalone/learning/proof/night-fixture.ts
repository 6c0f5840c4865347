import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { AnswerScorer } from '../../../../src/agent/ports.ts'
import { systemClock } from '../../../../src/core/clock.ts'
import { buildDataset } from '../../../../src/learning/dataset/build-dataset.ts'
import { AdapterRegistry } from '../../../../src/learning/proof/adapter-registry.ts'
import type { NightParts } from '../../../../src/learning/proof/night.ts'
import { defaultRecipe } from '../../../../src/learning/recipe.ts'
import { pruneTrainings } from '../../../../src/learning/training/prune-trainings.ts'
import { createDatabase } from '../../../../src/memory/database.ts'
import { createTrainingStore } from '../../../../src/memory/imports/store/training-store.ts'
import { createNightStore } from '../../../../src/memory/learning/night-store.ts'
import { createTrainingReader } from '../../../../src/memory/training-reader.ts'

export type Cut = 'build' | 'train' | 'evaluate' | 'decide'

export interface FakeModel {
  /** Whether it answers a question of what is captured right, with an adapter. */
  learns: boolean
  /** Share of general questions that the adapter costs. */
  forgets: number
}

/**
 * A night on a real database and real files. The model and the trainer are stand-ins that write down each time they are asked: `log` of the
 * home. At the place of `cut` the night hangs, to be killed there.
 */
export function nightParts(home: string, { learns, forgets }: FakeModel, cut?: Cut) {
  const database = createDatabase(home)
  const store = createNightStore(database)
  const note = (line: string) => fs.appendFileSync(path.join(home, 'log'), `${line}\n`)
  const hang = (place: Cut) => {
    if (place !== cut) return undefined
    note(`hangs in ${place}`)
    setInterval(() => undefined, 1000)
    return new Promise<never>(() => undefined)
  }
  const digest = (file: string) => createHash('sha256').update(fs.readFileSync(file)).digest('hex')
  const adapters = new AdapterRegistry(path.join(home, 'adapters'))
  const addAndHang = adapters.add.bind(adapters)
  adapters.add = async (...given) => {
    const added = await addAndHang(...given)
    await hang('decide')
    return added
  }
  let asked = 0
  const parts: NightParts = {
    nights: store,
    registry: adapters,
    prune: () => pruneTrainings(home, adapters.needed()),
    folder: path.join(home, 'nights'),
    clock: systemClock,
    settings: {
      backend: 'mlx',
      seed: 1,
      hyperparametersFor: () => ({
        rank: 8,
        scale: 2,
        learningRate: 1e-3,
        batchSize: 4,
        iterations: 10,
        maximumSequenceTokens: 128,
      }),
      maximumMinutes: 5,
      maximumMemoryMb: 1000,
    },
    data: {
      reader: createTrainingReader(database),
      preferences: () => [],
      facts: () => [],
      heldOutLimit: 60,
      build(task) {
        note('builds')
        const { examples, sha256 } = buildDataset({ ...task, recipe: defaultRecipe, hideAll: (texts) => [...texts] })
        // Hangs for good, after the set was written and before the night knows: the worst moment.
        if (cut === 'build') {
          note('hangs in build')
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
        }
        return { examples, sha256 }
      },
    },
    baseModel: async () => ({ id: 'base', file: '/base.gguf', sha256: 'base' }),
    begunJob: () => undefined,
    prepareRun: async () => 100,
    trainer: {
      async train({ id }) {
        const file = path.join(home, `${id}.gguf`)
        const result = {
          iterations: 10,
          trainLoss: 1,
          validLossBefore: 3,
          validLoss: 1,
          durationMs: 1,
          peakMemoryMb: 1,
          roundTrip: { error: 0.1, rowsError: 0.1, matches: true },
        }
        if (!fs.existsSync(file)) {
          note('trains')
          fs.writeFileSync(`${file}.part`, `adapter of ${id}`)
          await hang('train')
          fs.renameSync(`${file}.part`, file)
        }
        return {
          ...result,
          adapterFile: file,
          adapterSha256: digest(file),
          stoppedBy: 'iterations',
          roundTrip: { error: 0.1, rowsError: 0.1, matches: true },
        }
      },
    },
    async openScorer(adapterFile) {
      const name = adapterFile === undefined ? 'bare' : 'adapter'
      const answer = (kind: string) => note(`${name} ${kind}`)
      const scorer: AnswerScorer = {
        async likelihood(_, text) {
          answer(`reads ${createHash('sha256').update(text).digest('hex').slice(0, 8)}`)
          return { logProbability: -text.length, tokens: text.length }
        },
        async choose(chat, answers) {
          asked += 1
          if (asked === 400) await hang('evaluate')
          const said = chat.messages.at(-1)?.content ?? ''
          answer(`is asked ${said} ${chat.begun ?? ''}`)
          // Of what the user captured, the tool is the word after "use".
          const wanted = /use (\w+)/.exec(said)?.[1]
          if (wanted !== undefined) {
            const right = answers.findIndex((name) => name.startsWith(wanted))
            return {
              index: adapterFile !== undefined && learns ? right : (right + 1) % answers.length,
              probability: 0.9,
            }
          }
          const place = Number.parseInt(
            createHash('sha256').update(`${said}${chat.begun}`).digest('hex').slice(0, 8),
            16,
          )
          const forgotten = adapterFile !== undefined && place / 2 ** 32 < forgets
          return { index: forgotten ? 1 : 0, probability: 0.9 }
        },
        writes: async () => true,
        write: async () => name,
        dispose: async () => undefined,
      }
      return scorer
    },
  }
  return {
    parts,
    store,
    registry: adapters,
    database,
    log: () => fs.readFileSync(path.join(home, 'log'), 'utf8').split('\n').filter(Boolean),
  }
}

const tools = ['alpha', 'beta', 'gamma', 'delta']
const words =
  'amber birch cedar dusk ember fjord grove heath inlet jade kelp lagoon moss north opal pearl quartz reef slate thorn'.split(
    ' ',
  )

/** Captured requests, each with the call that followed. */
export function capture(home: string, count: number, from = 0): void {
  const database = createDatabase(home)
  const examples = Array.from({ length: count }, (_, step) => {
    const index = from + step
    const tool = tools[index % tools.length] ?? ''
    const word = (by: number) => words[Math.floor(index / by + by) % words.length] ?? ''
    const messages = [
      { role: 'user' as const, content: `use ${tool} for the ${word(1)} ${word(3)} ${word(7)} number ${index}` },
      {
        role: 'assistant' as const,
        content: JSON.stringify({ name: tool, arguments: { text: `${word(1)} ${index}` } }),
      },
    ]
    const content = createHash('sha256').update(JSON.stringify(messages)).digest()
    return {
      messages,
      content,
      source: 'imported' as const,
      category: 'general' as const,
      quality: 0.9,
      createdMs: 1,
      origin: 'a file',
      licence: undefined,
    }
  })
  createTrainingStore(database).put(examples)
  database.close()
}
