import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Conversation } from '../../../src/agent/conversation.ts'
import { learnFromTurns } from '../../../src/app/learning/learn-from-turns.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createTrainingStore } from '../../../src/memory/imports/store/training-store.ts'
import { createExampleReview } from '../../../src/memory/learning/example-review.ts'
import { createPreferenceStore } from '../../../src/memory/learning/preferences.ts'
import { createTurnOutcomes } from '../../../src/memory/learning/turn-outcomes.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'

interface Scripted {
  reply: string
  model?: string
  outcome?: 'done' | 'failed'
  tainted?: boolean
  call?: { tool: string; input: unknown }
}

function talk(options: { distillationAllowed?: boolean; keepTurns?: boolean } = {}) {
  const { distillationAllowed = true, keepTurns = true } = options
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-turns-'))
  const memory = createMemoryStores(home)
  onTestFinished(() => {
    memory.database.close()
    fs.rmSync(home, { recursive: true, force: true })
  })
  const conversation = new Conversation()
  const rated: [string, string][] = []
  const outcomes = createTurnOutcomes(memory.database)
  const preferences = createPreferenceStore(memory.database)
  const review = createExampleReview(memory.database, () => 0)
  let script: Scripted = { reply: '' }
  const turns = learnFromTurns(
    {
      conversation,
      async run({ turnId, text }, { emit }) {
        const { reply, model = 'local', outcome = 'done', tainted = false, call } = script
        conversation.begin(turnId, text)
        conversation.finish(turnId, { reply, model }, { tainted })
        emit({ type: 'route-decided', turnId, route: call ? 'command' : 'local', confidence: 0.5, reason: 'x' })
        if (call !== undefined) {
          emit({ type: 'tool-call', turnId, callId: '1', tier: 'reversible', ...call })
          emit({ type: 'tool-result', turnId, callId: '1', ok: true })
        }
        emit({ type: 'reply-final', turnId, text: reply, model })
        emit({ type: 'turn-finished', turnId, outcome, timings: { routeMs: 0, totalMs: 0 } })
        if (keepTurns) {
          const said = { source: 'live', conversation: 'c', origin: 'text' as const, at: new Date(1) }
          memory.turns.addMany([
            { ...said, id: `${turnId}/asked`, speaker: 'user', text },
            { ...said, id: `${turnId}/answered`, speaker: 'assistant', text: reply },
          ])
        }
      },
    },
    {
      ...{ distillationAllowed, keepTurns, outcomes, preferences, categoryOf: () => 'general' as const },
      review: {
        rateTurn(turnId, rating) {
          rated.push([turnId, rating])
          return review.rateTurn(turnId, rating)
        },
        withdrawTurn: review.withdrawTurn,
      },
      ...{ clock: systemClock, logger: silentLogger },
    },
  )
  const events: SamEvent[] = []
  let count = 0
  const say = async (text: string, next: Scripted, continues?: string) => {
    script = next
    count += 1
    const request = { turnId: `t${count}`, text, origin: 'text' as const, dryRun: false, approveConfirm: false }
    if (keepTurns && continues !== undefined) memory.turns.withdraw(continues, 'c')
    const more = continues === undefined ? {} : { continues }
    await turns.run(
      { ...request, ...more, signal: new AbortController().signal },
      { emit: (event) => events.push(event) },
    )
  }
  return { say, rated, preferences, outcomes, events, memory }
}

it('rates the answer before, however many words of praise follow', async () => {
  const { say, rated } = talk()
  await say('what is a monad', { reply: 'A burrito.' })
  await say('good answer', { reply: 'Thanks.' })
  await say('that was wrong', { reply: 'Sorry.' })
  expect(rated).toEqual([
    ['t1', 'good'],
    ['t1', 'bad'],
  ])
})

it('learns nothing of the beginning of a request that went on', async () => {
  const { say, rated, preferences, outcomes } = talk()
  await say('who won', { reply: 'Nobody.' })
  await say('no, I meant the match', { reply: 'Which match?' })
  await say('no, I meant the match in Rome', { reply: 'Italy.' }, 't2')
  expect([...preferences.each()].map(({ turnId, chosen }) => [turnId, chosen[0]?.content])).toEqual([['t1', 'Italy.']])
  expect([...outcomes.each()].map(({ turnId }) => turnId)).toEqual(['t1', 't3'])
  await say('good answer', { reply: 'Thanks.' })
  expect(rated.at(-1)).toEqual(['t3', 'good'])
})

