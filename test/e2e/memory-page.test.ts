import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { chatGptExport } from './chatgpt-export.ts'
import { askDesk, fillHome, importTalks, sayALot, someTalks, tellFacts } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { goTo, temporaryFolder } from './panel-harness.ts'

/** Drops files on the page as a person would: with the events that a browser sends. */
async function dropFiles(page: Page, files: { name: string; content: string }[]): Promise<void> {
  const data = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer()
    for (const { name, content } of given) transfer.items.add(new File([content], name))
    return transfer
  }, files)
  await page.dispatchEvent('.frame', 'dragover', { dataTransfer: data })
  await page.dispatchEvent('.frame', 'drop', { dataTransfer: data })
}

describe('the Memory page', { timeout: 60_000 }, () => {
  const { harness, open } = usePanel()

  test('a fact is shown with its source, its date and what it replaced; it can be called untrue, and that taken back', async () => {
    tellFacts(harness.home)
    const { page, complaints } = await open('#memory/facts')
    const home = page.locator('.fact', { hasText: 'home' })
    await home.locator('.fact-value', { hasText: 'Porto' }).waitFor()
    await home.getByText('“I moved to Porto” · 9 Nov 2025').waitFor()
    await home.getByText('until 9 Nov 2025').waitFor()
    await home.getByRole('button', { name: 'Not true: Porto' }).click()
    await home.locator('.fact-value', { hasText: 'Oslo' }).waitFor()
    await home.getByRole('button', { name: 'It is true' }).click()
    await home.locator('.fact-value', { hasText: 'Porto' }).waitFor()

    await page.getByRole('searchbox').fill('sister ana')
    await page.locator('.fact', { hasText: 'Your sister' }).waitFor()
    await expect.poll(() => page.locator('.fact').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  test('forgetting names what goes, and does nothing until it is confirmed', async () => {
    await fillHome(harness)
    await importTalks(harness.desk, [
      { title: 'Spokes', asked: 'True a wheel', answered: `${'Turn it a little.\n'.repeat(30)}Then it runs.`, day: 20 },
    ])
    const { page } = await open('#memory/search/bicycle')
    const marked = page.locator('.said', { hasText: 'Where did I park the' }).locator('mark')
    expect(await marked.textContent()).toBe('bicycle')
    await goTo(page, '#memory/search/true a wheel')
    const whole = page.locator('.said', { hasText: 'Turn it a little.' })
    await whole.getByRole('button', { name: 'Show all of it' }).click()
    expect(await whole.locator('.said-text').evaluate((text) => text.scrollHeight - text.clientHeight)).toBe(0)
    await whole.getByRole('button', { name: 'Show less' }).waitFor()
    await goTo(page, '#memory/search/bicycle')
    await page.getByRole('button', { name: 'Forget all with these words…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Forget everything with “bicycle”?' })
    await dialog.getByText('1 message, 1 fact').waitFor()
    await dialog.getByText('Where did I park the bicycle?').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect((await askDesk(harness.desk, 'memory.search', { query: 'bicycle' })).hits.length).toBeGreaterThan(1)

    await page.getByRole('button', { name: 'Forget all with these words…' }).click()
    await dialog.getByText('1 message, 1 fact').waitFor()
    await dialog.getByRole('button', { name: 'Forget for good' }).click()
    await dialog.waitFor({ state: 'detached' })
    const { facts } = await askDesk(harness.desk, 'memory.facts', {})
    expect(facts.filter(({ text }) => text.includes('bicycle'))).toEqual([])
    const question = askDesk(harness.desk, 'memory.forget-question', { words: 'bicycle' })
    await expect(question).rejects.toMatchObject({ code: 'memory-unknown' })
  })

  test('what changed meanwhile is asked about again', async () => {
    await fillHome(harness)
    const { page } = await open('#memory/search/bicycle')
    await page.getByRole('button', { name: 'Forget all with these words…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 message, 1 fact').waitFor()
    tellFacts(harness.home)
    await dialog.getByRole('button', { name: 'Forget for good' }).click()
    await dialog.getByText('Nothing was forgotten.').waitFor()
    await dialog.getByText('1 message, 2 facts').waitFor()
  })

  test('a pattern shows its evidence, and both can be corrected', async () => {
    await fillHome(harness)
    const { page } = await open('#memory/patterns')
    const swift = page.locator('.pattern', { has: page.locator('.pattern-value', { hasText: /^Swift$/ }) })
    await swift.getByText(/^1\d of 1\d conversations$/).waitFor()
    await swift.getByRole('button', { name: 'Wrong' }).click()
    await swift.and(page.locator('[data-verdict="wrong"]')).waitFor()
    await swift.getByText('Evidence').click()
    const [before] = (await swift.locator('.pattern-share').textContent())?.match(/\d+/) ?? []
    await swift.getByRole('combobox').first().selectOption('planning')
    await swift.getByText(`${Number(before) - 1} of`).waitFor()
  })

  test('an export is dropped, guessed, imported and reported; what is no export is named', async () => {
    const { page, complaints } = await open('#memory/import')
    const broken = { title: 'no messages', mapping: 7 }
    const content = `[${JSON.stringify(broken)},${chatGptExport(...someTalks).slice(1)}`
    await page.getByText('Drop your export here').waitFor()
    await dropFiles(page, [{ name: 'conversations.json', content }])
    await expect.poll(() => page.getByLabel('What is it?').inputValue()).toBe('chatgpt')
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: 'Imported' }).waitFor()
    const number = (label: string) => page.locator('tr', { hasText: label }).locator('td').textContent()
    expect(await number('Conversations')).toBe('3')
    expect(await number('New messages')).toBe('6')
    expect(await number('Could not be read')).toBe('1')
    await page.getByText(path.join(harness.home, 'quarantine', 'chatgpt.jsonl')).waitFor()
    await page.getByRole('button', { name: 'Import more' }).click()
    await page.getByText('Drop your export here').waitFor()

    await dropFiles(page, [{ name: 'holiday.zip', content: 'PK\u0003\u0004 and nothing more' }])
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('holiday.zip').waitFor()
    await page.getByRole('link', { name: 'Said' }).click()
    await page.locator('.said-text', { hasText: 'next to the blue door' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('an import tells how far it is, goes on while other pages are open, and can be stopped', async () => {
    const { page } = await open('#memory/import')
    const file = path.join(temporaryFolder(), 'conversations.json')
    const long = Array.from({ length: 12_000 }, (_, i) => ({
      title: `Talk ${i}`,
      asked: `Question ${i}: ${'word '.repeat(300)}`,
      answered: `Answer ${i}: ${'word '.repeat(300)}`,
    }))
    fs.writeFileSync(file, chatGptExport(...long))
    const chosen = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose files…' }).click()
    await (await chosen).setFiles(file)
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByText('Reading').waitFor()
    await page.locator('.progress', { hasText: /\d+ (KB|MB) of \d+ MB · \d+ %/ }).waitFor()
    await page.getByRole('link', { name: 'Facts' }).click()
    await page.getByRole('link', { name: 'Import' }).click()
    await page.locator('.progress').getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Stopped. What was read so far is kept').waitFor()
    const { turns } = await askDesk(harness.desk, 'memory.overview', {})
    expect(turns).toBeLessThan(24_000)
    await expect
      .poll(() => fs.readdirSync(path.join(harness.home, 'cache', 'uploads')), { timeout: 20_000 })
      .toEqual([])
  })

  test('ten thousand lines scroll with few of them in the page', async () => {
    sayALot(harness.home, 10_000)
    const { page } = await open('#memory')
    const list = page.getByRole('region', { name: 'What was said' })
    await list.getByText('Line number').first().waitFor()
    const height = () => list.evaluate((element) => element.scrollHeight)
    const first = await height()
    await list.focus()
    const further = async () => {
      await page.keyboard.press('End')
      return height()
    }
    await expect.poll(further, { timeout: 20_000 }).toBeGreaterThan(first * 4)
    expect(await list.getByRole('listitem').count()).toBeLessThan(60)
  })
})
