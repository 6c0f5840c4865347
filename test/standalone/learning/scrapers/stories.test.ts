import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeStory } from '../../../../src/learning/scrapers/stories/judge-story.ts'
import { readAo3 } from '../../../../src/learning/scrapers/stories/read-ao3.ts'
import { readPlainStory } from '../../../../src/learning/scrapers/stories/read-plain.ts'
import { unsafeText } from '../../../../src/learning/scrapers/stories/safety-text.ts'
import { createStories } from '../../../../src/learning/scrapers/stories/stories.ts'
import { temporaryFolder } from '../../tools/fixtures.ts'
import { badServer, pages, scraping } from './fixtures.ts'
import { ao3Work, epubOf, harmless, type WorkOptions, zipOf } from './story-pages.ts'

async function readFolder(files: Record<string, string | Buffer>) {
  const folder = path.join(temporaryFolder(), 'archive')
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), content)
  }
  const opened = scraping({ adapters: { stories: createStories([folder]) } })
  return { ...opened, folder, report: await opened.run('stories') }
}

const plainText = (more = '') =>
  `Date: Mon, 5 Jan 1998\nFrom: A. Writer <writer@example.com>\nSubject: The lamp, part 1\n\n${more}${harmless(3000).replace(/<p>|<\/p>/g, '\n')}`

describe('a work of AO3', () => {
  it('is read with rating, tags, author and where it can be found, without what stands around the story', () => {
    const story = readAo3([ao3Work()])
    expect(story).toMatchObject({
      ...{ title: 'The Lamp', author: 'keeper', origin: 'https://archiveofourown.org/works/4711' },
      ...{ rating: 'General Audiences', warnings: ['No Archive Warnings Apply'], language: 'English' },
      ...{ tags: expect.arrayContaining(['Lighthouses', 'Slow Burn']), summary: 'Two keepers and one light.' },
    })
    expect(story.text).toMatch(/^The harbour was quiet/)
    expect(story.text).not.toMatch(/comment|Posted originally/)
    expect(judgeStory(story)).toBeUndefined()
  })

  it('becomes examples with its author and origin: an opening, and how it goes on', async () => {
    const { rows, report } = await readFolder({ 'lamp.html': ao3Work() })
    expect(report).toMatchObject({ examples: 3, refused: {}, leftOut: {} })
    expect(rows()[0]).toMatchObject({
      ...{ source: 'scraped_creative', category: 'roleplay', licence: '© keeper; kept for personal study' },
      ...{ origin: 'https://archiveofourown.org/works/4711#1', group_key: 'https://archiveofourown.org/works/4711' },
    })
    expect(rows()[0]?.said[0]?.content).toMatch(/"The Lamp"[\s\S]*Two keepers and one light/)
    expect(rows()[1]?.said[0]?.content).toMatch(/^Continue this story/)
  })

  it('is read from an EPUB in the order of its spine', async () => {
    const [first = '', second = ''] = [harmless(3000), harmless(3000).replaceAll('harbour', 'market')]
    const whole = ao3Work({ body: '' })
    const preface = `${whole.slice(0, whole.indexOf('<div id="chapters"'))}</body></html>`
    const chapter = (body: string) =>
      `<html><body><div class="meta group"><h2>Chapter</h2></div><div class="userstuff2 userstuff">${body}</div></body></html>`
    const epub = epubOf({ 'pre face.xhtml': preface, 'z.xhtml': chapter(first), 'a.xhtml': chapter(second) })
    const { rows, report } = await readFolder({ 'lamp.epub': epub })
    expect(report).toMatchObject({ refused: {}, failed: {} })
    const text = rows()
      .map(({ said }) => said[1]?.content)
      .join('\n')
    expect(text.indexOf('harbour')).toBeGreaterThanOrEqual(0)
    expect(text.indexOf('market')).toBeGreaterThan(text.indexOf('harbour'))
  })

  it('that is broken HTML is read as far as it goes, and a deep one costs nothing', async () => {
    const broken = ao3Work().replaceAll('</p>', '').replaceAll('</dd>', '').replace('</dl>', '<<b <i></div></div>')
    const deep = `${'<div>'.repeat(200_000)}x`
    const { report } = await readFolder({ 'broken.html': broken, 'deep.html': deep, 'empty.html': '' })
    expect(report.items + Object.values(report.refused).reduce((sum, count) => sum + count, 0)).toBe(3)
  })
})