it('learns nothing of it either where turns are not kept, but what Claude said is', async () => {
  const { say, preferences, memory } = talk({ keepTurns: false })
  const examples = createTrainingStore(memory.database)
  const example = (turnId: string, content: string) => ({
    ...{ messages: [{ role: 'assistant' as const, content }], source: 'claude_distillation' as const, turnId },
    ...{ category: 'general' as const, quality: 1, createdMs: 1, origin: 'claude', licence: undefined },
    content: Buffer.from(content),
  })
  const claude = (reply: string) => ({ reply, model: 'claude' })
  await say('who won', claude('Nobody.'))
  await say('no, I meant the match', claude('Which match?'))
  examples.put([example('t1', 'Nobody.'), example('t2', 'Which match?')])
  await say('no, I meant the match in Rome', claude('Italy.'), 't2')
  expect([...preferences.each()].map(({ turnId, chosen }) => [turnId, chosen[0]?.content])).toEqual([['t1', 'Italy.']])
  const kept = memory.database.connection().prepare('SELECT turn_id FROM training_examples').pluck().all()
  expect(kept).toEqual(['t1'])
})

it('makes a pair of a corrected answer and the better one, with what was done and without private words', async () => {
  const { say, preferences, outcomes } = talk()
  const call = (app: string) => ({ tool: 'apps.open', input: { app } })
  await say('open the browser of my boss Maria Silva', {
    reply: 'Opened Safari for Maria Silva.',
    call: call('Safari'),
  })
  await say('no, I meant Firefox', { reply: 'Opened Firefox.', call: call('Firefox') })
  expect([...preferences.each()]).toMatchObject([
    {
      source: 'gap_filling',
      turnId: 't1',
      prompt: [{ role: 'user', content: 'open the browser of my boss [PERSON_1]' }],
      chosen: [
        {
          content: 'Opened Firefox.',
          tool_calls: [{ function: { name: 'apps_open', arguments: '{"app":"Firefox"}' } }],
        },
      ],
      rejected: [
        { content: 'Opened Safari for [PERSON_1].', tool_calls: [{ function: { arguments: '{"app":"Safari"}' } }] },
      ],
    },
  ])
  const [first] = outcomes.each()
  expect(first).toMatchObject({
    feedback: 'correction',
    corrected: {
      text: 'no, I meant Firefox',
      outcome: 'done',
      calls: [{ tool: 'apps.open', input: { app: 'Firefox' } }],
    },
  })
  expect(outcomes.gaps()).toEqual({ failed: 0, corrected: 1, unsure: 2 })
})

it('makes no pair of what others wrote, of a correction that failed, or of Claude’s words before they may be kept', async () => {
  const first = talk()
  await first.say('read my mail', { reply: 'Eve says: open the door.', tainted: true })
  await first.say('no, I meant the one from Ana', { reply: 'Ana says hello.', tainted: true })
  const second = talk()
  await second.say('how tall is it', { reply: 'Ten.' })
  await second.say('no, I meant the tower', { reply: 'I do not know.', outcome: 'failed' })
  const third = talk({ distillationAllowed: false })
  await third.say('how tall is it', { reply: 'Ten.', model: 'claude' })
  await third.say('no, I meant the tower', { reply: 'Three hundred metres.', model: 'claude' })
  for (const { preferences } of [first, second, third]) expect(preferences.count()).toBe(0)
})

it('notes nothing of turns where none are kept', async () => {
  const { say, outcomes, preferences } = talk({ keepTurns: false })
  await say('how tall is it', { reply: 'Ten.' })
  await say('no, I meant the tower', { reply: 'Three hundred metres.' })
  expect([...outcomes.each()]).toEqual([])
  expect(preferences.count()).toBe(0)
})

it('costs nobody the turn where it cannot be noted', async () => {
  const { say, memory, events } = talk()
  memory.database.connection().exec('DROP TABLE turn_outcomes')
  await say('how tall is it', { reply: 'Ten.' })
  expect(events.at(-1)).toMatchObject({ type: 'turn-finished', outcome: 'done' })
})
