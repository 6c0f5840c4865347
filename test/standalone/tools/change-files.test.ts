import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { refuseProtected } from '../../../src/tools/files/safe-names.ts'
import { createFileChanges } from '../../../src/tools/platform/change-files.ts'
import { createLinuxPlatform } from '../../../src/tools/platform/linux/linux-platform.ts'
import { callContext, createTestClock, createTestLogger, openMemory, temporaryFolder } from './fixtures.ts'

const signal = new AbortController().signal
const { move, copy, locate } = createFileChanges({ HOME: '/home-of-me' })

/** A folder with these files; a name that ends in a slash is a folder. */
function folderWith(files: Record<string, string> = {}): string {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    fs.mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true })
    if (!name.endsWith('/')) fs.writeFileSync(file, text)
  }
  return folder
}

/** Everything below a folder: names with contents, folders with a slash, links with their arrow. */
function holding(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const name = path.relative(folder, file)
      if (entry.isSymbolicLink()) return [name, `-> ${fs.readlinkSync(file)}`]
      return entry.isDirectory() ? [`${name}/`, ''] : [name, fs.readFileSync(file, 'utf8')]
    }),
  )
}

describe('moving', () => {
  test('a file, a folder with everything in it, a link that leads nowhere', async () => {
    const root = folderWith({ 'a.txt': 'A', 'deep/inner/b.txt': 'B', 'to/': '' })
    fs.symlinkSync('nowhere', path.join(root, 'link'))
    for (const name of ['a.txt', 'deep', 'link']) await move(path.join(root, name), path.join(root, 'to', name), signal)
    expect(holding(root)).toEqual({
      'to/': '',
      'to/a.txt': 'A',
      'to/deep/': '',
      'to/deep/inner/': '',
      'to/deep/inner/b.txt': 'B',
      'to/link': '-> nowhere',
    })
  })

  test.each([
    ['a file over a file', 'a.txt', 'b.txt'],
    ['a file over a folder', 'a.txt', 'empty'],
    ['a file over a link', 'a.txt', 'link'],
    ['a folder over an empty folder', 'full', 'empty'],
    ['a folder over a file', 'full', 'b.txt'],
    ['a folder over a full folder', 'full', 'other'],
    ['a link over a file', 'link', 'b.txt'],
  ])('%s never happens', async (_, from, to) => {
    const root = folderWith({ 'a.txt': 'A', 'b.txt': 'B', 'empty/': '', 'full/x': 'X', 'other/y': 'Y' })
    fs.symlinkSync('b.txt', path.join(root, 'link'))
    const before = holding(root)
    for (const change of [move, copy]) {
      await expect(change(path.join(root, from), path.join(root, to), signal)).rejects.toMatchObject({
        code: 'target-exists',
        message: expect.stringMatching(/never overwrite/),
      })
      expect(holding(root)).toEqual(before)
    }
  })

  test('of many that want one name at once, exactly one gets it and no file is lost', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `file ${index}`)
    const folders = names.map((name) => name.replace('file', 'folder'))
    const root = folderWith({
      ...Object.fromEntries(names.map((name) => [name, name])),
      ...Object.fromEntries(folders.map((name) => [`${name}/inside`, name])),
    })
    const attempts = await Promise.allSettled(
      [...names, ...folders].map((name) => move(path.join(root, name), path.join(root, 'wanted'), signal)),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const texts = Object.values(holding(root)).filter((text) => text !== '')
    expect(texts.sort()).toEqual([...names, ...folders].sort())
  })

  test('a folder does not go into itself, a file that is gone is said to be', async () => {
    const root = folderWith({ 'a/b/': '' })
    const [inner, outer] = [path.join(root, 'a/b/a'), path.join(root, 'a')]
    await expect(move(outer, inner, signal)).rejects.toMatchObject({ code: 'folder-into-itself' })
    await expect(copy(outer, inner, signal)).rejects.toMatchObject({ code: 'folder-into-itself' })
    await expect(move(path.join(root, 'x'), path.join(root, 'y'), signal)).rejects.toMatchObject({
      code: 'file-not-found',
    })
    await expect(move(outer, path.join(root, 'no/such/place'), signal)).rejects.toMatchObject({
      code: 'file-not-found',
    })
    expect(holding(root)).toEqual({ 'a/': '', 'a/b/': '' })
  })

  test('"stop" before it begins leaves everything', async () => {
    const root = folderWith({ 'a.txt': 'A' })
    await expect(move(path.join(root, 'a.txt'), path.join(root, 'b'), AbortSignal.abort())).rejects.toBeInstanceOf(
      Error,
    )
    expect(holding(root)).toEqual({ 'a.txt': 'A' })
  })
})