describe('what is explicit or involves minors is never learned from', () => {
  it.each<[string, WorkOptions, string]>([
    ['an explicit rating', { rating: 'Explicit' }, 'rating'],
    ['a mature rating', { rating: 'Mature' }, 'rating'],
    ['no rating', { rating: 'Not Rated' }, 'rating'],
    ['a rating that nobody knows', { rating: 'Spicy' }, 'rating'],
    ['a warning', { warning: 'Underage Sex' }, 'minors'],
    ['a tag of school', { tags: 'Fluff, Alternate Universe - High School' }, 'minors'],
    ['a tag of children', { tags: 'Kid Fic, Family Dinners' }, 'minors'],
    ['a tag of teenagers', { tags: 'Teenage Angst' }, 'minors'],
    ['an explicit tag', { tags: 'Plot What Plot/Porn Without Plot' }, 'explicit'],
    ['an explicit tag, spelled otherwise', { tags: 'Ｓmut' }, 'explicit'],
    ['its text, by an age', { body: `${harmless(3000)}<p>She was fifteen, and it was summer.</p>` }, 'minors'],
    ['its text, by an age in digits', { body: `${harmless(3000)}<p>The 16-year-old looked up.</p>` }, 'minors'],
    ['its text, by a birthday', { body: `${harmless(3000)}<p>It was his seventeenth birthday.</p>` }, 'minors'],
    ['its text, by school', { body: `${harmless(3000)}<p>They met in high school again.</p>` }, 'minors'],
    [
      'its text, by many children',
      { body: `${harmless(3000)}<p>The children sang, and a child laughed, and the kids ran.</p>` },
      'minors',
    ],
    ['its text, explicitly', { body: `${harmless(3000)}<p>He came to orgasm.</p>` }, 'explicit'],
    [
      'its text, in letters of another alphabet',
      { body: `${harmless(3000)}<p>She was under\u00adа\u200bge.</p>` },
      'minors',
    ],
    ['its text, spelled apart', { body: `${harmless(3000)}<p>He was u.n.d.e.r.a.g.e then.</p>` }, 'minors'],
    ['its text, with digits for letters', { body: `${harmless(3000)}<p>It was p0rn0graphic.</p>` }, 'explicit'],
    ['its notes', { notes: 'All of them are 17 years old here.' }, 'minors'],
    ['a language that cannot be judged', { language: 'Deutsch' }, 'language'],
    [
      'words of another language',
      { body: `<p>${'Der Hafen lag still und das Wasser war ganz ruhig an diesem Abend. '.repeat(40)}</p>` },
      'language',
    ],
    ["its author's wish", { notes: 'Please do not use this for AI training.' }, 'reserved'],
  ])('by %s', async (_by, work, reason) => {
    const { rows, report } = await readFolder({ 'work.html': ao3Work(work) })
    expect(report.refused).toEqual({ [reason]: 1 })
    expect(rows()).toEqual([])
  })

  it.each([
    ['high-school/the-lamp-1', '', 'minors'],
    ['young-friends/the-lamp-1', '', 'minors'],
    ['adult-friends/the-lamp', '', 'explicit'],
    ['camping/camp/the-lamp', '', 'minors'],
    ['sea/the-lamp', 'Keywords: kids, sea\n\n', 'minors'],
    ['sea/the-lamp', 'The boy scouts came.\n\n', 'minors'],
  ])('by section, keywords and text of a plain archive: %s', async (place, more, reason) => {
    const text = more.startsWith('Keywords') ? `${more.trim()}\n${plainText()}` : plainText(more)
    const { rows, report } = await readFolder({ [place]: text })
    expect(report.refused).toEqual({ [reason]: 1 })
    expect(rows()).toEqual([])
  })

  it('and no setting changes that', async () => {
    const { defaultConfig } = await import('../../../../src/core/config.ts')
    expect(Object.keys(defaultConfig.scraping).sort()).toEqual(
      [
        'appleDocs',
        'contact',
        'enabled',
        'fashion',
        'githubCode',
        'ownCode',
        'requestsPerDay',
        'stackoverflow',
        'stories',
      ].sort(),
    )
  })

  it('while ages of adults, numbers and figures of speech do not count', () => {
    for (const text of [
      'She was thirty-five years old and had seen twenty-one-year-olds come and go.',
      'It took only ten minutes. There was only one. She was one of seven.',
      'He is 45 years old. It cost 12 dollars, and the 15th of May was near.',
      'A minor problem with the engine; she smiled like a child.',
      'The class of ships was old, and the analysis was moral and floral.',
    ])
      expect({ text, reason: unsafeText(text) }).toEqual({ text, reason: undefined })
  })
})

