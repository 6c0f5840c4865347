import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { giveSignsOfLife } from '../../../src/app/service/sign-of-life.ts'
import { createTestClock, createTestLogger } from '../tools/fixtures.ts'

function newLife() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-life-'))
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
  const file = path.join(home, 'alive.json')
  const { machine, pass, restartMachine, setWall } = createTestClock()
  const away: number[] = []
  const start = (served: Promise<unknown> = Promise.resolve()) =>
    giveSignsOfLife({ file, machine, logger: createTestLogger(), served, onBack: (awayMs) => away.push(awayMs) })
  /** One that never ends in order. */
  const startAndDie = async (served?: Promise<unknown>) => {
    start(served)
    await new Promise(setImmediate)
  }
  return { file, away, start, startAndDie, pass, restartMachine, setWall }
}

it('a run that did not end in order was an outage, until the next one serves', async () => {
  const { away, start, startAndDie, pass, setWall } = newLife()
  await startAndDie()
  pass(1700)
  setWall(new Date(2030, 1, 1))
  const loaded = Promise.withResolvers<void>()
  const next = start(loaded.promise)
  pass(300)
  expect(away).toEqual([])
  loaded.resolve()
  await loaded.promise
  expect(away).toEqual([2000])
  next.end()
  pass(9000)
  start()
  await new Promise(setImmediate)
  expect(away).toEqual([2000])
})

it('one that dies again before it serves was gone since the first time, and one that cannot serve is back', async () => {
  const { away, start, startAndDie, pass } = newLife()
  await startAndDie()
  pass(1000)
  await startAndDie(new Promise(() => {}))
  pass(1000)
  start(Promise.reject(new Error('no model')))
  await new Promise(setImmediate)
  expect(away).toEqual([2000])
})

it('is no death of SAM where the machine was started anew, and none where nothing can be read', async () => {
  const { file, away, start, startAndDie, pass, restartMachine } = newLife()
  await startAndDie()
  restartMachine()
  pass(60_000)
  await startAndDie()
  for (const broken of ['{', '{"bootId":7}', '[]', JSON.stringify({ bootId: 'another start', elapsedMs: 1e12 })]) {
    fs.writeFileSync(file, broken)
    start().end()
  }
  expect(away).toEqual([])
  expect(fs.existsSync(file)).toBe(false)
})
