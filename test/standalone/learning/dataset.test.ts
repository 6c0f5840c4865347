import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { buildDataset } from '../../../src/learning/dataset/build-dataset.ts'
import { NearDuplicates } from '../../../src/learning/dataset/near-duplicates.ts'
import { defaultRecipe } from '../../../src/learning/recipe.ts'
import { createActionMemory } from '../../../src/memory/action-memory.ts'
import { createTrainingStore } from '../../../src/memory/imports/store/training-store.ts'
import type { DescribedExample, ExampleSource } from '../../../src/memory/ports.ts'
import { createTrainingReader } from '../../../src/memory/training-reader.ts'

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

function learning() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-dataset-'))
  const { database, turns } = createActionMemory(path.join(folder, 'home'))
  opened.push(() => {
    database.close()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const store = createTrainingStore(database)
  const put = (source: ExampleSource, ...pairs: [question: string, answer: string][]) =>
    store.put(pairs.map(([question, answer]) => exampleOf(source, question, answer)))
  const reader = createTrainingReader(database)
  const build = (name: string, options: Partial<Parameters<typeof buildDataset>[0]> = {}) => {
    const out = path.join(folder, name)
    const dataset = buildDataset({ reader, folder: out, seed: 1, recipe: defaultRecipe, ...options })
    const read = (file: string) => fs.readFileSync(path.join(out, file), 'utf8')
    const all = () =>
      ['train.jsonl', 'valid.jsonl', 'test.jsonl'].flatMap((file) => read(file).split('\n').filter(Boolean))
    return { dataset, read, all, out }
  }
  return { folder, put, build, turns }
}

function exampleOf(source: ExampleSource, question: string, answer: string): DescribedExample {
  const messages: DescribedExample['messages'] = [
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ]
  const content = createHash('sha256').update(JSON.stringify(messages)).digest()
  return {
    messages,
    source,
    category: 'coding',
    quality: 0.9,
    createdMs: 5000,
    origin: 'a file',
    licence: 'MIT',
    content,
  }
}

const topics = ['parsers', 'queues', 'caches', 'routers', 'indexes', 'locks', 'timers', 'trees', 'graphs', 'heaps']
const pair = (index: number): [string, string] => [
  `tell me about ${topics[index % 10]} in the ${index}th project please`,
  `${index} things matter with ${topics[index % 10]}: measure ${index * 7}, change ${index * 3}, write down ${index * 11}`,
]
const pairs = (count: number) => Array.from({ length: count }, (_, index) => pair(index))

describe('a training set', () => {
  it('holds every example once, with where it comes from', () => {
    const { put, build } = learning()
    put('claude_distillation', ...pairs(30))
    const { dataset, all } = build('set')
    expect(dataset).toMatchObject({ examples: 30, bySource: { claude_distillation: 30 } })
    const lines = all().map((line) => JSON.parse(line))
    expect(lines).toHaveLength(30)
    for (const { messages, metadata } of lines) {
      expect(messages).toHaveLength(2)
      expect(metadata).toMatchObject({
        source: 'claude_distillation',
        category: 'coding',
        quality: 0.9,
        createdAt: '1970-01-01T00:00:05.000Z',
        origin: 'a file',
        license: 'MIT',
      })
      expect(metadata.contentHash).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('is the same to the byte for the same seed, and another order for another', () => {
    const { put, build } = learning()
    put('claude_distillation', ...pairs(60))
    const [one, two, other] = [build('one'), build('two'), build('other', { seed: 2 })]
    expect(two.all()).toEqual(one.all())
    expect(two.dataset.sha256).toBe(one.dataset.sha256)
    expect(other.dataset.sha256).not.toBe(one.dataset.sha256)
    expect(other.all().sort()).toEqual(one.all().sort())
    expect(other.read('test.jsonl').split('\n').sort()).toEqual(one.read('test.jsonl').split('\n').sort())
  })

  it('leaves out what says nearly the same', () => {
    const { put, build } = learning()
    const long =
      'first measure what is slow, then change one thing, and measure again before you write down what it brought'
    put(
      'imported',
      ['how do I make it fast', long],
      ['How do I make it fast?', `${long}!`],
      ['how do I make it fast', `${long} you`],
    )
    put('imported', ['how do I make it small', 'leave out what nobody uses and look at what is left over afterwards'])
    const { dataset } = build('set')
    expect(dataset).toMatchObject({ examples: 2, leftOut: { repeated: 2 } })
  })

  it('never holds what is asked to prove what was learned', () => {
    const { put, build } = learning()
    put('imported', ...pairs(10))
    const { dataset, all } = build('set', { heldOut: [pair(3).join('\n')] })
    expect(dataset).toMatchObject({ examples: 9, leftOut: { heldOut: 1 } })
    expect(all().some((line) => line.includes('the 3th project'))).toBe(false)
  })

  it('gives no source more than its share, and says what is missing', () => {
    const { put, build } = learning()
    put('gap_filling', ...pairs(30))
    const { dataset } = build('set', { size: 100 })
    expect(dataset).toMatchObject({
      examples: 5,
      bySource: { gap_filling: 5 },
      leftOut: { overTarget: 25 },
      shortfalls: {
        chatgpt_history: 25,
        claude_distillation: 25,
        scraped_coding: 20,
        scraped_creative: 15,
        advanced_planning: 10,
      },
    })
  })

  it("makes examples of the user's own history, with what led to each answer, and without secrets", () => {
    const { turns, build } = learning()
    const said = (id: string, speaker: string, text: string) => ({
      source: 'chatgpt',
      conversation: 'c1',
      id,
      speaker,
      text,
      at: new Date(1000),
      origin: 'import' as const,
    })
    turns.addMany([
      said('1', 'user', 'what is a monad'),
      said('2', 'assistant', 'A way to chain steps.'),
      said('3', 'user', 'show me one in Swift, my key is sk-ant-api03-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
      said('4', 'assistant', 'Optional is one.'),
    ])
    const lines = build('set')
      .all()
      .map((line) => JSON.parse(line))
    expect(lines.map(({ messages }) => messages.length).sort()).toEqual([2, 4])
    expect(lines[0].metadata).toMatchObject({ source: 'chatgpt_history', origin: 'chatgpt:c1' })
    expect(JSON.stringify(lines)).not.toContain('sk-ant-api03')
  })

  it('comes with settings for trainers and a list of what is in it', () => {
    const { put, build } = learning()
    put('imported', ...pairs(10))
    const { read, out, dataset } = build('set')
    expect(JSON.parse(read('manifest.json'))).toMatchObject({ seed: 1, examples: 10, sha256: dataset.sha256 })
    for (const name of ['mlx-lora.yaml', 'trl.yaml', 'axolotl.yaml']) expect(read(name)).toMatch(/lora/)
    expect(fs.readdirSync(path.dirname(out)).filter((name) => /part|old/.test(name))).toEqual([])
  })

  it('leaves the earlier set as it was when it is cut off', () => {
    const { put, build, folder } = learning()
    put('imported', ...pairs(10))
    const { read } = build('set')
    const before = read('manifest.json')
    expect(() => build('set', { seed: 9, signal: AbortSignal.abort() })).toThrow()
    expect(fs.readFileSync(path.join(folder, 'set', 'manifest.json'), 'utf8')).toBe(before)
  })
})

describe('near repetitions', () => {
  it('are found among many, and nothing else is taken for one', () => {
    const near = new NearDuplicates()
    let state = 1
    const roll = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const texts = Array.from({ length: 3000 }, () =>
      Array.from({ length: 40 + Math.floor(roll() * 60) }, () => `w${Math.floor(roll() ** 2 * 5000)}`),
    )
    expect(texts.filter((words) => near.add(words.join(' ')) !== undefined)).toEqual([])
    const found = texts.filter((words, index) => {
      const changed = words.with(Math.floor(roll() * words.length), 'changed')
      return near.add(changed.join(' ')) === index
    })
    expect(found.length / texts.length).toBeGreaterThan(0.97)
  })

  it('an empty text repeats only another empty one', () => {
    const near = new NearDuplicates()
    expect(near.add('')).toBeUndefined()
    expect(near.add('something else')).toBeUndefined()
    expect(near.add('...')).toBe(0)
  })
})
