import { describe, expect, it } from 'vitest'
import { SamError } from '../../../src/core/errors.ts'
import type { Embedder, NewTurn } from '../../../src/memory/ports.ts'
import { createRecallService } from '../../../src/memory/recall/recall-service.ts'
import { createMemoryTools } from '../../../src/tools/actions/memory.ts'
import { toolContext } from '../tools/fixtures.ts'
import { openMemory } from './fixtures.ts'

const at = new Date(2025, 10, 22)
const turn = (id: string, text: string, more: Partial<NewTurn> = {}): NewTurn => ({
  source: 'file',
  conversation: 'one',
  id,
  speaker: 'Ana',
  text,
  at,
  origin: 'import',
  ...more,
})

const themes = ['dog|puppy|terrier', 'bread|oven|bakery', 'train|rails|station']

/** Three directions of meaning; enough to tell whether meaning is asked at all. */
function themeEmbedder(modelId = 'themes'): Embedder & { texts: string[] } {
  const texts: string[] = []
  return {
    modelId,
    dimensions: 384,
    texts,
    async embed(asked) {
      texts.push(...asked)
      return asked.map((text) => {
        const vector = new Float32Array(384).fill(0.001)
        themes.forEach((theme, index) => {
          if (new RegExp(theme).test(text)) vector.fill(0.1, index * 100, index * 100 + 100)
        })
        const length = Math.hypot(...vector)
        return vector.map((value) => value / length)
      })
    },
  }
}

function filled() {
  const memory = openMemory()
  memory.turns.addMany([
    turn('1', 'The puppy chewed my shoes again.'),
    turn('2', 'Did you bake something yesterday?', { speaker: 'Ben' }),
    turn('3', 'The oven was broken for a week.', { speaker: 'Ana' }),
    turn('4', 'We waited at the station for hours.', { conversation: 'two', at: new Date(2025, 0, 1) }),
    turn('p1', 'Stations are closed at night.', { conversation: 'manual', kind: 'document', speaker: 'manual' }),
  ])
  const embedder = themeEmbedder()
  return { memory, embedder, recall: createRecallService(memory.database, async () => embedder) }
}

describe('recall', () => {
  it('finds by meaning what shares no word, and by words what has no meaning yet', async () => {
    const { recall } = filled()
    expect((await recall.search({ query: 'terrier' })).hits[0]).toMatchObject({
      id: '1',
      kind: 'turn',
      speaker: 'Ana',
      at,
    })
    expect((await recall.search({ query: 'shoes', limit: 1 })).hits).toMatchObject([{ id: '1', source: 'file' }])
  })

  it('says that only words are searched where there is no model, and finds them', async () => {
    const { memory } = filled()
    const recall = createRecallService(memory.database, () =>
      Promise.reject(new SamError('model-missing', 'not there', { kind: 'missing' })),
    )
    const { hits, wordsOnly } = await recall.search({ query: 'what about the ovens' })
    expect(wordsOnly).toBe('model-missing')
    expect(hits[0]).toMatchObject({ id: '3' })
    expect(memory.log.stats()).toMatchObject({ turns: 5, waiting: 5, embedded: 0 })
  })

  it('keeps to the limits of a question', async () => {
    const { recall } = filled()
    const ids = async (more: object) => (await recall.search({ query: 'stations', ...more })).hits.map(({ id }) => id)
    expect(await ids({ kinds: ['document'] })).toEqual(['p1'])
    expect(await ids({ kinds: ['turn'] })).not.toContain('p1')
    expect(await ids({ conversation: 'two' })).toEqual(['4'])
    expect(await ids({ until: new Date(2025, 5, 1) })).toEqual(['4'])
    expect(await ids({ since: new Date(2025, 5, 1), kinds: ['turn'] })).not.toContain('4')
    expect((await recall.search({ query: 'stations', budgetTokens: 8 })).hits.length).toBeLessThan(4)
  })

  it('takes up again where it was cut off, and reads everything anew for another model', async () => {
    const { memory, embedder, recall } = filled()
    memory.turns.addMany(Array.from({ length: 200 }, (_, index) => turn(`n${index}`, `number ${index}`)))
    const control = new AbortController()
    await expect(
      recall.catchUp({ signal: control.signal, onProgress: () => control.abort(new Error('cut')) }),
    ).rejects.toThrow('cut')
    const half = memory.log.stats()
    expect(half.embedded).toBeGreaterThan(0)
    expect(half.waiting).toBe(205 - half.embedded)
    await recall.catchUp()
    expect(embedder.texts).toHaveLength(205)
    const other = themeEmbedder('another')
    await createRecallService(memory.database, async () => other).catchUp()
    expect(other.texts).toHaveLength(205)
    expect(memory.log.stats()).toMatchObject({ waiting: 0, embedded: 205 })
  })

  it('goes on with another model where it was cut off, and never weighs meanings of two models against each other', async () => {
    const { memory, recall } = filled()
    memory.turns.addMany(Array.from({ length: 200 }, (_, index) => turn(`n${index}`, `number ${index}`)))
    await recall.catchUp()
    const models = () => memory.database.connection().prepare('SELECT name FROM embedding_models').pluck().all()
    const [cut, rest] = [themeEmbedder('another'), themeEmbedder('another')]
    const control = new AbortController()
    const first = createRecallService(memory.database, async () => cut)
    const options = { signal: control.signal, onProgress: () => control.abort(new Error('cut')) }
    await expect(first.catchUp(options)).rejects.toThrow('cut')
    expect(cut.texts.length).toBeLessThan(205)
    // The puppy is the oldest and still has only its old meaning.
    expect((await first.search({ query: 'terrier' })).hits.map(({ id }) => id)).not.toContain('1')
    expect(models()).toEqual(['themes', 'another'])

    const second = createRecallService(memory.database, async () => rest)
    await second.catchUp()
    expect([...cut.texts.filter((text) => text !== 'terrier'), ...rest.texts]).toHaveLength(205)
    expect((await second.search({ query: 'terrier' })).hits[0]).toMatchObject({ id: '1' })
    expect((await first.search({ query: 'terrier' })).hits[0]).toMatchObject({ id: '1' })
    expect(models()).toEqual(['another'])
    expect(memory.log.stats()).toMatchObject({ waiting: 0, embedded: 205 })
  })

  it('finds nothing of what was forgotten meanwhile', async () => {
    const { memory, recall } = filled()
    const [hit] = (await recall.search({ query: 'puppy' })).hits
    await memory.forgetter.forget({ turns: [hit?.row ?? 0] })
    expect((await recall.search({ query: 'puppy' })).hits.map(({ id }) => id)).not.toContain('1')
  })

  it.each(['"', 'NEAR(a', '', '?', "' OR 1=1", 'Ana', '\u2028', 'x'.repeat(100_000)])(
    'takes %j as words',
    async (query) => {
      const { recall } = filled()
      await expect(recall.search({ query })).resolves.toBeDefined()
    },
  )

  it('answers what the user asks of the past, and marks words of others', async () => {
    const { memory, recall } = filled()
    const [, tell] = createMemoryTools({ ...memory, recall })
    const result = await tell?.run({ query: 'the oven' }, { ...toolContext(), now: at })
    expect(result).toMatchObject({ spoken: 'Ana said today: The oven was broken for a week.', taints: true })
    expect((await tell?.run({ query: 'elephants' }, toolContext()))?.ok).toBe(true)
  })
})
