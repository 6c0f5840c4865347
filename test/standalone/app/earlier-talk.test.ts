import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { earlierTalk } from '../../../src/app/memory/earlier-talk.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createMemoryStores } from '../../../src/memory/memory-stores.ts'
import { openMemory, temporaryFolder } from '../memory/fixtures.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
const line = (turn: string, speaker: string, text: string, at: Date, source = 'live') => ({
  ...{ source, conversation: 'today', origin: 'voice' as const },
  ...{ id: `${turn}/${speaker === 'user' ? 'asked' : 'answered'}`, speaker, text, at },
})

it('tells what was said to SAM within the hour, in its order, before the zero of the new clock', () => {
  const { turns, log } = openMemory()
  turns.addMany([
    line('old', 'user', 'yesterday', minutesAgo(24 * 60)),
    line('a', 'user', 'open the terminal', minutesAgo(9)),
    line('a', 'assistant', 'The terminal is open.', minutesAgo(8)),
    line('x', 'user', 'from an export', minutesAgo(7), 'chatgpt'),
    line('b', 'user', 'what time is it', minutesAgo(6)),
  ])
  const told = earlierTalk(log, systemClock, silentLogger)
  expect(told).toMatchObject([
    { type: 'request-typed', turnId: 'a', text: 'open the terminal' },
    { type: 'reply-final', turnId: 'a', text: 'The terminal is open.' },
    { type: 'request-typed', turnId: 'b', text: 'what time is it' },
  ])
  const zeroMs = Date.now() - systemClock.nowMs()
  expect(Math.round((Date.now() - (zeroMs + (told[0]?.atMs ?? 0))) / 60_000)).toBe(9)
})

it('a memory that cannot be read keeps nothing from starting, and the log says why', () => {
  const home = temporaryFolder()
  fs.writeFileSync(path.join(home, 'sam.db'), 'no database'.repeat(100))
  const warned: unknown[] = []
  const logger = { ...silentLogger, warn: (_: string, about: unknown) => void warned.push(about) }
  expect(earlierTalk(createMemoryStores(home).log, systemClock, logger)).toEqual([])
  expect(warned).toEqual([{ because: expect.stringContaining('is damaged') }])
})
