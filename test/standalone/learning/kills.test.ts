import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createDatabase } from '../../../src/memory/database.ts'
import { createTrainingReader } from '../../../src/memory/training-reader.ts'

const script = new URL('./killed-stage.ts', import.meta.url).pathname

/** Runs a stage, and kills it so long after it began; answers whether it came to its end before. */
function run(stage: string, home: string, folder: string, killAfterMs?: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const child = spawn(process.execPath, [script, stage, home, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (text.includes('begun') && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  })
  child.on('close', () => resolve(said.includes('done')))
  return promise
}

function place() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-kills-'))
  onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
  return home
}

function writeSessions(folder: string, sessions: number, requests: number): void {
  fs.mkdirSync(path.join(folder, 'project'), { recursive: true })
  for (let session = 0; session < sessions; session += 1) {
    const lines = Array.from({ length: requests }, (_, index) => {
      const more = { sessionId: `s${session}`, timestamp: '2026-01-02T03:04:05Z' }
      const [asked, answered] = [
        `${session * 7} what does part ${index} of it do`,
        `It does ${session} and ${index * 3}.`,
      ]
      return [
        { type: 'user', uuid: `u${index}`, message: { role: 'user', content: asked }, ...more },
        { type: 'assistant', uuid: `a${index}`, message: { role: 'assistant', content: answered }, ...more },
      ]
        .map((entry) => `${JSON.stringify(entry)}\n`)
        .join('')
    })
    const file = path.join(folder, 'project', `${session}.jsonl`)
    fs.writeFileSync(file, lines.join(''))
    fs.utimesSync(file, new Date(0), new Date(0))
  }
}

function kept(home: string): string[] {
  const database = createDatabase(home)
  const all = [...createTrainingReader(database).each()].map(
    ({ origin, messages }) => `${origin} ${messages[0]?.content}`,
  )
  database.close()
  return all
}

it('loses and repeats nothing when it is killed while it reads sessions or builds a set', async () => {
  const home = place()
  const sessions = path.join(home, 'sessions')
  writeSessions(sessions, 4, 250)
  const killed = path.join(home, 'killed')
  let kills = 0
  for (let afterMs = 5; !(await run('sessions', killed, sessions, afterMs)); afterMs = Math.round(afterMs * 1.7))
    kills += 1
  expect(kills).toBeGreaterThan(0)
  const all = kept(killed)
  expect(all).toHaveLength(1000)
  expect(new Set(all).size).toBe(1000)

  const whole = path.join(home, 'whole')
  expect(await run('build', killed, whole)).toBe(true)
  const sha256 = (folder: string) => JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')).sha256
  const cut = path.join(home, 'cut')
  kills = 0
  for (let afterMs = 5; !(await run('build', killed, cut, afterMs)); afterMs = Math.round(afterMs * 1.7)) {
    kills += 1
    // A set is there whole or not at all.
    if (fs.existsSync(cut)) expect(sha256(cut)).toBe(sha256(whole))
  }
  expect(kills).toBeGreaterThan(0)
  expect(sha256(cut)).toBe(sha256(whole))
  expect(fs.readdirSync(home).filter((name) => /\.(part|old)$/.test(name))).toEqual([])
}, 120_000)

it('brings back the set that a killed process had just moved away', async () => {
  const home = place()
  const sessions = path.join(home, 'sessions')
  writeSessions(sessions, 1, 20)
  await run('sessions', home, sessions)
  const folder = path.join(home, 'set')
  await run('build', home, folder)
  // As it lies between the two steps of taking its place.
  fs.renameSync(folder, `${folder}.sam-999999999.old`)
  fs.mkdirSync(`${folder}.sam-999999999.part`)
  // What its user called like that stays: a copy of the set, and a file.
  fs.cpSync(`${folder}.sam-999999999.old`, `${folder}.999999999.old`, { recursive: true })
  fs.writeFileSync(`${folder}.2024.part`, 'mine')
  expect(await run('build', home, folder)).toBe(true)
  expect(fs.readdirSync(home).filter((name) => name.startsWith('set'))).toEqual([
    'set',
    'set.2024.part',
    'set.999999999.old',
  ])
}, 60_000)
