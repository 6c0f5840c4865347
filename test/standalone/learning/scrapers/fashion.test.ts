import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createFashion } from '../../../../src/learning/scrapers/fashion/fashion.ts'
import { temporaryFolder } from '../../tools/fixtures.ts'
import { badServer, pages, scraping } from './fixtures.ts'

const caption = 'Long coat of grey wool over a pleated skirt, with a wide belt and flat boots.'

async function read(files: Record<string, string>, limit?: number) {
  const folder = path.join(temporaryFolder(), 'runway')
  fs.mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), content)
  const opened = scraping({ adapters: { fashion: createFashion([folder]) } })
  return { ...opened, report: await opened.run('fashion', limit) }
}

const question = 'Describe this fashion look as a caption for an archive.'

it.each<[string, Record<string, string>]>([
  [
    'a table',
    {
      'a.csv': `\ufeffDesigner,Season,Look Number,Caption,Photographer\nMaison Example,"Fall 2019",12,"${caption}",B. Lens\n`,
    },
  ],
  [
    'a table with tabs',
    { 'a.tsv': `designer\tseason\tlook\tdescription\tcredit\nMaison Example\tFall 2019\t12\t${caption}\tB. Lens\n` },
  ],
  [
    'JSON lines',
    {
      'a.jsonl': `\nnot json\n${JSON.stringify({ designer: 'Maison Example', season: 'Fall 2019', look: 12, caption, credit: 'B. Lens' })}\n`,
    },
  ],
  [
    'JSON with a list inside',
    {
      'a.json': JSON.stringify({
        images: [
          { brand: 'Maison Example', season: 'Fall 2019', lookNumber: '12', altText: caption, creator: 'B. Lens' },
          { brand: 7 },
          null,
        ],
      }),
    },
  ],
])('reads %s', async (_what, files) => {
  const { rows, report } = await read(files)
  expect(report).toMatchObject({ examples: 1, failed: {} })
  expect(rows()[0]).toMatchObject({
    source: 'scraped_creative',
    category: 'general',
    licence: 'licence not stated, B. Lens',
    origin: expect.stringMatching(/^runway\/a\.\w+#\d$/),
  })
  expect(rows()[0]?.said).toEqual([
    { role: 'user', content: `${question}\nDesigner: Maison Example\nSeason: Fall 2019\nLook: 12` },
    { role: 'assistant', content: caption },
  ])
})

it('reads galleries: figures with captions, descriptions of images, data for machines; and no image', async () => {
  const data = {
    '@type': 'ImageObject',
    caption: 'Evening gown of silk in a deep green, cut on the bias.',
    creator: { name: 'C. Lens' },
    license: 'CC BY 4.0',
    keywords: 'gown, silk',
  }
  const server = await badServer(
    pages({
      '/show': {
        body: `<h1>Maison Example, Spring 2020 Ready-to-Wear</h1>
<figure><img src="/1.jpg" alt="Look 1"><figcaption>${caption}</figcaption></figure>
<figure><img src="/2.jpg" alt="A white shirt with very wide sleeves, worn open.">
<img src="/3.jpg" alt="Sandals with thin straps, in black and in red leather."></figure>
<script type="application/ld+json">${JSON.stringify(data)}</script><script type="application/ld+json">{broken</script><figure>`,
      },
    }),
  )
  const { run, rows } = scraping({ adapters: { fashion: createFashion([server.url('/show').href]) } })
  await run('fashion')
  expect(server.seen).toEqual(['/show'])
  expect(rows().map(({ said }) => said[1]?.content)).toEqual(
    expect.arrayContaining([caption, 'Evening gown of silk in a deep green, cut on the bias.']),
  )
  expect(rows()[0]?.said[0]?.content).toBe(`${question}\nDesigner: Maison Example\nSeason: Spring 2020`)
  expect(rows().find(({ licence }) => licence === 'CC BY 4.0, C. Lens')?.origin).toMatch(/\/show#\d$/)
})

it('goes on in the middle of a large table, and learns nothing twice', async () => {
  const lines = Array.from({ length: 1000 }, (_, index) => `House ${index},"${caption} Number ${index}."`)
  const { run, rows, report } = await read({ 'a.csv': `designer,caption\n${lines.join('\n')}\n` }, 400)
  expect(report).toMatchObject({ examples: 400, stopped: 'limit' })
  expect(await run('fashion')).toMatchObject({ examples: 600, stopped: 'done' })
  expect(rows()).toHaveLength(1000)
})

it('leaves out what says nothing, what is explicit, and damaged files', async () => {
  const { report, rows } = await read({
    'a.jsonl': [
      '{"caption":"look 3","designer":"A"}',
      `{"caption":"${caption}"}`,
      '{"caption":"A dress that shows the nipples through the net.","designer":"A"}',
      `{"pad":"${'x'.repeat(400_000)}"}`,
    ].join('\n'),
    'b.csv': 'designer,caption\n"never closed,x\ny\n',
    'c.json': '[{"caption":',
    'd.csv': '',
  })
  expect(report).toMatchObject({ examples: 0, leftOut: { unsafe: 1 }, failed: { unreadable: 1 } })
  expect(rows()).toEqual([])
})
