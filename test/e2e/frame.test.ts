import type { Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pages } from '../../src/app/panel/page-list.ts'
import { importTalks, someTalks } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { goTo, until } from './panel-harness.ts'

describe('the frame around the pages', { timeout: 60_000 }, () => {
  const { harness, open: openAt } = usePanel({ once: true })
  beforeAll(() => importTalks(harness.desk, someTalks))
  beforeEach(() => void harness.engine.asked.splice(0))

  const open = (width = 400) => openAt('', { width })
  const title = (page: Page) => page.getByRole('heading', { level: 1 })

  test('a narrow window lists the pages behind a button, and the focus follows', async () => {
    const { page, complaints } = await open()
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0)
    await page.getByRole('button', { name: 'All pages' }).click()
    const list = page.getByRole('dialog').getByRole('navigation', { name: 'Pages' })
    expect(await list.getByRole('link').count()).toBe(pages.length + 1)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    // Escape closed the list and meant nothing else.
    expect(harness.engine.askedFor('stop')).toEqual([])
    await page.getByRole('button', { name: 'All pages' }).click()
    await list.getByRole('link', { name: 'Memory' }).click()
    await title(page).filter({ hasText: 'Memory' }).waitFor()
    expect(new URL(page.url()).hash).toBe('#memory')
    expect(await page.title()).toBe('Memory – SAM')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
    await page.getByText('next to the blue door').waitFor()
    expect(complaints).toEqual([])
  })

  test('a wide window shows them at the side', async () => {
    const { page } = await open(1100)
    const sidebar = page.getByRole('navigation', { name: 'Pages' })
    await sidebar.getByRole('link', { name: 'Memory' }).click()
    await sidebar.locator('[aria-current="page"]', { hasText: 'Memory' }).waitFor()
    expect(await page.getByRole('button', { name: 'All pages' }).count()).toBe(0)
  })

  test('a page has an address, and going back leads where one was, with what was typed', async () => {
    const { page } = await open()
    await page.getByRole('textbox').fill('half a sentence')
    await goTo(page, '#memory/search/bakery')
    await page.getByText('next to the blue door').waitFor()
    expect(await page.getByRole('searchbox').inputValue()).toBe('bakery')
    await page.goBack()
    expect(await page.getByRole('textbox').inputValue()).toBe('half a sentence')
    await goTo(page, '#no-such-page/%E0%A4%A')
    expect(await page.getByRole('textbox').inputValue()).toBe('half a sentence')
  })

  test('Command-F searches, Escape clears and then leads back, and stops SAM from anywhere', async () => {
    const { page } = await open()
    await page.keyboard.press('ControlOrMeta+f')
    await page.locator('input[type="search"]:focus').waitFor()
    await page.keyboard.type('bakery')
    await page.getByText('next to the blue door').waitFor()
    await page.locator('.found-bar', { hasText: /^\d+ results?/ }).waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByRole('searchbox').inputValue()).toBe('')
    harness.engine.say({ type: 'session-state', state: 'speaking' })
    await page.getByRole('link', { name: 'Talk: Speaking' }).waitFor()
    await page.keyboard.press('Escape')
    await until(() => harness.engine.askedFor('stop').length === 1)
    harness.engine.say({ type: 'session-state', state: 'idle' })
    await page.getByRole('link', { name: 'Talk: Ready' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Ask or command' }).waitFor()
    expect(harness.engine.askedFor('stop').length).toBe(1)
  })

  test('what SAM asks is seen and answered on every page', async () => {
    const { page } = await open()
    await goTo(page, '#memory')
    const prompt = 'Shall I empty the trash?'
    harness.engine.say({ type: 'tool-approval-request', turnId: 'turn-1', callId: 'call-1', prompt })
    await page.locator('.consent:visible', { hasText: prompt }).waitFor()
    await page.keyboard.press('Escape')
    await until(() => harness.engine.askedFor('consent').length === 1)
    expect(harness.engine.askedFor('consent')).toMatchObject([{ callId: 'call-1', approved: false }])
    harness.engine.say({
      type: 'tool-approval-response',
      turnId: 'turn-1',
      callId: 'call-1',
      approved: false,
      by: 'click',
    })
    await page.locator('.consent').first().waitFor({ state: 'detached' })
  })

  test('a page that cannot be loaded says so and leaves Talk as it was', async () => {
    const { page } = await open()
    await page.route('**/memory-page-*.js', (route) => route.abort())
    await goTo(page, '#memory')
    await page.getByText('SAM was probably updated').waitFor()
    await page.getByRole('button', { name: 'Reload' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('textbox', { name: 'Ask or command' }).waitFor()
  })

  test('a request that fails says what happened and tries again by a button', async () => {
    const { page } = await open()
    await page.route('**/requests/memory.timeline', (route) => route.abort())
    await goTo(page, '#memory')
    await page.getByText('SAM does not answer.').waitFor()
    await page.unroute('**/requests/memory.timeline')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('next to the blue door').waitFor()
  })
})
