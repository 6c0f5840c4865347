import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { earlierTalk } from '../../../src/app/memory/earlier-talk.ts'
import { createTurnsUnderWay } from '../../../src/app/memory/turns-under-way.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { openMemory, temporaryFolder } from '../memory/fixtures.ts'

const turn = (turnId: string, text: string) => ({
  ...{ turnId, text, conversation: 'today', origin: 'voice' as const },
  atMs: Date.now() - 60_000,
})

it('a request that a kill cuts off is in the memory of the next start, and told as interrupted', () => {
  const home = temporaryFolder()
  const before = createTurnsUnderWay(home, silentLogger)
  const end = before.begin(turn('whole', 'open the terminal'))
  before.begin(turn('cut', 'read me the long story. My password is hunter2.'))
  end()

  const { turns, log } = openMemory()
  const cutOff = createTurnsUnderWay(home, silentLogger).takeCutOff(turns)
  expect(cutOff).toEqual(['cut'])
  expect(earlierTalk(log, systemClock, silentLogger, cutOff)).toMatchObject([
    { type: 'request-typed', turnId: 'cut', text: 'read me the long story. My password is [secret]' },
    { type: 'turn-finished', turnId: 'cut', outcome: 'interrupted' },
  ])
  // Once only.
  expect(createTurnsUnderWay(home, silentLogger).takeCutOff(turns)).toEqual([])
})

it('no secret is written, a process that runs keeps its own, and what is no turn goes', () => {
  const home = temporaryFolder()
  const folder = path.join(home, 'turns-under-way')
  createTurnsUnderWay(home, silentLogger).begin(turn('a', 'My password is hunter2.'))
  const [name = ''] = fs.readdirSync(folder)
  expect(fs.readFileSync(path.join(folder, name), 'utf8')).not.toContain('hunter2')
  fs.renameSync(path.join(folder, name), path.join(folder, `${process.ppid}-0.json`))
  fs.writeFileSync(path.join(folder, `${process.pid}-7.json`), '{"turnId":"b","te')

  const { turns, log } = openMemory()
  expect(createTurnsUnderWay(home, silentLogger).takeCutOff(turns)).toEqual([])
  expect(fs.readdirSync(folder)).toEqual([`${process.ppid}-0.json`])
  expect(log.newest(5)).toEqual([])
})
