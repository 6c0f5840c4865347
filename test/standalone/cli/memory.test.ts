import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openMemory, temporaryFolder } from '../memory/fixtures.ts'
import { startSam } from './run-sam.ts'

/** A home in which something was said, believed, replaced and called untrue. */
function filledHome(): string {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const said = (id: string, text: string, at: Date) =>
    memory.turns.addMany([
      { source: 'chatgpt', conversation: 'c1', title: 'Logbook', id, speaker: 'user', text, at, origin: 'import' },
    ])
  const told: [string, Date][] = [
    ['I live in Porto', new Date('2025-01-02T10:00Z')],
    ['I moved to Lisbon', new Date('2025-03-04T10:00Z')],
    ['I am allergic to nuts', new Date('2025-03-05T10:00Z')],
  ]
  for (const [index, [text, at]] of told.entries()) {
    said(`m${index}`, text, at)
    memory.facts.learn({ text, at, turn: index + 1 })
  }
  const nuts = memory.facts.list().find(({ value }) => value === 'nuts')
  memory.facts.refute(nuts?.id ?? 0, new Date('2025-04-01T10:00Z'))
  memory.database.close()
  return home
}

const run = (home: string, ...args: string[]) => startSam(['memory', ...args], { SAM_HOME: home }).done

test('the history shows both sides of a contradiction, and the export both with their dates', async () => {
  const home = filledHome()
  const listed = await run(home, 'list', '--history')
  expect(listed.stdout).toMatch(/I moved to Lisbon {2}\(user: .* = Lisbon\)\n/)
  expect(listed.stdout).toMatch(/I live in Porto {2}\(user: .* = Porto\) {2}until 2025-03-04\n/)
  expect(listed.stdout).toMatch(/nuts\) {2}not true, you said on 2025-04-01\n/)
  expect((await run(home, 'list')).stdout).not.toMatch(/Porto|nuts/)

  const file = path.join(home, 'memory.md')
  await run(home, 'export', '--out', file)
  const markdown = fs.readFileSync(file, 'utf8')
  expect(markdown).toContain('- 2025-01-02: I live in Porto (until 2025-03-04)\n')
  expect(markdown).toContain('- 2025-03-05: I am allergic to nuts (not true, you said on 2025-04-01)\n')
  expect(markdown).toContain('## Logbook (chatgpt)\n\n**user** 2025-01-02: I live in Porto\n')

  const link = path.join(home, 'link.md')
  fs.symlinkSync(file, link)
  await run(home, 'export', '--out', link)
  expect(fs.lstatSync(link).isSymbolicLink()).toBe(true)
  expect(fs.readFileSync(file, 'utf8')).toBe(markdown)
  const pipe = path.join(home, 'pipe')
  execFileSync('mkfifo', [pipe])
  const [piped] = await Promise.all([fs.promises.readFile(pipe, 'utf8'), run(home, 'export', '--out', pipe)])
  expect(piped).toContain('"text":"I live in Porto"')
  expect(fs.statSync(pipe).isFIFO()).toBe(true)

  const records = (await run(home, 'export', '--json')).lines()
  expect(records.filter(({ type }) => type === 'memory-turn')).toHaveLength(3)
  expect(records.find(({ value }) => value === 'nuts')).toMatchObject({ refutedAt: '2025-04-01T10:00:00.000Z' })
})

test('every hit says where it comes from, and words that no turn holds are forgotten, too', async () => {
  const home = filledHome()
  const found = (await run(home, 'search', 'Lisbon', '--json')).lines()
  const hits = found.flatMap(({ hits }) => (Array.isArray(hits) ? (hits as Record<string, unknown>[]) : []))
  expect(hits.filter(({ text }) => text === 'I moved to Lisbon')).toMatchObject([
    { source: 'chatgpt', conversation: 'c1', at: '2025-03-04T10:00:00.000Z' },
    { source: 'chatgpt', conversation: 'c1', at: '2025-03-04T10:00:00.000Z' },
  ])
  for (const { source, conversation } of hits) expect([source, conversation]).toEqual(['chatgpt', 'c1'])

  const refused = await run(home, 'forget', 'logbook')
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toMatch(/1 other place /)
  expect((await run(home, 'forget', 'logbook', '--yes')).stdout).toMatch(/^Forgotten: 1 other place /)
  expect((await run(home, 'forget', 'logbook', '--yes')).stderr).toMatch(/I remember nothing like that/)
})