test('the place of a file is told with the links of its folder resolved, a link itself stays one', async () => {
  const root = folderWith({ 'real/a.txt': 'A' })
  fs.symlinkSync('real', path.join(root, 'way'))
  fs.symlinkSync('a.txt', path.join(root, 'real', 'link'))
  expect(await locate(path.join(root, 'way/../way/a.txt'))).toEqual({
    path: path.join(root, 'real/a.txt'),
    folder: false,
  })
  expect(await locate(path.join(root, 'way/link'))).toEqual({ path: path.join(root, 'real/link'), folder: false })
  await expect(locate(path.join(root, 'no'))).rejects.toMatchObject({ code: 'file-not-found' })
})

const otherDisk = '/dev/shm'
const sameDisk =
  !fs.existsSync(otherDisk) || fs.statSync(otherDisk).dev === fs.statSync(os.tmpdir()).dev
    ? ' (skipped: /dev/shm is no other file system here)'
    : ''

describe.skipIf(sameDisk !== '')(`to another file system${sameDisk}`, () => {
  const elsewhere = () => {
    const folder = fs.mkdtempSync(path.join(otherDisk, 'sam-tools-'))
    onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
    return folder
  }

  test('everything arrives and nothing stays behind', async () => {
    const root = folderWith({ 'deep/inner/b.txt': 'B', 'deep/empty/': '', 'deep/run.sh': '#!' })
    fs.symlinkSync('inner/b.txt', path.join(root, 'deep/link'))
    fs.chmodSync(path.join(root, 'deep/run.sh'), 0o755)
    const before = holding(path.join(root, 'deep'))
    const to = path.join(elsewhere(), 'deep')
    await move(path.join(root, 'deep'), to, signal)
    expect(holding(to)).toEqual(before)
    expect(fs.statSync(path.join(to, 'run.sh')).mode & 0o777).toBe(0o755)
    expect(holding(root)).toEqual({})
    expect(fs.readdirSync(path.dirname(to))).toEqual(['deep'])
  })

  test('what is there stays, and so does the original', async () => {
    const root = folderWith({ 'a.txt': 'A' })
    const to = elsewhere()
    fs.writeFileSync(path.join(to, 'a.txt'), 'other')
    await expect(move(path.join(root, 'a.txt'), path.join(to, 'a.txt'), signal)).rejects.toMatchObject({
      code: 'target-exists',
    })
    expect([holding(root), holding(to)]).toEqual([{ 'a.txt': 'A' }, { 'a.txt': 'other' }])
  })

  test('what cannot be copied is not half moved', async () => {
    const root = folderWith({ 'deep/a.txt': 'A' })
    execFileSync('mkfifo', [path.join(root, 'deep/pipe')])
    const to = elsewhere()
    await expect(move(path.join(root, 'deep'), path.join(to, 'deep'), signal)).rejects.toMatchObject({
      code: 'copy-impossible',
    })
    expect(fs.readdirSync(path.join(root, 'deep')).sort()).toEqual(['a.txt', 'pipe'])
    expect(fs.readdirSync(to)).toEqual([])
  })
})

