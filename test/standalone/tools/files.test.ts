import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { createLinuxFiles } from '../../../src/tools/platform/linux/linux-files.ts'
import type { FilesPort } from '../../../src/tools/platform/port.ts'
import type { ToolResult } from '../../../src/tools/ports.ts'
import {
  callContext,
  createTestClock,
  createTestLogger,
  openMemory,
  platformWith,
  temporaryFolder,
  writeProgram,
} from './fixtures.ts'

const now = new Date(2025, 10, 22, 16, 20)

/** A home with these files (a name that ends in "/" is a folder), each last changed on its day. */
function homeWith(files: Record<string, string>): string {
  const home = temporaryFolder()
  for (const [name, day] of Object.entries(files)) {
    const file = path.join(home, name)
    fs.mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true })
    if (!name.endsWith('/')) fs.writeFileSync(file, name)
    const changed = new Date(`${day}T12:00:00`)
    fs.utimesSync(file, changed, changed)
  }
  return home
}

/** The tools over real folders; what is opened goes to a stand-in for the desktop's opener, which notes it. */
function toolsFor(home: string, changes: Partial<FilesPort> = {}) {
  const bin = temporaryFolder()
  const opened = path.join(bin, 'opened')
  writeProgram(path.join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> "${opened}"\n`)
  const environment = { HOME: home, PATH: `${bin}:/usr/bin:/bin` }
  const files = { ...createLinuxFiles({ environment, searchRoots: [home] }), ...changes }
  const { runner } = createTools({
    platform: platformWith({ files }),
    memory: openMemory(),
    clock: createTestClock(now).clock,
    logger: createTestLogger(),
    onRing() {},
  })
  return {
    run: (tool: string, input: Record<string, unknown>, context = callContext()) =>
      runner.run({ callId: 'call-1', tool, input }, context),
    openedFiles: () =>
      fs.existsSync(opened)
        ? fs
            .readFileSync(opened, 'utf8')
            .split('\n')
            .filter((line) => line.startsWith('/'))
        : [],
  }
}

/** Names of the files that a search told, in its order. */
const namesIn = (result: ToolResult) => {
  if (!result.ok) throw new Error(result.spoken)
  return (result.output as { files: { name: string }[] }).files.map((file) => file.name)
}

describe('finding files', () => {
  const files = {
    'Documents/tax return 2024.pdf': '2025-03-01',
    'Documents/Tax-Return 2025.pdf': '2025-11-20',
    'Documents/tax return notes.txt': '2025-11-21',
    'Documents/Résumé (final).docx': '2025-05-05',
    'Pictures/beach.jpg': '2025-07-01',
    'Pictures/snow.png': '2025-01-10',
    'node_modules/tax return.js': '2025-11-21',
    '.hidden/tax return.pdf': '2025-11-21',
  }

  test('by words of the name, in any case, punctuation and order, newest first', async () => {
    const { run } = toolsFor(homeWith(files))
    const result = await run('files.find', { query: 'return tax' })
    expect(namesIn(result)).toEqual(['tax return notes.txt', 'Tax-Return 2025.pdf', 'tax return 2024.pdf'])
    expect(result.spoken).toBe('I found 3: tax return notes.txt, Tax-Return 2025.pdf and tax return 2024.pdf.')
  })

  test('small words, accents and plurals of speech need not be in the name', async () => {
    const { run } = toolsFor(homeWith(files))
    expect(namesIn(await run('files.find', { query: 'the tax returns', kind: 'pdf' }))).toHaveLength(2)
    expect(namesIn(await run('files.find', { query: 'resume' }))).toEqual(['Résumé (final).docx'])
  })

  test('by kind and by days, the last day not counted', async () => {
    const { run } = toolsFor(homeWith(files))
    expect(namesIn(await run('files.find', { kind: 'image' }))).toEqual(['beach.jpg', 'snow.png'])
    const july = { kind: 'image', from: '2025-06-01', to: '2025-07-02' }
    expect(namesIn(await run('files.find', july))).toEqual(['beach.jpg'])
    expect(namesIn(await run('files.find', { ...july, to: '2025-07-01' }))).toEqual([])
    expect(namesIn(await run('files.find', { from: '2025-11-01', to: '2025-12-01' }))).toHaveLength(2)
  })

  test('a single one is told with its folder, the latest by itself', async () => {
    const { run } = toolsFor(homeWith(files))
    expect((await run('files.find', { query: 'beach' })).spoken).toBe('I found beach.jpg in Pictures.')
    const latest = await run('files.find', { query: 'tax return', kind: 'pdf', latest: true })
    expect(latest.spoken).toBe('The latest of 2 is Tax-Return 2025.pdf in Documents.')
  })

  test('none is said only when everything was looked at', async () => {
    const home = homeWith(files)
    const { run } = toolsFor(home)
    expect(await run('files.find', { query: 'unicorn' })).toMatchObject({
      ok: true,
      spoken: 'I found no file called unicorn.',
    })
    const limits = { timeMs: 10_000, entries: 3, depth: 0 }
    const bounded = createLinuxFiles({ environment: { HOME: home, PATH: '' }, searchRoots: [home], limits })
    const hurried = toolsFor(home, { find: bounded.find })
    const result = await hurried.run('files.find', { query: 'unicorn' })
    expect(result).toMatchObject({ ok: false, code: 'timed-out', spoken: expect.stringMatching(/cannot say/) })
    expect(await hurried.run('files.open', { query: 'unicorn' })).toMatchObject({ ok: false, code: 'timed-out' })
  })

  test('a search cut short says that there may be more', async () => {
    const { run } = toolsFor('/', { find: async () => ({ matches: [{ path: '/a/one.txt' }], complete: false }) })
    expect((await run('files.find', { query: 'one' })).spoken).toMatch(/I found one\.txt in a\. There may be more/)
  })

  test('files of one name are told apart by their folders', async () => {
    const { run } = toolsFor(homeWith({ 'a/plan.md': '2025-01-01', 'b/plan.md': '2025-01-02' }))
    expect((await run('files.find', { query: 'plan' })).spoken).toBe('I found 2: plan.md in b and plan.md in a.')
  })

  test('the files used last come newest first', async () => {
    const { run } = toolsFor(homeWith(files))
    const result = await run('files.recent', {})
    expect(namesIn(result).slice(0, 2)).toEqual(['tax return notes.txt', 'Tax-Return 2025.pdf'])
  })

  test('nothing to look for is no request', async () => {
    const { run } = toolsFor(homeWith({}))
    for (const tool of ['files.find', 'files.open']) {
      expect(await run(tool, {})).toMatchObject({ ok: false, code: 'invalid-arguments' })
    }
    expect(await run('files.find', { query: 'x', from: 'last year' })).toMatchObject({ code: 'invalid-arguments' })
  })
})

describe('opening files', () => {
  test('the one that fits is opened, as one argument', async () => {
    const home = homeWith({ 'it\'s; $(rm -rf x) "quoted".txt': '2025-01-01', 'other.txt': '2025-01-01' })
    const { run, openedFiles } = toolsFor(home)
    const result = await run('files.open', { query: 'quoted' })
    expect(result).toMatchObject({ ok: true })
    expect(openedFiles()).toEqual([path.join(home, 'it\'s; $(rm -rf x) "quoted".txt')])
  })

  test('of several none is opened: their names are told, and then one by its position', async () => {
    const home = homeWith({ 'invoice may.pdf': '2025-05-01', 'invoice june.pdf': '2025-06-01' })
    const { run, openedFiles } = toolsFor(home)
    expect(await run('files.open', { query: 'invoice' })).toMatchObject({
      ok: false,
      code: 'file-ambiguous',
      spoken: 'There are 2: invoice june.pdf and invoice may.pdf. Which one shall I open?',
    })
    expect(openedFiles()).toEqual([])
    expect(await run('files.open', { position: 2 })).toMatchObject({ ok: true, spoken: 'Opening invoice may.pdf.' })
    expect(await run('files.open', { position: 3 })).toMatchObject({ ok: false, code: 'file-not-found' })
    expect(openedFiles()).toEqual([path.join(home, 'invoice may.pdf')])
  })

  test('the latest, and the one called exactly so, need no question', async () => {
    const home = homeWith({
      'budget.xlsx': '2024-01-01',
      'budget old.xlsx': '2025-06-01',
      'Downloads/': '2025-01-01',
      'Projects/site/downloads/': '2025-10-01',
    })
    const { run, openedFiles } = toolsFor(home)
    await run('files.open', { query: 'budget' })
    await run('files.open', { query: 'budget', latest: true })
    await run('files.open', { query: 'downloads', kind: 'folder' })
    const names = ['budget.xlsx', 'budget old.xlsx', 'Downloads']
    expect(openedFiles()).toEqual(names.map((name) => path.join(home, name)))
  })

  test('a position means the last search, and nothing before the first', async () => {
    const home = homeWith({ 'a.txt': '2025-01-01', 'b.txt': '2025-01-01' })
    const { run, openedFiles } = toolsFor(home)
    expect(await run('files.open', { position: 1 })).toMatchObject({ ok: false, code: 'nothing-found-before' })
    await run('files.find', { query: 'a' })
    await run('files.find', { query: 'b' })
    await run('files.open', { position: 1 })
    expect(openedFiles()).toEqual([path.join(home, 'b.txt')])
  })

  test('what would run something is not opened without a yes, whatever it is called and wherever a link leads', async () => {
    const home = homeWith({
      'install.sh': '2025-01-01',
      'game.desktop': '2025-01-01',
      tool: '2025-01-01',
      'Setup.DMG': '2025-01-01',
    })
    fs.chmodSync(path.join(home, 'tool'), 0o755)
    fs.symlinkSync(path.join(home, 'install.sh'), path.join(home, 'harmless letter.txt'))
    const { run, openedFiles } = toolsFor(home)
    for (const query of ['install', 'game', 'tool', 'setup', 'harmless letter']) {
      expect(await run('files.open', { query }), query).toMatchObject({ ok: false, refused: true })
    }
    expect(openedFiles()).toEqual([])
    const asked: string[] = []
    const ask = async (prompt: string) => {
      asked.push(prompt)
      return { approved: true, by: 'panel' }
    }
    expect(await run('files.open', { query: 'harmless letter' }, callContext({ ask }))).toMatchObject({ ok: true })
    expect(asked).toEqual([`Open install.sh in ${home}, which would run it as a program.`])
    expect(openedFiles()).toEqual([path.join(home, 'install.sh')])
  })

  test('a document that carries the permission bit by accident is a document', async () => {
    const home = homeWith({ 'letter.pdf': '2025-01-01' })
    fs.chmodSync(path.join(home, 'letter.pdf'), 0o755)
    const { run, openedFiles } = toolsFor(home)
    expect(await run('files.open', { query: 'letter' })).toMatchObject({ ok: true })
    expect(openedFiles()).toHaveLength(1)
  })

  test('a file that is gone is said to be gone', async () => {
    const { run } = toolsFor(homeWith({}))
    expect(await run('files.open', { path: '/no/such/file.txt' })).toMatchObject({ ok: false, code: 'file-not-found' })
    expect(await run('files.open', { query: 'unicorn' })).toMatchObject({ ok: false, code: 'file-not-found' })
  })
})
