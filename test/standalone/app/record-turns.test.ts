import { expect, it } from 'vitest'
import type { TurnRequest } from '../../../src/agent/ports.ts'
import type { TurnRunner } from '../../../src/agent/turn.ts'
import { recordTurns } from '../../../src/app/memory/record-turns.ts'
import { systemClock } from '../../../src/core/clock.ts'
import type { Route, SamEvent } from '../../../src/core/events.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { openMemory } from '../memory/fixtures.ts'

/** Replies with the same words and route to everything. */
function recorder(reply: string, route: Route = 'local') {
  const memory = openMemory()
  const underWay = new Set<string>()
  const begin = ({ text }: { text: string }) => {
    underWay.add(text)
    return () => void underWay.delete(text)
  }
  const runner = {
    conversation: {},
    async run({ turnId }: TurnRequest, { emit }: { emit(event: SamEvent): void }) {
      emit({ type: 'route-decided', turnId, route, confidence: 1, reason: 'test' })
      emit({ type: 'reply-final', turnId, text: reply, model: 'local' })
    },
  } as unknown as TurnRunner
  const turns = recordTurns(runner, { ...memory, underWay: { begin }, clock: systemClock, logger: silentLogger })
  let number = 0
  const say = (text: string, more: Partial<TurnRequest> = {}) =>
    turns.run(
      {
        turnId: String(number++),
        text,
        origin: 'voice',
        dryRun: false,
        approveConfirm: false,
        signal: new AbortController().signal,
        ...more,
      },
      { emit() {} },
    )
  const kept = () => memory.log.newest(10).map(({ speaker, text }) => [speaker, text])
  return { memory, say, kept, underWay }
}

it('keeps what was said and the reply, and learns from the user alone', async () => {
  const { memory, say, kept } = recorder('I live in Berlin.')
  await say('I moved to Lisbon. My password is hunter2.')
  expect(kept()).toEqual([
    ['assistant', 'I live in Berlin.'],
    ['user', 'I moved to Lisbon. My password is [secret]'],
  ])
  expect(memory.facts.list()).toMatchObject([{ subject: 'user', attribute: 'home', value: 'Lisbon', turn: 1 }])
})

it('what is asked is under way until it has ended, but for trials and what a schedule asks', async () => {
  const { say, underWay } = recorder('Nine.')
  await say('play music', { dryRun: true })
  await say('tell the briefing', { origin: 'schedule' })
  const asked = say('what time is it')
  expect([...underWay]).toEqual(['what time is it'])
  await asked
  expect([...underWay]).toEqual([])
})

it('keeps no trial, nothing on a schedule, and nothing that was only recalled', async () => {
  const { say, kept } = recorder('You said: I moved to Lisbon.', 'recall')
  await say('play music', { dryRun: true })
  await say('tell the briefing', { origin: 'schedule' })
  await say('what did I say about Lisbon')
  expect(kept()).toEqual([['user', 'what did I say about Lisbon']])
})

it('forgets the beginning of a request that went on, whatever else was kept meanwhile', async () => {
  const { memory, say, kept } = recorder('Okay.')
  await say('I work at Acme')
  await say('I no longer work at Acme')
  expect(memory.facts.list()).toEqual([])
  const at = new Date(1)
  const others = Array.from({ length: 300 }, (_, id) => ({ id: `${id}`, speaker: 'user', text: 'hello', at }))
  memory.turns.addMany(
    others.map((turn) => ({ ...turn, source: 'other', conversation: 'imported', origin: 'import' as const })),
  )
  await say('I no longer work at Acme on Fridays but on Mondays', { continues: '1' })
  expect(memory.facts.list()).toMatchObject([{ attribute: 'employer', value: 'Acme' }])
  const said = kept().filter(([speaker]) => speaker === 'user')
  expect(said.filter(([, text]) => text !== 'hello')).toEqual([
    ['user', 'I no longer work at Acme on Fridays but on Mondays'],
  ])
  expect(memory.log.find({ words: 'longer work' }).turns).toHaveLength(1)
})

it('learns nothing from what came by the command line', async () => {
  const { memory, say } = recorder('Okay.')
  await say('I moved to Lisbon', { origin: 'command-line' })
  expect(memory.facts.list()).toEqual([])
})

it('lets no failure of the memory reach the turn', async () => {
  const { memory, say } = recorder('Okay.')
  memory.database.connection().exec('DROP TABLE turns')
  await expect(say('hello')).resolves.toBeUndefined()
})
