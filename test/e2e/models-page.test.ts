import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { usePanel } from './panel-fixture.ts'
import { temporaryFolder } from './panel-harness.ts'

/** Comes with an npm package: it can be fetched with real bytes and without network. */
const model = { id: 'openwakeword', file: 'hey_jarvis.onnx' }

describe('the pages Models and Doctor', { timeout: 60_000 }, () => {
  let modelsFolder: string
  const { open } = usePanel({
    modelsFolder() {
      modelsFolder = path.join(temporaryFolder(), 'models')
      return modelsFolder
    },
  })
  const card = (page: Page) => page.locator('.model', { hasText: 'openWakeWord' }).first()

  test('a model is fetched, checked, found damaged, mended and removed', async () => {
    const { page, complaints } = await open('#models')
    await card(page).getByText('Not here').waitFor()
    await card(page)
      .getByRole('button', { name: /^Fetch/ })
      .click()
    await card(page).getByText('Here', { exact: true }).waitFor()
    await card(page)
      .getByText(/MB on disk/)
      .waitFor()
    const file = path.join(modelsFolder, model.id, model.file)

    await card(page)
      .getByRole('button', { name: /^Check/ })
      .click()
    await card(page).getByText('Every byte is as it should be.').waitFor()
    const bytes = fs.readFileSync(file)
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000)
    fs.writeFileSync(file, bytes)
    await card(page)
      .getByRole('button', { name: /^Check/ })
      .click()
    await card(page).getByText(`Damaged: ${model.file}`).waitFor()
    await card(page)
      .getByRole('button', { name: /^Fetch again/ })
      .click()
    await card(page).getByText('Here', { exact: true }).waitFor()

    await card(page)
      .getByRole('button', { name: /^Remove/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('become free').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(fs.existsSync(file)).toBe(true)
    await card(page)
      .getByRole('button', { name: /^Remove/ })
      .click()
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await card(page).getByText('Not here').waitFor()
    expect(fs.existsSync(file)).toBe(false)
    expect(complaints).toEqual([])
  })

  test('a stopped download is offered to go on, says why it cannot, and is thrown away', async () => {
    const waiting = path.join(modelsFolder, '.downloads', 'kokoro-82m-en--model.onnx.part')
    fs.mkdirSync(path.dirname(waiting), { recursive: true })
    fs.writeFileSync(waiting, new Uint8Array(3_000_000))
    const { page } = await open('#models')
    // What is far down is searched.
    await page.getByRole('searchbox').fill('kokoro speaks')
    const kokoro = page.locator('.model', { hasText: 'Kokoro' })
    await kokoro.getByRole('button', { name: 'Go on (3.0 MB are here)' }).click()
    await kokoro.locator('.failure-line', { hasText: /offline/i }).waitFor()
    await kokoro.getByRole('button', { name: /^Remove/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await kokoro.getByRole('button', { name: 'Fetch: Kokoro' }).waitFor()
    expect(fs.existsSync(waiting)).toBe(false)
  })

  test('the doctor looks, says what is missing, and fetches it at a click', async () => {
    const { page, complaints } = await open('#doctor')
    await page.getByText('Looking at everything I need').waitFor()
    await page.getByRole('searchbox').waitFor({ timeout: 50_000 })
    await page.getByRole('heading', { name: /things I cannot do without/ }).waitFor()
    await page.getByRole('searchbox').fill(model.id)
    await page.keyboard.press('Enter')
    const line = page.locator('.finding', { has: page.getByRole('heading', { name: `model ${model.id}` }) })
    await line.getByText('sam models pull').waitFor({ timeout: 50_000 })
    await line.getByRole('button', { name: 'Fetch it now' }).click()
    // It looks again by itself.
    await line.and(page.locator('[data-group="ok"]')).waitFor({ timeout: 50_000 })
    expect(complaints).toEqual([])
  })
})
