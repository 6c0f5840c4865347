import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { seriousFindings } from './accessibility.ts'
import { actALot, actToday } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { goTo, keepScreenshot, until } from './panel-harness.ts'

describe('the pages History and Privacy', { timeout: 60_000 }, () => {
  const { harness, open } = usePanel({ once: true })
  beforeAll(() => actToday(harness.home))

  test('what was done is filtered and searched, and the last thing is taken back by asking for it', async () => {
    const { page, complaints } = await open('#history')
    const lines = page.locator('.audit')
    await lines.first().waitFor()
    const count = () => lines.count()
    expect(await count()).toBe(5)
    await page.getByRole('button', { name: 'Did something' }).click()
    await expect.poll(count).toBe(2)
    await page.getByRole('button', { name: 'Asked Claude' }).click()
    await lines.getByText('2.3 KB to api.anthropic.com').waitFor()
    await expect.poll(count).toBe(1)
    await page.getByRole('button', { name: 'Failed' }).click()
    await lines.getByText('you said no').waitFor()
    await lines.getByText('Exactly what was asked for').click()
    await lines.getByText('anna@example.org').waitFor()
    await page.getByRole('button', { name: 'Everything' }).click()
    await page.getByRole('searchbox').fill('volume')
    await expect.poll(count).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await until(() => harness.engine.askedFor('text').length === 1)
    expect(harness.engine.askedFor('text')).toMatchObject([{ text: 'undo that' }])
    expect(complaints).toEqual([])
  })

  test('a click on a cloud shows exactly what left, in the history and in the conversation, until it is forgotten', async () => {
    const { page, complaints } = await open('#talk')
    harness.engine.say(
      { type: 'transcript-final', turnId: 'asked', text: 'Why is the sky blue?', audioMs: 1 },
      { type: 'reply-final', turnId: 'asked', text: 'Small things scatter blue.', model: 'claude' },
    )
    await page.getByRole('button', { name: 'Answered by Claude' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('POST https://api.anthropic.com/v1/messages').waitFor()
    await dialog.getByText('{"model":"claude","messages":[{"role":"user","content":"Why is the sky blue?"}]}').waitFor()
    expect(await dialog.textContent()).not.toContain('sk-ant')
    await dialog.getByRole('button', { name: 'Lay it out' }).click()
    await dialog.getByText('  "model": "claude",').waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await keepScreenshot(page, 'sent-bytes-light')
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'detached' })
    await goTo(page, '#history')
    await page.getByRole('button', { name: 'Show exactly what left: A question to Claude' }).click()
    await dialog.getByRole('button', { name: 'Forget these bytes' }).click()
    await dialog.getByText('These bytes are no longer kept.').waitFor()
    expect(complaints).toEqual([])
  })

  test('the switches about what leaves are written', async () => {
    const { page, complaints } = await open('#privacy')
    const config = () => JSON.parse(fs.readFileSync(path.join(harness.home, 'config.json'), 'utf8')) as unknown
    await page.getByRole('switch', { name: 'Hard questions may go to Claude' }).click()
    await expect.poll(config).toMatchObject({ claude: { allowed: true } })
    await page.getByText('SAM was started with --offline').waitFor()
    await page.getByRole('button', { name: 'Role play' }).click()
    await expect.poll(config).toMatchObject({ claude: { categories: ['coding', 'planning', 'coaching', 'general'] } })
    await page.getByRole('figure').getByText('The same as a table').click()
    await page.getByRole('row', { name: /2\.3 KB/ }).waitFor()
    await page.locator('.chart-canvas canvas').waitFor()
    expect(complaints).toEqual([])
  })

  test('ten thousand lines scroll and are searched with few of them in the page', async () => {
    actALot(harness.home, 10_000)
    const { page, complaints } = await open('#history')
    const list = page.getByRole('region', { name: 'What was done' })
    const lines = page.locator('.audit')
    await lines.first().waitFor()
    const height = await list.evaluate((element) => element.scrollHeight)
    expect(height).toBeGreaterThan(10_000 * 20)
    await list.focus()
    // Lines are measured as they come into view, so the end moves a little.
    const oldestShown = async () => {
      await page.keyboard.press('End')
      return lines.filter({ hasText: 'Application 0,' }).count()
    }
    await expect.poll(oldestShown).toBe(1)
    expect(await list.getByRole('listitem').count()).toBeLessThan(60)
    await page.getByRole('searchbox').fill('application 7777,')
    await expect.poll(() => lines.count()).toBe(1)
    await lines.filter({ hasText: 'Application 7777,' }).waitFor()
    expect(complaints).toEqual([])
  })
})
