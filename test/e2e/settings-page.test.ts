import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { defaultConfig } from '../../src/core/config.ts'
import { askDesk } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { goTo, openPage, temporaryFolder } from './panel-harness.ts'
import { startSam } from './running-sam.ts'

describe('the Settings page', { timeout: 60_000 }, () => {
  const { browser, harness, open: openPanel } = usePanel()

  const open = async () => {
    const { page, complaints } = await openPanel('')
    await page.keyboard.press('Control+,')
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
    return { page, complaints }
  }
  const stored = () => JSON.parse(fs.readFileSync(path.join(harness.home, 'config.json'), 'utf8')) as unknown
  const field = (page: Page, label: string) =>
    page.locator('.setting', { has: page.locator('.setting-label', { hasText: new RegExp(`^${label}$`) }) })

  test('each kind is entered, checked, written and taken back; it says what waits for a restart', async () => {
    const { page, complaints } = await open()
    const silence = field(page, 'Silence that ends a request')
    await silence.getByRole('spinbutton').fill('0.05')
    await page.keyboard.press('Enter')
    await silence.getByText('it can be from 0.15 to 3 s').waitFor()
    await silence.getByRole('spinbutton').fill('0.65')
    await page.keyboard.press('Tab')
    await silence.getByText('Holds after a restart').waitFor()
    await page.getByText('1 change will hold once I have been started anew.').waitFor()
    await page.getByText('Stop SAM and start it again.').waitFor()
    expect(stored()).toEqual({ hearing: { endpointMs: 650 } })

    await page.getByRole('switch', { name: 'Read Messages' }).click()
    await page.getByText('2 changes will hold').waitFor()
    await field(page, 'Units').getByRole('combobox').selectOption('imperial')
    await page.getByText('3 changes will hold').waitFor()
    await page.getByRole('group', { name: 'Wake words' }).getByRole('button', { name: 'alexa' }).click()
    await page.getByRole('button', { name: 'alexa', pressed: true }).waitFor()
    await field(page, 'Words that never leave').getByRole('textbox').fill('Project Heron\n\nOslo*')
    await page.keyboard.press('Tab')
    await expect.poll(stored).toMatchObject({ claude: { neverSend: ['Project Heron', 'Oslo*'] } })
    // What leaves the machine is looked at anew each time.
    await page.getByText('3 changes will hold').waitFor()
    expect(stored()).toEqual({
      hearing: { endpointMs: 650 },
      messages: { readable: true },
      weather: { units: 'imperial' },
      wake: { models: ['hey_jarvis', 'alexa'] },
      claude: { neverSend: ['Project Heron', 'Oslo*'] },
    })
    await page.getByRole('button', { name: 'Silence that ends a request: back to the default' }).click()
    await page.getByText('2 changes will hold').waitFor()
    expect(await silence.getByRole('spinbutton').inputValue()).toBe(String(defaultConfig.hearing.endpointMs / 1000))

    await page.getByRole('button', { name: /^Stop everything:/ }).click()
    await page.keyboard.press('Control+Alt+KeyK')
    await page.getByRole('button', { name: 'Stop everything: Ctrl+Alt+K' }).waitFor()
    await expect.poll(stored).toMatchObject({ keys: { stop: 'CommandOrControl+Alt+K' } })

    await page.getByRole('searchbox').fill('town')
    await expect.poll(() => page.locator('.setting').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  test('a tool is forbidden, allowed for a while, and the rule removed', async () => {
    const { page, complaints } = await open()
    await page.getByRole('link', { name: 'Permissions' }).click()
    await page.getByText('You made none.').waitFor()
    await page.getByRole('searchbox').fill('mail.send')
    const row = page.locator('.permission', { hasText: 'mail.send' })
    await row.getByRole('combobox').selectOption({ label: 'Never' })
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await page.getByText('Never: mail.send').waitFor()
    const { rules } = await askDesk(harness.desk, 'settings.tools', {})
    expect(rules).toMatchObject([{ effect: 'deny', tool: 'mail.send' }])
    await page.getByRole('button', { name: 'Remove the rule about mail.send' }).click()
    await page.getByText('You made none.').waitFor()
    expect((await askDesk(harness.desk, 'settings.tools', {})).rules).toEqual([])
    expect(complaints).toEqual([])
  })

  test('started anew by a click, SAM runs with the new settings, and the page goes on where it was', async () => {
    const home = temporaryFolder()
    const sam = startSam({ SAM_HOME: home, SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: path.join(home, 'log') })
    try {
      const { page, complaints } = await openPage(browser)
      await page.goto(await sam.panelUrl())
      await page.getByRole('button', { name: 'Type instead' }).click()
      await page.keyboard.press('Control+,')
      await page.getByRole('switch', { name: 'Read Messages' }).click()
      await page.getByRole('button', { name: 'Restart now' }).click()
      await page.locator('.settings-waiting').waitFor({ state: 'detached', timeout: 40_000 })
      expect(await page.locator('.banner').count()).toBe(0)
      expect(await page.getByRole('switch', { name: 'Read Messages' }).isChecked()).toBe(true)
      await goTo(page, '#talk')
      await page.getByRole('textbox').fill('what is 6 times 7')
      await page.keyboard.press('Enter')
      await page.locator('.reply', { hasText: '42' }).waitFor()
      expect(sam.lines.filter(({ type }) => type === 'panel')).toHaveLength(1)
      expect(complaints).toEqual([])
    } finally {
      expect(await sam.stop()).toBe(0)
    }
  })
})
