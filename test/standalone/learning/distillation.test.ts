import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { StrongAnswer } from '../../../src/agent/ports.ts'
import { createDistillation } from '../../../src/app/learning/distillation.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { defaultRecipe } from '../../../src/learning/recipe.ts'
import { learningStatus } from '../../../src/learning/status.ts'
import { createDatabase } from '../../../src/memory/database.ts'
import { createTrainingStore } from '../../../src/memory/imports/store/training-store.ts'

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

function learning(allowed = true) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-learning-'))
  const database = createDatabase(home)
  opened.push(() => {
    database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const store = createTrainingStore(database)
  const distillation = createDistillation({
    allowed,
    store,
    categoryOf: () => 'planning',
    clock: systemClock,
    logger: silentLogger,
  })
  const rows = () => database.connection().prepare('SELECT * FROM training_examples').all() as Record<string, unknown>[]
  return { distillation, store, rows, database }
}

const answer: StrongAnswer = {
  turnId: 't',
  model: 'claude',
  asked: [
    { role: 'system', content: 'You are SAM.' },
    { role: 'user', content: 'my boss Maria Silva, maria@example.com, wants a plan' },
  ],
  trace: [
    {
      role: 'assistant',
      content: '',
      toolCalls: [{ callId: 'c1', tool: 'time_now', input: { place: 'Porto', for: 'Maria Silva' } }],
    },
    { role: 'tool', callId: 'c1', tool: 'time_now', content: '{"ok":true,"said":"Nine."}' },
  ],
  answer: 'Send Maria Silva three steps.',
  thoughts: 'Maria Silva likes short plans.',
  cost: { model: 'claude-sonnet-5-5', usd: 0.0123 },
}

describe('what a strong model answers', () => {
  it('is kept with its calls and thoughts, and without private words', () => {
    const { distillation, rows } = learning()
    distillation.capture(answer)
    const [row] = rows()
    expect(row).toMatchObject({ source: 'claude_distillation', quality: 0.95, category: 'planning', origin: 'claude' })
    expect(row).toMatchObject({ model: 'claude-sonnet-5-5', cost_usd: 0.0123, turn_id: 't' })
    const messages = String(row?.['messages'])
    expect(messages).not.toMatch(/Maria|example\.com/)
    expect(JSON.parse(messages)).toMatchObject([
      { role: 'system', content: 'You are SAM.' },
      { role: 'user', content: 'my boss [PERSON_1], [EMAIL_1], wants a plan' },
      {
        role: 'assistant',
        tool_calls: [{ id: 'c1', function: { name: 'time_now', arguments: '{"place":"Porto","for":"[PERSON_1]"}' } }],
      },
      { role: 'tool', content: '{"ok":true,"said":"Nine."}' },
      { role: 'assistant', content: 'Send [PERSON_1] three steps.', reasoning: '[PERSON_1] likes short plans.' },
    ])
  })

  it('is not kept before the user allowed it', () => {
    const { distillation, rows } = learning(false)
    distillation.capture(answer)
    expect(rows()).toEqual([])
  })

  it('is one example however often it comes', () => {
    const { distillation, rows } = learning()
    distillation.capture(answer)
    distillation.capture(answer)
    expect(rows()).toHaveLength(1)
  })

  it('costs nobody the answer where it cannot be kept', () => {
    const { distillation, database } = learning()
    database.connection().exec('DROP TABLE training_examples')
    expect(() => distillation.capture(answer)).not.toThrow()
  })
})

describe('the status of learning', () => {
  it('adds up, and names what is missing', () => {
    const { distillation, store } = learning()
    expect(learningStatus(store, defaultRecipe)).toMatchObject({
      ready: 0,
      target: 1_000_000,
      phase1Target: 85_000,
      completion: 0,
    })
    distillation.capture(answer)
    const { sources, ready } = learningStatus(store, defaultRecipe)
    expect(ready).toBe(1)
    expect(sources.map(({ id, raw, target, status }) => [id, raw, target, status])).toEqual([
      ['chatgpt_history', 0, 250_000, 'empty'],
      ['claude_distillation', 1, 250_000, 'growing'],
      ['scraped_coding', 0, 200_000, 'empty'],
      ['scraped_creative', 0, 150_000, 'empty'],
      ['advanced_planning', 0, 100_000, 'empty'],
      ['gap_filling', 0, 50_000, 'empty'],
      ['imported', 0, 0, 'empty'],
    ])
  })
})
