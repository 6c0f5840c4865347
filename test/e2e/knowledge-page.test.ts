import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/core/config.ts'
import { withLock } from '../../src/models/store/lock.ts'
import { seriousFindings } from './accessibility.ts'
import { askDesk } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot, temporaryFolder } from './panel-harness.ts'

/** A module with functions that explain themselves. */
function writeCode(folder: string, files: number): void {
  for (let file = 0; file < files; file += 1) {
    const name = `distance${file}`
    const text = `/**
 * The distance of two points in a plane, in the unit of their coordinates, number ${file} of its kind.
 * Both are pairs of x and y; the answer is never negative.
 */
export function ${name}(from, to) {
  const across = from[0] - to[0]
  const down = from[1] - to[1]
  return Math.sqrt(across * across + down * down) * ${file + 1}
}
`
    fs.writeFileSync(path.join(folder, `${name}.js`), text)
  }
}

describe('the Knowledge page', { timeout: 120_000 }, () => {
  const code = temporaryFolder()
  const { harness, open } = usePanel({ once: true })
  beforeAll(() => writeCode(code, 12))
  afterAll(() => fs.rmSync(code, { recursive: true, force: true }))

  test('a source is turned on, told what to read, read, and turned off again', async () => {
    const { page, complaints } = await open('#knowledge')
    const card = page.getByRole('region', { name: 'Your own code' })
    await card.getByText('Off', { exact: true }).waitFor()
    expect(await card.getByRole('button', { name: 'Read now: Your own code' }).count()).toBe(0)
    await card.getByRole('switch').click()
    const read = card.getByRole('button', { name: 'Read now: Your own code' })
    await read.waitFor()
    // Nothing is named yet, and the page asks for it by itself.
    expect(await read.isDisabled()).toBe(true)
    await card.getByLabel('Folders, one a line').fill(`${code}\n/nowhere/at all\n`)
    await card.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => read.isEnabled()).toBe(true)
    expect(loadConfig(harness.home).scraping.ownCode).toEqual([code, '/nowhere/at all'])
    await read.click()
    await card.locator('.failure-line', { hasText: '/nowhere/at all' }).waitFor({ timeout: 60_000 })

    await card.getByText('What is read').click()
    await card.getByLabel('Folders, one a line').fill(code)
    await card.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => loadConfig(harness.home).scraping.ownCode).toEqual([code])
    await read.click()
    await card.getByText(/12 new examples of 12 read/).waitFor({ timeout: 60_000 })
    await card.getByText('Up to date').waitFor()
    expect(await card.getByRole('definition').allInnerTexts()).toEqual(expect.arrayContaining(['12']))
    const { sources } = await askDesk(harness.desk, 'knowledge.list', {})
    expect(sources.find(({ id }) => id === 'own-code')).toMatchObject({ trainingReady: 12, enabled: true })
    await keepScreenshot(page, 'knowledge-read-light')
    expect(await seriousFindings(page)).toEqual([])

    await page.getByLabel('Requests to one site a day').fill('0')
    expect(await page.locator('.manners').getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await page.getByLabel('Requests to one site a day').fill('300')
    await page.getByLabel('How a site’s owner can reach you').fill('me@example.org')
    await page.locator('.manners').getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(() => loadConfig(harness.home).scraping)
      .toMatchObject({ requestsPerDay: 300, contact: 'me@example.org' })

    await card.getByRole('switch').click()
    await card.getByText('Off', { exact: true }).waitFor()
    expect(loadConfig(harness.home).scraping.enabled).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a read that takes long is seen by whoever comes, can be ended, and goes on later', async () => {
    await askDesk(harness.desk, 'knowledge.switch', { id: 'own-code', enabled: true })
    const more = temporaryFolder()
    writeCode(more, 30)
    await askDesk(harness.desk, 'knowledge.places', { id: 'own-code', places: [code, more] })
    const { page, complaints } = await open('#knowledge', { dark: true })
    const card = page.getByRole('region', { name: 'Your own code' })
    const read = card.getByRole('button', { name: 'Read now: Your own code' })
    // Another process reads: this one waits for it, for as long as the test likes.
    const other = new AbortController()
    await withLock(path.join(harness.home, 'scraping.lock'), other.signal, async () => {
      await read.click()
      await card.getByText('Looking where to begin…').waitFor()
      await keepScreenshot(page, 'knowledge-running-dark')
      await page.reload()
      await card.getByRole('progressbar').waitFor()
      const second = askDesk(harness.desk, 'knowledge.run', { id: 'stories', limit: 1 })
      await expect(second).rejects.toThrow('one source at a time')
      await card.getByRole('button', { name: 'Cancel' }).click()
      await card.getByText('Stopped. What was finished stays.').waitFor()
    })
    await read.click()
    await card.getByText(/18 new examples of 30 read/).waitFor({ timeout: 60_000 })
    const { sources } = await askDesk(harness.desk, 'knowledge.list', {})
    // Twelve functions are the same in both folders, and learned once.
    expect(sources.find(({ id }) => id === 'own-code')?.trainingReady).toBe(30)
    expect(complaints).toEqual([])
    fs.rmSync(more, { recursive: true, force: true })
  })
})
