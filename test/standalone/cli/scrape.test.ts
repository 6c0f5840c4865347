import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshUser } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

const ids = ['apple-docs', 'github-code', 'stackoverflow', 'stories', 'fashion', 'own-code']

it('has every source off at first, and refuses to read one that is', async () => {
  const status = await user.sam('scrape', 'status', '--json')
  const empty = { enabled: false, indexed: 0, downloaded: 0, trainingReady: 0, status: 'off' }
  expect(status.lines()).toMatchObject(ids.map((id) => ({ type: 'scrape-source', id, ...empty })))
  const run = await user.sam('scrape', 'run', 'apple-docs', '--limit', '1', '--json')
  expect({ code: run.code, error: run.error() }).toMatchObject({
    code: 4,
    error: { code: 'scraper-off', remedy: 'sam scrape enable apple-docs' },
  })
})

it('reads a source that was turned on, counts what it made, and reads it no more when it is off again', async () => {
  const code = path.join(user.folder, 'my code')
  fs.mkdirSync(code)
  const functions = ['half', 'third'].map((name, index) => {
    return `/** Divides a number by the value that its name says. */\nexport function ${name}(value: number) {\n  return value / ${index + 2}\n}\n`
  })
  fs.writeFileSync(path.join(code, 'divide.ts'), functions.join('\n'))
  expect((await user.sam('scrape', 'enable', 'own-code')).code).toBe(0)
  const nowhere = await user.sam('scrape', 'run', 'own-code', '--json')
  expect({ code: nowhere.code, error: nowhere.error() }).toMatchObject({ code: 3, error: { code: 'scrape-place' } })
  await user.sam('config', 'set', 'scraping.ownCode', code)
  const run = await user.sam('scrape', 'run', 'own-code', '--json')
  expect(run.lines()).toMatchObject([{ type: 'scrape-run', id: 'own-code', examples: 2, stopped: 'done' }])
  const status = await user.sam('scrape', 'status', '--json')
  expect(status.lines().find(({ id }) => id === 'own-code')).toMatchObject({
    ...{ enabled: true, indexed: 1, downloaded: 1, trainingReady: 2, status: 'up-to-date' },
  })
  const learned = await user.sam('learn', 'status', '--json')
  expect(learned.lines().find(({ id }) => id === 'scraped_coding')).toMatchObject({ raw: 2, ready: 2 })
  await user.sam('scrape', 'disable', 'own-code')
  expect((await user.sam('scrape', 'run', 'own-code')).code).toBe(4)
})

it('knows no other sources, and asks nobody when it is offline', async () => {
  expect((await user.sam('scrape', 'enable', 'everything')).code).toBe(2)
  await user.sam('scrape', 'enable', 'apple-docs')
  const run = await user.sam('scrape', 'run', 'apple-docs', '--offline', '--json')
  expect({ code: run.code, error: run.error() }).toMatchObject({ code: 1, error: { code: 'offline' } })
})