/** SAM in a home folder of its own with these files in it. */
function atHome(files: Record<string, string>) {
  const home = folderWith({ 'Desktop/': '', 'Documents/': '', 'Downloads/': '', ...files })
  const environment = { HOME: home, PATH: '', XDG_DATA_HOME: path.join(home, '.local/share') }
  const { runner } = createTools({
    platform: createLinuxPlatform({ environment, logger: createTestLogger() }),
    memory: openMemory(),
    clock: createTestClock().clock,
    logger: createTestLogger(),
    onRing() {},
  })
  const questions: string[] = []
  const ask = async (prompt: string) => {
    questions.push(prompt)
    return { approved: true, by: 'panel' }
  }
  return {
    home,
    questions,
    run: (tool: string, input = {}, context = callContext({ ask })) =>
      runner.run({ callId: 'call-1', tool, input }, context),
    /** Visible files only. */
    holds: () => Object.fromEntries(Object.entries(holding(home)).filter(([name]) => !name.startsWith('.'))),
  }
}
const empty = { 'Desktop/': '', 'Documents/': '', 'Downloads/': '' }

describe('by voice', () => {
  test('moves, renames and copies, and takes each back', async () => {
    const { run, holds } = atHome({ 'Downloads/report.pdf': 'R' })
    expect(await run('files.move', { query: 'report', destination: 'my documents' })).toMatchObject({
      ok: true,
      spoken: 'I moved report.pdf to Documents.',
    })
    expect(holds()).toEqual({ ...empty, 'Documents/report.pdf': 'R' })
    expect((await run('files.rename', { query: 'report', name: 'final report' })).spoken).toBe(
      'report.pdf is now called final report.pdf.',
    )
    expect((await run('files.copy', { query: 'final report' })).spoken).toBe(
      'I copied final report.pdf to final report copy.pdf in Documents.',
    )
    expect(holds()).toEqual({ ...empty, 'Documents/final report.pdf': 'R', 'Documents/final report copy.pdf': 'R' })
    for (let step = 0; step < 3; step += 1) expect(await run('undo.last')).toMatchObject({ ok: true })
    expect(holds()).toEqual({ ...empty, 'Downloads/report.pdf': 'R' })
  })

  test('an undo overwrites nothing either', async () => {
    const { run, home, holds } = atHome({ 'Downloads/a.txt': 'old' })
    await run('files.move', { query: 'a', destination: 'desktop' })
    fs.writeFileSync(path.join(home, 'Downloads/a.txt'), 'new')
    expect(await run('undo.last')).toMatchObject({ ok: false, code: 'target-exists' })
    expect(holds()).toEqual({ ...empty, 'Desktop/a.txt': 'old', 'Downloads/a.txt': 'new' })
  })

  test('new folders; one that was filled since is not undone', async () => {
    const { run, home, holds } = atHome({})
    expect((await run('files.new-folder', { name: 'Taxes' })).spoken).toBe('I made the folder Taxes in Desktop.')
    expect(await run('files.new-folder', { name: 'Taxes' })).toMatchObject({ ok: false, code: 'target-exists' })
    expect((await run('undo.last')).ok).toBe(true)
    expect(holds()).toEqual(empty)
    await run('files.new-folder', { name: 'Taxes', destination: 'documents' })
    fs.writeFileSync(path.join(home, 'Documents/Taxes/x'), 'X')
    expect(await run('undo.last')).toMatchObject({ ok: false, code: 'folder-not-empty' })
    expect(fs.readFileSync(path.join(home, 'Documents/Taxes/x'), 'utf8')).toBe('X')
  })

  test.each(['../up', 'a/b', '..', '.', '.hidden', 'x\0y', 'n'.repeat(256)])('%j is no name', async (name) => {
    const { run, holds } = atHome({ 'Downloads/a.txt': 'A' })
    const before = holds()
    expect((await run('files.rename', { query: 'a', name })).ok).toBe(false)
    expect((await run('files.new-folder', { name })).ok).toBe(false)
    expect(holds()).toEqual(before)
  })

  test('what the system made, SAM leaves alone', async () => {
    const { run, home, questions } = atHome({ '.ssh/id': 'secret', 'Library/x': 'X' })
    for (const file of ['', 'Desktop', '.ssh', '.ssh/id', 'Library', 'Library/x']) {
      const wanted = { path: path.join(home, file) }
      expect(await run('files.trash', wanted), file).toMatchObject({ ok: false, code: 'file-protected' })
      expect(await run('files.move', { ...wanted, destination: 'downloads' }), file).toMatchObject({ ok: false })
    }
    expect(await run('files.trash', { path: '/etc/hostname' })).toMatchObject({ ok: false, code: 'file-protected' })
    expect(() => refuseProtected('/Volumes/Stick', home)).toThrow(/leave Stick alone/)
    expect(() => refuseProtected('/Volumes/Stick/a.txt', home)).not.toThrow()
    expect(() => refuseProtected('/media/me/Stick/a.txt', home)).not.toThrow()
    expect(await run('files.trash', { path: '/usr' })).toMatchObject({ ok: false, code: 'file-protected' })
    expect(questions).toEqual([])
  })

  test('several that fit are asked about, and one is taken by position', async () => {
    const { run, holds } = atHome({ 'Downloads/tax 2024.pdf': '4', 'Downloads/tax 2025.pdf': '5' })
    const asked = await run('files.move', { query: 'tax', destination: 'documents' })
    expect(asked).toMatchObject({ ok: false, code: 'file-ambiguous', spoken: expect.stringMatching(/shall I move/) })
    expect((await run('files.move', { position: 2, destination: 'documents' })).ok).toBe(true)
    expect(Object.keys(holds()).filter((name) => name.startsWith('Documents/tax'))).toHaveLength(1)
  })

  test('after words from outside every change asks first', async () => {
    const { run, questions } = atHome({ 'Downloads/a.txt': 'A' })
    const ask = async (prompt: string) => {
      questions.push(prompt)
      return { approved: false, by: 'panel' }
    }
    await run('files.move', { query: 'a', destination: 'desktop' }, callContext({ ask, tainted: true }))
    expect(questions).toEqual(['Move a.txt in Downloads to Desktop.'])
  })
})

