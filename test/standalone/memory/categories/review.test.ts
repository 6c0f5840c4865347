import { describe, expect, it } from 'vitest'
import { SamError } from '../../../../src/core/errors.ts'
import { categories } from '../../../../src/memory/categories/category.ts'
import { CategoryClassifier } from '../../../../src/memory/categories/classify.ts'
import type { MeaningWeights } from '../../../../src/memory/categories/meaning-weights.ts'
import { conversationsToReview, reviewAllAgain, reviewCategories } from '../../../../src/memory/categories/review.ts'
import { createHistory, type ReviewByMeaning } from '../../../../src/memory/imports/history.ts'
import { createMemoryStores } from '../../../../src/memory/memory-stores.ts'
import { createPatternStore } from '../../../../src/memory/patterns/pattern-store.ts'
import type { Embedder } from '../../../../src/memory/ports.ts'
import { freshHome, simpleChat } from '../imports/exports.ts'

/** Two dimensions: the first is coaching, the second nothing. Words count for nothing. */
const meanings: MeaningWeights = {
  modelId: 'small',
  dimensions: 2,
  weights: Float32Array.from(categories.flatMap((category) => [category === 'coaching' ? 9 : 0, 0, 0])),
  meaningShare: 1,
  wordsShare: 0.01,
}
const classifier = new CategoryClassifier({ meanings: () => meanings })

/** Says coaching of every text with "sad" in it. */
function smallModel(seen: string[] = [], modelId = 'small'): Embedder {
  return {
    modelId,
    dimensions: 2,
    async embed(texts, signal) {
      signal?.throwIfAborted()
      seen.push(...texts)
      return texts.map((text) => Float32Array.from(/sad/.test(text) ? [1, 0] : [0, 1]))
    },
  }
}

const swift = 'my swift function with a sad protocol and an async call does not compile, why is that'

async function imported(conversations: object[]) {
  const home = freshHome()
  await home.bring('chatgpt', conversations)
  const { database, turns } = createMemoryStores(home.home)
  const categoriesOf = () =>
    database
      .connection()
      .prepare('SELECT name, category FROM imported_conversations ORDER BY id')
      .all()
      .map((row) => Object.values(row as object))
  return { home, database, turns, categoriesOf }
}

describe('judging by meaning', () => {
  it('goes by the vector of the opening, and looks anew for patterns where the category changes', async () => {
    const { database, categoriesOf } = await imported([simpleChat('a', swift), simpleChat('b', 'fix my python loop')])
    expect(categoriesOf()).toEqual([
      ['a', 'coding'],
      ['b', 'coding'],
    ])
    const signals = () =>
      database.connection().prepare('SELECT value FROM conversation_signals WHERE import_id = 1').pluck().all()
    expect(signals()).toContain('Swift')
    const seen: string[] = []
    await reviewCategories({ database, classifier, embedder: smallModel(seen) })
    expect(seen[0]).toBe(`chat a ${swift}`)
    expect(categoriesOf()[0]).toEqual(['a', 'coaching'])
    expect(signals()).not.toContain('Swift')
    expect(conversationsToReview(database)).toBe(0)
    database.close()
  })

  it('judges anew what an earlier SAM judged otherwise, by words and meaning, where the user said nothing else', async () => {
    const { database, categoriesOf } = await imported([
      simpleChat('a', swift),
      simpleChat('b', 'fix my python loop'),
      simpleChat('c', `${swift} c`),
    ])
    // As a SAM left it that knew neither evidence nor meaning.
    database.connection().exec("UPDATE imported_conversations SET category = 'planning', share = 1, evidence = NULL")
    createPatternStore(database).recategorise('chatgpt', 'c', 'roleplay')
    expect(conversationsToReview(database)).toBe(0)
    expect(reviewAllAgain(database)).toBe(2)
    await reviewCategories({ database, classifier, embedder: smallModel() })
    expect(categoriesOf()).toEqual([
      ['a', 'coaching'],
      ['b', 'coding'],
      ['c', 'roleplay'],
    ])
    expect(conversationsToReview(database)).toBe(0)
    database.close()
  })

  it('leaves what the user said of a conversation, and reads nothing twice', async () => {
    const { database, categoriesOf } = await imported([simpleChat('a', swift), simpleChat('b', `${swift} b`)])
    expect(createPatternStore(database).recategorise('chatgpt', 'a', 'planning')).toBe(true)
    const seen: string[] = []
    for (let times = 0; times < 2; times++) await reviewCategories({ database, classifier, embedder: smallModel(seen) })
    expect(seen).toEqual([`chat b ${swift} b`])
    expect(categoriesOf()).toEqual([
      ['a', 'planning'],
      ['b', 'coaching'],
    ])
    database.close()
  })

  it('goes on where it was stopped', async () => {
    const many = Array.from({ length: 150 }, (_, index) => simpleChat(`c${index}`, `${swift} ${index}`))
    const { database } = await imported(many)
    const stop = new AbortController()
    const onProgress = (done: number, total: number) => {
      expect([done, total]).toEqual([64, 150])
      stop.abort(new Error('enough'))
    }
    const parts = { database, classifier, embedder: smallModel() }
    await expect(reviewCategories(parts, { signal: stop.signal, onProgress })).rejects.toThrow('enough')
    expect(conversationsToReview(database)).toBe(86)
    await reviewCategories(parts)
    expect(conversationsToReview(database)).toBe(0)
    database.close()
  })

  it('refuses vectors of a model that the table was not learned from', async () => {
    const { database } = await imported([simpleChat('a', swift)])
    const parts = { database, classifier, embedder: smallModel([], 'other') }
    await expect(reviewCategories(parts)).rejects.toMatchObject({ code: 'classifier-unfit' })
    expect(conversationsToReview(database)).toBe(1)
    database.close()
  })
})

describe('the report of an import', () => {
  async function reportOf(review: (parts: Awaited<ReturnType<typeof imported>>) => ReviewByMeaning) {
    const parts = await imported([])
    const { database, turns, home } = parts
    const history = createHistory({ database, turns, classifier, review: review(parts), quarantineFolder: home.home })
    const watch = { signal: new AbortController().signal, onProgress() {}, onFailure() {} }
    const run = history.start('chatgpt', watch)
    const file = home.write('more.json', [
      simpleChat('a', swift),
      simpleChat('b', 'fix my python loop'),
      simpleChat('a', swift),
    ])
    await run.add(file)
    await run.judge(() => {})
    run.close()
    database.close()
    return run.report()
  }

  it('counts what conversations turned out to be for', async () => {
    const report = await reportOf(
      ({ database }) =>
        (options) =>
          reviewCategories({ database, classifier, embedder: smallModel() }, options),
    )
    expect(report?.conversations).toBe(3)
    expect(report?.categories).toMatchObject({ coaching: 2 })
    expect(Object.values(report?.categories ?? {}).reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(report?.wordsOnly).toBeUndefined()
  })

  it('says when the model is missing, and keeps what the words say', async () => {
    const report = await reportOf(() => async () => {
      throw new SamError('model-missing', 'It is not there.', { kind: 'missing' })
    })
    expect(report).toMatchObject({ wordsOnly: 'model-missing', categories: { coding: 3 } })
  })
})
