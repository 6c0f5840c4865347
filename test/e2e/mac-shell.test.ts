import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { PageAnswer, PageRequest, ShellState } from '../../src/app/electron/window/page-bridge.ts'
import { loadConfig } from '../../src/core/config.ts'
import { seriousFindings } from './accessibility.ts'
import { askDesk } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { goTo, keepScreenshot, openPage } from './panel-harness.ts'

const key = 'sk-ant-abcdefghijklmnop'

/** In the page: the preload's calls, answered as the menu bar's application answers them. */
function standInShell(): void {
  const asked: PageRequest[] = []
  const state: ShellState = {
    permissions: [
      { name: 'microphone', status: 'granted', reason: 'To hear you.' },
      { name: 'accessibility', status: 'denied', reason: 'To move windows.' },
      { name: 'automation', status: 'unknown', reason: 'To ask other programs.' },
      { name: 'input-monitoring', status: 'not-asked', reason: 'To see one key.' },
    ],
    loginItem: 'off',
    quiet: false,
    hasClaudeKey: false,
    holdToTalk: 'off',
  }
  let tell: (state: ShellState) => void = () => {}
  const change = (part: Partial<ShellState>) => Object.assign(state, part)
  window.samShell = {
    onToggleTalk() {},
    onState(listener) {
      tell = listener
    },
    async request(request): Promise<PageAnswer> {
      asked.push(request)
      if (request.type === 'set-claude-key' && !request.key.startsWith('sk-ant-'))
        return { ok: false, message: 'That is no key of Claude: one begins with "sk-ant-".' }
      if (request.type === 'set-claude-key') change({ hasClaudeKey: true })
      if (request.type === 'forget-claude-key') change({ hasClaudeKey: false })
      if (request.type === 'set-quiet') change({ quiet: request.on })
      if (request.type === 'set-login-item') change({ loginItem: request.on ? 'needs-approval' : 'off' })
      return { ok: true, state: structuredClone(state) }
    },
  }
  Object.assign(window, {
    askedOfShell: () => asked,
    grantAll() {
      change({ permissions: state.permissions.map((one) => ({ ...one, status: 'granted' })) })
      tell(structuredClone(state))
    },
  })
}

/** The menu bar's window lets the Mac's own background through, which a browser lacks. */
function withBackground(page: Page): Promise<void> {
  return page.evaluate(() => {
    delete document.documentElement.dataset['shell']
  })
}

describe('the panel in the menu bar, and without it', { timeout: 60_000 }, () => {
  const { browser, harness, open } = usePanel({ once: true })
  const openInShell = async (hash: string, dark = false) => {
    const watched = await openPage(browser, { dark })
    await watched.page.addInitScript(standInShell)
    await watched.page.goto(`${harness.server.createAddress()}${hash}`)
    const asked = () =>
      watched.page.evaluate(() => (window as unknown as { askedOfShell(): PageRequest[] }).askedOfShell())
    return { ...watched, asked }
  }

  test('permissions, login, quiet and the key are asked of the shell, and what it says is shown as it changes', async () => {
    const { page, complaints, asked } = await openInShell('#settings/mac')
    const permissions = page.getByRole('region', { name: 'Permissions of this Mac' })
    await permissions.getByRole('button', { name: 'Open System Settings: Accessibility' }).click()
    await permissions.getByRole('button', { name: 'Ask macOS: Input Monitoring' }).click()
    expect(await permissions.getByRole('button', { name: /Microphone/ }).count()).toBe(0)
    await page.getByRole('switch', { name: 'Quiet mode' }).click()
    await page.getByRole('switch', { name: 'Quiet mode', checked: true }).waitFor()
    await page.getByRole('switch', { name: 'Start when you log in' }).click()
    await page.getByText('macOS wants you to allow it').waitFor()

    const field = page.getByLabel('Key of Claude', { exact: true }).and(page.locator('input'))
    await field.fill('hunter2')
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('That is no key of Claude').waitFor()
    await field.fill(` ${key} `)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('A key is in the Keychain').waitFor()
    await expect.poll(() => field.inputValue()).toBe('')
    await withBackground(page)
    await keepScreenshot(page, 'settings-mac-light')
    expect(await seriousFindings(page)).toEqual([])
    expect((await asked()).filter(({ type }) => type !== 'read-state')).toEqual([
      { type: 'open-permission', name: 'accessibility' },
      { type: 'ask-permission', name: 'input-monitoring' },
      { type: 'set-quiet', on: true },
      { type: 'set-login-item', on: true },
      { type: 'set-claude-key', key: 'hunter2' },
      { type: 'set-claude-key', key },
    ])
    await page.evaluate(() => (window as unknown as { grantAll(): void }).grantAll())
    await expect.poll(() => permissions.getByText('Granted', { exact: true }).count()).toBe(4)
    await page.getByRole('button', { name: 'Forget it' }).click()
    await page.getByText('Take one from console.anthropic.com').waitFor()
    // It went to the shell, and nowhere else.
    for (const file of fs.readdirSync(harness.home, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(fs.readFileSync(path.join(file.parentPath, file.name)).includes(key), file.name).toBe(false)
    expect(complaints).toEqual([])
  })

  test('the first steps say what leaves and what it may cost before the key and the yes', async () => {
    for (const mark of ['hello', 'microphone', 'spoken'] as const)
      await askDesk(harness.desk, 'onboarding.mark', { mark })
    const { page, complaints, asked } = await openInShell('#start', true)
    await page.getByRole('link', { name: 'Open: What your Mac has to allow' }).waitFor()
    await page.getByRole('button', { name: 'Set it up: Claude for hard questions' }).click()
    await page.getByText('What leaves: your question').waitFor()
    await page.getByLabel('Most for a day, in US dollars').fill('2.5')
    await page.getByLabel('Key of Claude').fill(key)
    await page.keyboard.press('Enter')
    await page.getByText('A key is in the Keychain').waitFor()
    await expect.poll(() => loadConfig(harness.home).claude).toMatchObject({ dailyBudgetUsd: 2.5, allowed: false })
    await withBackground(page)
    await keepScreenshot(page, 'start-claude-dark')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('switch', { name: 'Hard questions may go to Claude' }).click()
    await expect.poll(() => loadConfig(harness.home).claude.allowed).toBe(true)
    expect((await asked()).some(({ type }) => type === 'set-claude-key')).toBe(true)
    expect(complaints).toEqual([])

    // In a browser there is no Keychain: it says how the key is set, and shows nothing of the Mac.
    const { page: plain } = await open('#privacy')
    await plain.getByText('ANTHROPIC_API_KEY=sk-ant-… npm start').waitFor()
    await goTo(plain, '#settings')
    await plain.getByRole('link', { name: 'Permissions' }).waitFor()
    expect(await plain.getByRole('link', { name: 'This Mac' }).count()).toBe(0)
  })
})