describe('the trash of a Linux home', () => {
  test('takes files, remembers where they came from, and gives them back', async () => {
    const { run, home, questions, holds } = atHome({ 'Downloads/a b?.txt': 'A', 'Documents/deep/x': 'X' })
    expect(await run('files.trash', { query: 'a b' })).toMatchObject({ ok: true, spoken: 'a b?.txt is in the trash.' })
    expect(questions).toEqual(['Move a b?.txt in Downloads to the trash.'])
    expect(holds()).toEqual({ ...empty, 'Documents/deep/': '', 'Documents/deep/x': 'X' })
    const trash = path.join(home, '.local/share/Trash')
    const note = fs.readFileSync(path.join(trash, 'info/a b?.txt.trashinfo'), 'utf8')
    expect(note).toMatch(/^\[Trash Info\]\nPath=.*Downloads\/a%20b%3F\.txt\nDeletionDate=\d{4}-\d\d-\d\dT[\d:]{8}\n$/)
    expect(await run('undo.last')).toMatchObject({ ok: true })
    expect(holds()).toEqual({ ...empty, 'Downloads/a b?.txt': 'A', 'Documents/deep/': '', 'Documents/deep/x': 'X' })
    expect(holding(trash)).toEqual({ 'files/': '', 'info/': '' })
  })

  test('two of one name both fit, emptying asks with the number and needs a hand', async () => {
    const { run, home, questions } = atHome({ 'Downloads/a.txt': '1', 'Documents/a.txt': '2' })
    await run('files.trash', { path: path.join(home, 'Downloads/a.txt') })
    await run('files.trash', { path: path.join(home, 'Documents/a.txt') })
    const trash = path.join(home, '.local/share/Trash')
    expect(fs.readdirSync(path.join(trash, 'files')).sort()).toEqual(['a.2.txt', 'a.txt'])
    const byVoice = async () => ({ approved: true, by: 'voice' })
    expect(await run('files.empty-trash', {}, callContext({ ask: byVoice }))).toMatchObject({
      ok: false,
      refused: true,
    })
    expect(await run('files.empty-trash', {}, callContext({ approveConfirm: true }))).toMatchObject({ refused: true })
    expect(fs.readdirSync(path.join(trash, 'files'))).toHaveLength(2)
    expect(await run('files.empty-trash')).toMatchObject({ ok: true, spoken: 'The trash is empty.' })
    expect(questions.at(-1)).toMatch(/the 2 things in the trash for good/)
    expect(holding(trash)).toEqual({ 'files/': '', 'info/': '' })
  })
})
