import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { withLock } from '../../src/models/store/lock.ts'
import { seriousFindings } from './accessibility.ts'
import { learnSome } from './learning-data.ts'
import { askDesk } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot } from './panel-harness.ts'

describe('the Learning page', { timeout: 90_000 }, () => {
  const { harness, open: openAt } = usePanel({ once: true })
  const open = (place: string, dark = false) => openAt(place, { dark, height: 900 })

  test('says that nothing was learned yet, and then what came of every night', async () => {
    const { page, complaints } = await open('#learning')
    await page.getByText('No night of learning yet.').waitFor()
    await page.getByText('None yet: the model answers as it came.').waitFor()
    await learnSome(harness.home)
    await page.reload()
    const verdict = page.getByText('on questions I had never seen I went from 82 to 84 percent')
    await verdict.waitFor()
    await page.getByText('Tool choice 82.0 → 84.0 % (−1.0 to +5.0), p = 0.020').waitFor()
    const nights = page.getByRole('region', { name: 'Every night' })
    await nights.getByText('The same as a table').click()
    expect(await nights.getByRole('row').count()).toBe(7)
    await nights.getByText('the general questions could not be shown').first().waitFor()
    await page.getByText('How far off I was, in the training night-run').first().waitFor()
    const row = page.getByRole('row', { name: /Code and documentation/ })
    expect(await row.innerText()).toMatch(/30\s+30\s+200,000\s+Growing/)
    await nights.getByText('The same as a table').click()
    await keepScreenshot(page, 'learning-light')
    expect(await seriousFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('goes back to the training before, and forward again; one that did not pass cannot be used', async () => {
    const { page, complaints } = await open('#learning', true)
    const { adapters } = await askDesk(harness.desk, 'learning.adapters', {})
    const [last, second, failed] = adapters.map(({ id }) => id)
    await page.getByRole('button', { name: 'Go back to the one before…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click()
    await page.getByRole('button', { name: `Use ${last}` }).waitFor()
    await page.getByText('I went back to what I knew before, because you asked for it.').waitFor()
    expect(await page.getByRole('button', { name: `Use ${failed}` }).count()).toBe(0)
    await expect(askDesk(harness.desk, 'learning.promote', { id: failed ?? '' })).rejects.toThrow('did not pass')
    await page.getByRole('button', { name: `Use ${last}` }).click()
    await page.getByRole('button', { name: `Use ${second}` }).waitFor()
    await page.getByText('Trainings that are kept').scrollIntoViewIfNeeded()
    await keepScreenshot(page, 'learning-adapters-dark')
    expect(await seriousFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('learning that goes on is seen by whoever comes, and can be ended', async () => {
    const { page, complaints } = await open('#learning')
    // Another process learns: this one waits for it.
    const lock = path.join(harness.home, 'training', 'night.lock')
    await withLock(lock, new AbortController().signal, async () => {
      await page.getByRole('button', { name: 'Learn now' }).click()
      await page.getByText('Beginning…').waitFor()
      await page.reload()
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByText('Stopped. What was finished stays.').waitFor({ timeout: 40_000 })
    })
    expect(complaints).toEqual([])
  })

  test('examples are found, rated, edited and left out', async () => {
    const { page, complaints } = await open('#learning/examples', true)
    await page.getByLabel('Search the examples').fill('lesson 7 of')
    const example = page.getByRole('article')
    await expect.poll(() => example.count()).toBe(1)
    await example.getByRole('button', { name: 'Good' }).click()
    await example.getByText('quality 1.00').waitFor()
    await example.getByRole('button', { name: 'Edit…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Edit this example' })
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await dialog.getByLabel('Answer').fill('Begin with the bowline. Everybody needs it.')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await example.getByText('Begin with the bowline.').waitFor()
    await example.getByRole('button', { name: 'Leave out' }).click()
    await expect
      .poll(() => example.getByRole('button', { name: 'Leave out' }).getAttribute('aria-pressed'))
      .toBe('true')
    await page.getByLabel('Search the examples').fill('')
    await page.getByRole('combobox', { name: 'Show' }).selectOption('excluded')
    await expect.poll(() => example.count()).toBe(1)
    await page.getByRole('combobox', { name: 'Show' }).selectOption('all')
    await expect.poll(() => example.count()).toBeGreaterThan(3)
    await keepScreenshot(page, 'learning-examples-dark')
    expect(await seriousFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })
})
