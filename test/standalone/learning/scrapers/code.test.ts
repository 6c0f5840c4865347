import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../../../src/core/paths.ts'
import { codeDrafts } from '../../../../src/learning/scrapers/code/code-drafts.ts'
import { isPermissive, licenceOfText } from '../../../../src/learning/scrapers/code/licence.ts'
import { createOwnCode } from '../../../../src/learning/scrapers/code/own-code.ts'
import { createGithubCode } from '../../../../src/learning/scrapers/github/github-code.ts'
import { temporaryFolder } from '../../tools/fixtures.ts'
import { scraping } from './fixtures.ts'
import { licences } from './licence-texts.ts'

const draftsOf = (place: string, text: string) => codeDrafts({ place, text, origin: place, licence: 'MIT' })

describe('documented code', () => {
  it.each<[string, string, string, string]>([
    [
      'TypeScript',
      'a.ts',
      '/**\n * Finds the first word that fits the given shape.\n * @param shape what it looks like\n */\nexport function find<T>(shape: { a: string }): { b: T } | undefined {\n  const text = `}` + `}` // }\n  return undefined\n}\nconst other = 1\n',
      'find',
    ],
    [
      'an arrow',
      'a.ts',
      '/** Adds two numbers that may be negative too. */\nexport const add = (one: number, two: number) =>\n  one + two\n\nconst x = 1\n',
      'add',
    ],
    [
      'a method',
      'a.js',
      'class A {\n  /** Says how many letters all of the words have. */\n  async count(words) {\n    return words.length\n  }\n}\n',
      'count',
    ],
    [
      'Python',
      'a.py',
      'def total(\n    values,\n) -> int:\n    """Adds up all values that are not None."""\n    return sum(v for v in values if v)\n\n\nx = 1\n',
      'total',
    ],
    [
      'Swift',
      'a.swift',
      '  /// Moves the view by so many points to the right.\n  @discardableResult\n  public func move(by points: Int) -> Self {\n    self\n  }\n',
      'move',
    ],
    [
      'Rust',
      'a.rs',
      "/// Gives the longer one of the two slices.\n#[inline]\npub fn longer<'a>(one: &'a str, two: &'a str) -> &'a str {\n    if one.len() > two.len() || one.starts_with('{') { one } else { two }\n}\n",
      'longer',
    ],
    [
      'Go',
      'a.go',
      '// Close ends the connection and frees what it held.\nfunc (c *Conn) Close() error {\n\treturn c.inner.Close()\n}\n',
      'Close',
    ],
    [
      'Java',
      'A.java',
      '    /** Returns the name in small letters only. */\n    @Override\n    public String name(Map<String, List<A>> all) {\n        return name;\n    }\n',
      'name',
    ],
  ])('of %s is found whole', (_what, place, text, name) => {
    const drafts = draftsOf(place, text)
    expect(drafts).toHaveLength(1)
    expect(drafts[0]?.question).toContain(`Write \`${name}\` in `)
    expect(drafts[0]?.answer.trimEnd()).toMatch(/```\w+\n[\s\S]+\n```$/)
    const code = drafts[0]?.answer.split('\n').slice(1, -1).join('\n') ?? ''
    const braces = (sign: string) => code.replace(/`[^`]*`|'\{'|\/\/ \}/g, '').split(sign).length
    expect(braces('{')).toBe(braces('}'))
    expect(code).not.toMatch(/other|x = 1/)
  })

  it.each([
    ['a comment that says nothing', 'a.ts', '/** TODO */\nexport function find() {\n  return 1\n}\n'],
    [
      'a notice of copyright',
      'a.ts',
      '/** Copyright 2020 Some One, all of it. */\nexport function find() {\n  return 1\n}\n',
    ],
    [
      'what a program wrote',
      'a.ts',
      '// @generated\n/** Finds the first word that fits it. */\nexport function find() {\n  return 1\n}\n',
    ],
    [
      'what has no end',
      'a.ts',
      '/** Finds the first word that fits it. */\nexport function find() {\n  if (x) {\n  return 1\n}\n',
    ],
    ['another language', 'a.zig', '/** Finds the first word that fits it. */\nfn find() {\n  return 1\n}\n'],
    ['packed code', 'a.js', `/** Finds the first word that fits it. */\nfunction find() {\n${'x'.repeat(5000)}\n}\n`],
  ])('does not come of %s', (_what, place, text) => {
    expect(draftsOf(place, text)).toEqual([])
  })

  it('gives tests by what they check', () => {
    const text =
      "import { it } from 'vitest'\nit('counts empty lines too', () => {\n  const lines = count('')\n  expect(lines).toBe(1)\n})\n"
    expect(draftsOf('count.test.ts', text)).toMatchObject([
      { question: 'Write a test in TypeScript that checks this: counts empty lines too' },
    ])
    const python = 'def test_counts_empty_lines():\n    lines = count("")\n    assert lines == 1\n    assert True\n'
    expect(draftsOf('tests/test_count.py', python)).toMatchObject([
      { question: 'Write a test in Python that checks this: counts empty lines' },
    ])
  })
})

describe('licences', () => {
  it.each(Object.entries(licences.permissive))('knows %s by its text', (spdx, text) => {
    expect(licenceOfText(text)).toBe(spdx)
  })

  it.each(Object.entries(licences.others))('takes %s for none that allows it', (_name, text) => {
    expect(licenceOfText(text)).toBeUndefined()
  })

  it.each([
    ['MIT OR GPL-3.0-only', true],
    ['(MIT OR Apache-2.0)', true],
    ['Apache-2.0 AND MIT', true],
    ['Apache-2.0 AND GPL-2.0-only', false],
    ['AGPL-3.0-or-later', false],
    ['MIT WITH Commons-Clause', false],
    ['UNLICENSED', false],
    ['SEE LICENSE IN FILE', false],
    ['', false],
  ])('reads %s', (expression, allowed) => {
    expect(isPermissive(expression)).toBe(allowed)
  })
})

/** A repository with these files, one commit each in order. */
function repository(files: readonly [file: string, content: string, message?: string][]) {
  const folder = path.join(temporaryFolder(), 'my project')
  const git = (...args: string[]) => {
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada L',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada L',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    }
    const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  fs.mkdirSync(folder)
  git('init', '-q')
  const write = (file: string, content: string, message = `Add ${file}`) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), content)
    git('add', '-A')
    git('commit', '-q', '-m', message)
  }
  for (const [file, content, message] of files) write(file, content, message)
  const home = temporaryFolder()
  const opened = scraping({ home, adapters: { 'github-code': createGithubCode([folder], path.join(home, 'clones')) } })
  return { folder, git, write, ...opened }
}

const mit = licences.permissive['MIT'] ?? ''
const half =
  '/** Gives the half of a number, rounded down. */\nexport function half(value: number) {\n  return Math.floor(value / 2)\n}\n'

describe('a repository', () => {
  it('gives functions, tests and commit messages, with licence and place, and nobody’s address', async () => {
    const { run, rows } = repository([
      ['LICENSE', mit],
      ['src/half.ts', half],
      [
        'test/half.test.ts',
        "it('rounds the half down always', () => {\n  const value = half(3)\n  expect(value).toBe(1)\n})\n",
      ],
      [
        'src/half.ts',
        half.replace('floor', 'trunc'),
        'Round halves towards zero for negative numbers\n\nFloor made them larger.\n\nSigned-off-by: Ada <ada@example.org>',
      ],
    ])
    const report = await run('github-code')
    expect(report).toMatchObject({ fetched: 1, refused: {}, failed: {}, stopped: 'done' })
    const all = rows()
    expect(all.map(({ said }) => said[0]?.content.split('\n')[0])).toEqual([
      'Write `half` in TypeScript:',
      'Write a test in TypeScript that checks this: rounds the half down always',
      'Write a commit message for this change:',
    ])
    expect(all.map(({ licence }) => licence)).toEqual(Array(3).fill('MIT, my project'))
    expect(all[0]?.origin).toMatch(/^my project@[0-9a-f]{12}\/src\/half\.ts#L2$/)
    expect(all[2]?.said[1]?.content).toBe('Round halves towards zero for negative numbers\n\nFloor made them larger.')
    expect(JSON.stringify(all)).not.toMatch(/ada@example|Signed-off/)
    // Nothing that did not change is read again, and what did is.
    expect(await run('github-code')).toMatchObject({ fetched: 0 })
  })

  it.each<[string, [string, string][]]>([
    ['no licence', [['README.md', 'MIT, I promise']]],
    ['the GPL', [['LICENSE', licences.others['GPL-3.0'] ?? '']]],
    ['a licence with a clause added', [['LICENSE', licences.others['MIT with the Commons Clause'] ?? '']]],
    [
      'a permissive licence beside another',
      [
        ['LICENSE-MIT', mit],
        ['COPYING', licences.others['GPL-3.0'] ?? ''],
      ],
    ],
    [
      'a licence by another name',
      [
        ['LICENSE.custom', 'All rights reserved.'],
        ['package.json', '{"license": "MIT"}'],
      ],
    ],
    ['a manifest that says proprietary', [['package.json', '{\n"license": "UNLICENSED"\n}']]],
  ])('with %s is not learned from', async (_what, files) => {
    const { run, rows } = repository([...files, ['src/half.ts', half]])
    expect((await run('github-code')).refused).toEqual({ licence: 1 })
    expect(rows()).toEqual([])
  })

  it('may say its licence in a manifest, and a file may have another of its own', async () => {
    const { run, rows } = repository([
      ['Cargo.toml', '[package]\nlicense = "MIT OR Apache-2.0"\n'],
      ['src/half.ts', half],
      ['src/gpl.ts', `// SPDX-License-Identifier: GPL-3.0-only\n${half.replaceAll('half', 'third')}`],
      ['src/closed.ts', `// Copyright Some Corp. Proprietary and confidential.\n${half.replaceAll('half', 'fourth')}`],
      ['vendor/other.ts', half.replaceAll('half', 'fifth')],
    ])
    await run('github-code')
    expect(rows().map(({ origin }) => origin.replace(/^.*\//, ''))).toEqual(['half.ts#L2'])
  })

  it('that is read in pieces goes on where it was', async () => {
    const files = Array.from({ length: 120 }, (_, index): [string, string] => [
      `src/f${index}.ts`,
      half.replaceAll('half', `half${index}`),
    ])
    const { folder, git, run, rows } = repository([['LICENSE', mit]])
    for (const [file, content] of files) {
      fs.mkdirSync(path.join(folder, 'src'), { recursive: true })
      fs.writeFileSync(path.join(folder, file), content)
    }
    git('add', '-A')
    git('commit', '-q', '-m', 'x')
    expect(await run('github-code', 50)).toMatchObject({ examples: 50, stopped: 'limit' })
    expect(await run('github-code')).toMatchObject({ examples: 70, fetched: 0, stopped: 'done' })
    expect(rows()).toHaveLength(120)
  })

  it('runs nothing of its own: no hooks, no filters, no links', async () => {
    const { folder, git, run, rows } = repository([
      ['LICENSE', mit],
      ['src/half.ts', half],
      ['.gitattributes', '*.ts diff=evil filter=evil\n'],
    ])
    const trace = path.join(temporaryFolder(), 'ran')
    for (const hook of ['post-checkout', 'post-clone', 'pre-upload-pack', 'post-upload-pack']) {
      fs.writeFileSync(path.join(folder, '.git/hooks', hook), `#!/bin/sh\ntouch "${trace}"\n`, { mode: 0o755 })
    }
    for (const key of [
      'filter.evil.smudge',
      'diff.evil.textconv',
      'diff.external',
      'core.fsmonitor',
      'uploadpack.packObjectsHook',
    ])
      git('config', key, `touch "${trace}"; cat`)
    fs.symlinkSync('/etc/hosts', path.join(folder, 'src/link.ts'))
    git('add', 'src/link.ts')
    git('commit', '-q', '-m', 'x', '--no-verify')
    fs.rmSync(trace, { force: true })
    expect((await run('github-code')).examples).toBe(1)
    expect(fs.existsSync(trace)).toBe(false)
    expect(rows()).toHaveLength(1)
  })

  it.each([
    ['http://example.com/a.git', 'address'],
    ['https://user:secret@example.com/a.git', 'address'],
    ['https://127.0.0.1:1/a.git', 'web-refused'],
    ['https://10.0.0.7/a.git', 'web-refused'],
    ['https://localhost/a.git', 'web-refused'],
  ])('at %s is not cloned', async (place, reason) => {
    const home = temporaryFolder()
    const { run } = scraping({
      home,
      mayBeLocal: () => false,
      adapters: { 'github-code': createGithubCode([place], path.join(home, 'c')) },
    })
    expect((await run('github-code')).refused).toEqual({ [reason]: 1 })
  })

  it.each(['ext::sh -c "touch ran"', '--upload-pack=touch ran', 'file:///etc'])('is no command: %s', async (place) => {
    const home = temporaryFolder()
    const { run } = scraping({ home, adapters: { 'github-code': createGithubCode([place], path.join(home, 'c')) } })
    expect((await run('github-code')).failed).toEqual({ 'git-failed': 1 })
    expect(fs.existsSync(path.join(projectRoot, 'ran'))).toBe(false)
  })

  it('of the net is not cloned when SAM is offline, and its host is in the audit log when it is not', async () => {
    const home = temporaryFolder()
    const places = ['https://repository.invalid/a.git']
    const make = (offline: boolean) =>
      scraping({ home, offline, adapters: { 'github-code': createGithubCode(places, path.join(home, 'c')) } })
    await expect(make(true).run('github-code')).rejects.toMatchObject({ code: 'offline' })
    const online = make(false)
    expect((await online.run('github-code')).failed).toEqual({ unreachable: 1 })
    expect(online.audit.list()).toMatchObject([
      { type: 'egress', destination: 'repository.invalid', purpose: 'a repository to learn from' },
    ])
  })
})

describe('your own code', () => {
  it('is read but for what .gitignore, also of folders above and inside, leaves out, and for code of others', async () => {
    const top = temporaryFolder()
    const write = (file: string, content: string) => {
      fs.mkdirSync(path.dirname(path.join(top, file)), { recursive: true })
      fs.writeFileSync(path.join(top, file), content)
    }
    fs.mkdirSync(path.join(top, '.git/info'), { recursive: true })
    write('.git/info/exclude', 'private.ts\n')
    write('.gitignore', 'secret*\n/app/old/\n!app/secretary.ts\n')
    write('app/.gitignore', 'local.ts\n')
    const named = ['half', 'secret', 'secretary', 'local', 'private', 'old/gone', 'node_modules/x/other', 'keep/local']
    named.forEach((name, index) => {
      write(`app/${name}.ts`, half.replaceAll('half', `f${index}`))
    })
    write('outside.ts', half)
    fs.symlinkSync(path.join(top, 'outside.ts'), path.join(top, 'app/link.ts'))
    const { run, rows } = scraping({ adapters: { 'own-code': createOwnCode([path.join(top, 'app')]) } })
    await run('own-code')
    expect(
      rows()
        .map(({ origin }) => origin)
        .sort(),
    ).toEqual(['app/half.ts#L2', 'app/secretary.ts#L2'])
    expect(JSON.stringify(rows())).not.toContain(top)
  })

  it('that is gone or ignored by now is no longer learned from, and what changed is read again', async () => {
    const folder = temporaryFolder()
    const file = (name: string) => path.join(folder, `${name}.ts`)
    for (const name of ['one', 'two', 'three']) fs.writeFileSync(file(name), half.replaceAll('half', name))
    const home = temporaryFolder()
    const make = () => scraping({ home, adapters: { 'own-code': createOwnCode([folder]) } })
    await make().run('own-code')
    fs.rmSync(file('one'))
    fs.writeFileSync(path.join(folder, '.gitignore'), 'two.ts\n')
    fs.mkdirSync(path.join(folder, '.git'))
    fs.writeFileSync(file('three'), half.replaceAll('half', 'thirty'))
    const later = make()
    later.pass(2 * 86_400_000)
    expect(await later.run('own-code')).toMatchObject({ examples: 1, refused: { gone: 2 } })
    expect(later.rows().map(({ said }) => said[0]?.content.split('\n')[0])).toEqual(['Write `thirty` in TypeScript:'])
  })

  it('with a secret gives everything but what holds it', async () => {
    const folder = temporaryFolder()
    const key = `ghp_${'a1B2'.repeat(9)}`
    fs.writeFileSync(
      path.join(folder, 'a.ts'),
      `${half}\n${half.replaceAll('half', 'push').replace('value / 2', `value, '${key}'`)}`,
    )
    fs.writeFileSync(path.join(folder, '.env'), `API_KEY=${key}\n`)
    const { run, rows } = scraping({ adapters: { 'own-code': createOwnCode([folder]) } })
    expect(await run('own-code')).toMatchObject({ examples: 1, leftOut: { secret: 1 } })
    expect(JSON.stringify(rows())).not.toContain(key)
  })
})
