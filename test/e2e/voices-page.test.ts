import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { torchArchive } from '../../scripts/stand-in-voice/torch-archive.ts'
import { samModels } from '../../src/core/paths.ts'
import { installFeatures } from '../standalone/tts/rvc/install-features.ts'
import { writeSmallHubert } from '../standalone/tts/rvc/small-hubert.ts'
import { standIn } from '../standalone/tts/rvc/stand-in.ts'
import { seriousFindings } from './accessibility.ts'
import { askDesk } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot, temporaryFolder } from './panel-harness.ts'

describe('the Voices page', { timeout: 120_000 }, () => {
  const folder = temporaryFolder()
  const modelsFolder = path.join(folder, 'models')
  const checkpoint = path.join(folder, 'Nobody.pth')
  beforeAll(async () => {
    fs.mkdirSync(modelsFolder)
    for (const id of ['piper-en-us-joe', 'espeak-ng-data', 'swift-f0'])
      fs.symlinkSync(path.join(samModels(process.env), id), path.join(modelsFolder, id))
    fs.writeFileSync(checkpoint, torchArchive(standIn({ version: 'v1', sampleRateHz: 32_000 })))
  })
  const { harness, open } = usePanel({ once: true, modelsFolder: () => modelsFolder })

  test('a voice is added with consent, tells what it lacks, is set, heard, used and removed', async () => {
    const { page, complaints } = await open('#voices')
    await page.getByText('No voice of your own yet').waitFor()
    const files = page.locator('input[type="file"]')
    await files.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no voice') })
    await page.getByText('There is no .pth among these files.').waitFor()
    await files.setInputFiles({ name: 'x.pth', mimeType: 'application/octet-stream', buffer: Buffer.from('no voice') })
    await page.locator('.failure-line', { hasNotText: 'among these files' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)

    await files.setInputFiles(checkpoint)
    const dialog = page.getByRole('dialog', { name: 'Add this voice?' })
    const add = dialog.getByRole('button', { name: 'Add voice' })
    expect(await add.isDisabled()).toBe(true)
    expect(await seriousFindings(page)).toEqual([])
    await keepScreenshot(page, 'voices-consent-light')
    await dialog.getByLabel('Name').fill('My voice')
    await dialog.getByRole('checkbox').check()
    await add.click()
    const card = page.getByRole('region', { name: 'My voice' })
    await card.getByText('RVC v1 · 32 kHz · no index').waitFor()
    await card.getByText('s of work for a second of speech').waitFor()

    // Nothing is played plainly instead: it says what is missing, and offers it.
    await card.getByText('needs a model of content features').waitFor()
    expect(await card.getByRole('button', { name: 'Play My voice' }).isDisabled()).toBe(true)
    await keepScreenshot(page, 'voices-missing-light')
    await card.getByRole('button', { name: 'Fetch what is missing' }).click()
    await card.locator('.failure-line', { hasText: /offline/i }).waitFor()

    await card.getByText('Sound', { exact: true }).click()
    await card.getByLabel('Pitch').fill('-12')
    await card.getByLabel('Protect').fill('0.2')
    await expect
      .poll(async () => (await askDesk(harness.desk, 'voices.list', {})).own[0]?.settings, { timeout: 10_000 })
      .toMatchObject({ semitones: -12, protect: 0.2 })
    await keepScreenshot(page, 'voices-sound-light')
    expect(await seriousFindings(page)).toEqual([])

    await installFeatures(modelsFolder, (file) => writeSmallHubert(file))
    await page.reload()
    await card.getByRole('button', { name: 'Play My voice' }).click()
    await card.getByRole('button', { name: 'Stop My voice' }).waitFor()
    // It is heard to its end.
    await card.getByRole('button', { name: 'Play My voice' }).waitFor({ timeout: 60_000 })
    expect(await card.locator('.failure-line').count()).toBe(0)

    await card.getByRole('button', { name: 'Use' }).click()
    await card.getByText('In use').waitFor()
    await card.getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No voice of your own yet').waitFor()
    expect(fs.existsSync(checkpoint)).toBe(true)
    expect(complaints).toEqual([])
  })
})