describe('a plain-text archive', () => {
  it('gives up the story and its title, but nobody’s address', async () => {
    const { rows, report } = await readFolder({
      'sea/the-lamp-1': plainText('Write to me at writer (at) example (dot) com.\n\n'),
    })
    expect(report.examples).toBeGreaterThan(0)
    const all = JSON.stringify(rows())
    expect(all).toContain('The lamp, part 1')
    expect(all).toContain('A. Writer')
    expect(all).not.toMatch(/writer@example|example \(dot\)/)
    expect(rows()[0]?.origin).toBe('archive/sea/the-lamp-1#1')
  })

  it('is judged by its folders from the place on that the user named', () => {
    expect(judgeStory(readPlainStory(plainText(), 'sea/lamp'))).toBeUndefined()
  })
})

describe('an EPUB that is hostile', () => {
  const bomb = Buffer.alloc(7_000_000)
  it.each<[string, Buffer]>([
    ['a member that unpacks to too much', epubOf({ 'a.xhtml': 'x' }, { 'OEBPS/b.xhtml': bomb })],
    [
      'many members that unpack to too much',
      epubOf(
        { 'a.xhtml': 'x' },
        Object.fromEntries(
          Array.from({ length: 12 }, (_, index) => [`OEBPS/${index}.html`, bomb.subarray(0, 5_900_000)]),
        ),
      ),
    ],
    [
      'too many members',
      epubOf({ 'a.xhtml': 'x' }, Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`x${index}.css`, '']))),
    ],
    ['no table of contents', Buffer.from('PK\x03\x04 and nothing more')],
    ['no pages', zipOf({ mimetype: 'application/epub+zip' })],
  ])('with %s costs itself alone', async (_what, epub) => {
    const { report, rows } = await readFolder({ 'bad.epub': epub, 'good.html': ao3Work() })
    expect(report.failed).toEqual({ 'archive-invalid': 1 })
    expect(rows().length).toBe(3)
  })

  it('with names that lead out of it writes nothing anywhere', async () => {
    const { folder, report } = await readFolder({
      'archive.epub': epubOf(
        { 'a.xhtml': ao3Work() },
        { '../../evil.html': 'x', '/etc/evil.html': 'x', 'a\\..\\evil.html': 'x' },
      ),
    })
    expect(report.items + (report.failed['archive-invalid'] ?? 0)).toBe(1)
    expect(fs.existsSync(path.join(folder, '..', 'evil.html'))).toBe(false)
    expect(fs.readdirSync(folder)).toEqual(['archive.epub'])
  })
})

it('reads a story from a server as it does from a file', async () => {
  const epub = epubOf({ 'a.xhtml': ao3Work() })
  const server = await badServer(
    pages({
      '/a.html': { body: ao3Work() },
      '/b.epub': { headers: { 'Content-Type': 'application/epub+zip' }, body: epub },
      '/c.html': { body: ao3Work({ rating: 'Explicit' }) },
    }),
  )
  const places = ['/a.html', '/b.epub', '/c.html'].map((place) => server.url(place).href)
  const { run, rows, documents } = scraping({ adapters: { stories: createStories(places) } })
  expect(await run('stories')).toMatchObject({ fetched: 3, examples: 3, refused: { rating: 1 } })
  expect(rows().every(({ origin }) => origin.startsWith('https://archiveofourown.org/works/4711#'))).toBe(true)
  // Nothing that was fetched is kept longer than it is needed.
  expect(documents().map(({ body }) => body)).toEqual([null, null, null])
})

it('reads no place that the user took out of the settings, forgets what it gave, and takes it up again at once', async () => {
  const home = temporaryFolder()
  const folders = ['one', 'other'].map((name) => {
    const folder = path.join(temporaryFolder(), name)
    fs.mkdirSync(folder)
    fs.writeFileSync(path.join(folder, 'a.html'), ao3Work().replaceAll('The Lamp', `The Lamp of ${name}`))
    return folder
  })
  let days = 0
  const read = async (places: string[]) => {
    const opened = scraping({ home, adapters: { stories: createStories(places) } })
    // Later than it would be looked at again anyway.
    days += 40
    opened.pass(days * 86_400_000)
    const report = await opened.run('stories')
    return { report, states: opened.documents().map(({ state }) => state), rows: opened.rows().length }
  }
  const both = await read(folders)
  expect(both).toMatchObject({ states: ['extracted', 'extracted'], rows: expect.any(Number) })
  const one = await read(folders.slice(0, 1))
  expect(one).toMatchObject({ report: { refused: { gone: 1 } }, states: ['extracted', 'skipped'] })
  expect(one.rows).toBeLessThan(both.rows)
  expect(one.rows).toBeGreaterThan(0)
  expect(await read(folders)).toMatchObject({ states: ['extracted', 'extracted'], rows: both.rows })
})
