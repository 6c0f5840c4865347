import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepWakeClip, listWakeClips } from '../../src/app/wake/wake-clips.ts'
import { hasVoiceprint } from '../../src/audio/speaker/voiceprint.ts'
import { encodeWav } from '../../src/audio/wav-writer.ts'
import { loadConfig } from '../../src/core/config.ts'
import { noise, spoken } from '../models/spoken-sound.ts'
import { seriousFindings } from './accessibility.ts'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot, temporaryFolder, until } from './panel-harness.ts'
import { writeWav } from './sound.ts'

const phrase = 'Hey Jarvis.'

/** What a training leaves, as far as the page shows it. */
function learnt(home: string, id: string): void {
  const folder = path.join(home, 'wake', id)
  fs.mkdirSync(folder, { recursive: true })
  const metrics = { missRate: 1 / 3, candidatesPerHour: 12, heldOut: 3 }
  const about = { phrase: id.replace('_', ' '), phraseMs: 700, candidateScore: 0.5, unheardLikelihood: -20 }
  const phrase = { ...about, otherSpellings: [], metrics, recordings: 3, trainedAt: new Date().toISOString() }
  fs.writeFileSync(path.join(folder, 'phrase.json'), JSON.stringify(phrase))
}

describe('the Wake word page', { timeout: 120_000 }, () => {
  const folder = temporaryFolder()
  beforeAll(async () => {
    const said = await spoken(phrase)
    // The fake device plays its file from the start each time it is opened.
    const microphone = new Float32Array(16_000 * 6)
    microphone.set(noise(6000, 0.0008))
    said.forEach((sample, at) => {
      microphone[at + 4000] = sample
    })
    writeWav(path.join(folder, 'microphone.wav'), microphone, 16_000)
    fs.writeFileSync(path.join(folder, 'window.wav'), encodeWav(await spoken('Please open the window.'), 16_000))
  }, 120_000)
  const { harness, open } = usePanel({ once: true, browser: { microphoneFile: path.join(folder, 'microphone.wav') } })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))
  const openWake = async (dark = false) => {
    const watched = await open('#wake', { dark })
    await watched.page.getByRole('region', { name: 'Phrases' }).waitFor()
    return watched
  }
  const record = async (page: Page, name: string) => {
    await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('button', { name: 'Stop recording' }).waitFor()
    await page.getByRole('button', { name: 'Stop recording' }).waitFor({ state: 'detached' })
  }

  test('what the microphone hears is tested, explained, and kept where it should not have woken', async () => {
    const { page, complaints } = await openWake()
    const tryIt = page.getByRole('region', { name: 'Try it' })
    await record(page, 'Record and test')
    await tryIt.getByText('It would have woken me').waitFor({ timeout: 60_000 })
    await tryIt.getByText(/The phrase was heard with .* Nearest: “hey jarvis”, at/).waitFor()
    await tryIt.getByText('The same as a table').click()
    expect(await tryIt.getByRole('row').count()).toBeGreaterThan(5)
    await keepScreenshot(page, 'wake-fired-light')
    expect(await seriousFindings(page)).toEqual([])
    // Nothing of it reached the core.
    expect(harness.engine.recording().length).toBe(0)

    // With another threshold the same sound is judged anew, without being heard again.
    const files = tryIt.locator('input[type="file"]')
    await files.setInputFiles({ name: 'x.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound') })
    await tryIt.getByText('This file is no sound that I can read.').waitFor()
    await files.setInputFiles(path.join(folder, 'window.wav'))
    await tryIt.getByText('It would not have woken me').waitFor({ timeout: 60_000 })
    await tryIt.getByText('A voice was heard, but nothing like the phrase.').waitFor()
    await tryIt.getByRole('button', { name: 'It should have woken me' }).click()
    await tryIt.getByText('Kept. It counts').waitFor()
    expect(listWakeClips(harness.home)).toMatchObject([{ phrase: 'hey_jarvis', label: 'missed' }])

    await tryIt.getByRole('slider').fill('0.3')
    await expect.poll(() => loadConfig(harness.home).wake.threshold).toBe(0.3)
    const phrases = page.getByRole('region', { name: 'Phrases' })
    await phrases.getByRole('switch', { name: '“alexa”' }).click()
    await expect.poll(() => loadConfig(harness.home).wake.models).toEqual(['hey_jarvis', 'alexa'])
    await phrases.getByRole('switch', { name: '“hey jarvis”' }).click()
    await phrases.getByRole('switch', { name: '“alexa”' }).click()
    await page.getByText('Nothing wakes me now').waitFor()
    expect(complaints).toEqual([])
  })

  test('as SAM listens, the score is drawn, explained in words, and kept where it should have woken', async () => {
    const { page, complaints } = await openWake(true)
    const live = page.getByRole('region', { name: 'As I listen' })
    await live.getByRole('button', { name: 'Watch' }).click()
    await live.getByText('I hear nothing now').waitFor()
    let score = 0
    // What the speech worker would answer, while the microphone of the core delivers.
    const ear = harness.heard.watch({
      analyze: async () => {
        const nearest = { phrase: 'hey jarvis', score }
        return [
          { endMs: 0, loudness: 0.1, ...(score > 0 ? { speechProbability: 0.9, nearest } : { speechProbability: 0 }) },
        ]
      },
      reset: async () => {},
    })
    const talking = setInterval(() => void ear.analyze(new Float32Array(1600).fill(0.1)), 100)
    try {
      await live.getByText('I listen. Nobody has spoken yet.').waitFor()
      score = 0.23
      await live.getByText(/Something like the phrase was heard with 0\.23/).waitFor()
      await live.getByText('Nearest: “hey jarvis”.').waitFor()
      await expect.poll(() => live.getByRole('row', { includeHidden: true }).count()).toBeGreaterThan(5)
      await expect.poll(() => live.locator('.chart-canvas canvas').count()).toBe(1)
      await keepScreenshot(page, 'wake-live-dark')
      expect(await seriousFindings(page)).toEqual([])
      await live.getByRole('button', { name: 'I said “hey jarvis”, and it did not wake' }).click()
      await live.getByText('Kept. It counts').waitFor()
      expect(listWakeClips(harness.home).at(-1)).toMatchObject({ phrase: 'hey_jarvis', label: 'missed' })
    } finally {
      clearInterval(talking)
    }
    // Nothing is asked any more.
    await live.getByRole('button', { name: 'Stop watching' }).click()
    let asked = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/wake.live')) asked += 1
    })
    await new Promise((resolve) => setTimeout(resolve, 1000))
    expect(asked).toBe(0)
    expect(complaints).toEqual([])
  })

  test('a phrase is recorded, listened to, its learning ended, and it is removed with its recordings', async () => {
    const { page, complaints } = await openWake(true)
    const own = page.getByRole('region', { name: 'A phrase of your own' })
    const learn = own.getByRole('button', { name: 'Learn this phrase' })
    await own.getByLabel('Phrase').fill('7')
    expect(await own.getByRole('button', { name: 'Record', exact: true }).isDisabled()).toBe(true)
    expect(await learn.isDisabled()).toBe(true)
    await own.getByLabel('Phrase').fill('Dear Jarvis')
    await record(page, 'Record')
    await own.getByText('1 of 3 that are needed').waitFor()
    expect(await learn.isDisabled()).toBe(true)
    await own.getByRole('button', { name: /^Listen: recorded/ }).click()
    await own.getByRole('button', { name: /^Stop: recorded/ }).waitFor()
    await own.getByRole('button', { name: /^Listen: recorded/ }).waitFor({ timeout: 20_000 })
    for (const count of [2, 3]) {
      await record(page, 'Record again')
      await own.getByText(new RegExp(`^${count} (of 3|recordings)`)).waitFor()
    }
    await own
      .getByRole('button', { name: /^Delete: recorded/ })
      .first()
      .click()
    await own.getByText('2 of 3 that are needed').waitFor()
    await record(page, 'Record again')
    await own.getByText('3 recordings.').waitFor()
    const [clip] = listWakeClips(harness.home).filter(({ phrase }) => phrase === 'dear_jarvis')
    expect(clip?.seconds).toBeGreaterThan(0.8)

    await learn.click()
    await own.getByRole('progressbar').waitFor()
    await own.getByText('Hearing your recordings').waitFor({ timeout: 60_000 })
    await keepScreenshot(page, 'wake-learning-dark')
    await own.getByRole('button', { name: 'Cancel' }).click()
    await own.getByText('Stopped. What was finished stays.').waitFor({ timeout: 60_000 })

    // Learning it whole takes a minute or two: test/models does.
    learnt(harness.home, 'dear_jarvis')
    await page.reload()
    const phrases = page.getByRole('region', { name: 'Phrases' })
    await phrases.getByText(/from 3 recordings; in a test .* 1 of 3 were missed/).waitFor()
    await page.locator('.page-body').evaluate((body) => {
      body.scrollTop = 0
    })
    await keepScreenshot(page, 'wake-learned-dark')
    expect(await seriousFindings(page)).toEqual([])
    await phrases.getByRole('switch', { name: '“dear jarvis”' }).click()
    await expect.poll(() => loadConfig(harness.home).wake.models).toContain('dear_jarvis')
    await phrases.getByRole('button', { name: 'Remove… dear jarvis' }).click()
    await page.getByRole('dialog').getByRole('checkbox').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await until(() => listWakeClips(harness.home).every(({ phrase }) => phrase !== 'dear_jarvis'))
    await expect.poll(() => loadConfig(harness.home).wake.models).not.toContain('dear_jarvis')
    expect(complaints).toEqual([])
  })

  test('whose voice wakes SAM is learned from the recordings, and forgotten', async () => {
    const { page } = await openWake()
    const only = page.getByRole('region', { name: 'Only my voice' })
    const choice = only.getByRole('switch', { name: 'Only my voice' })
    await choice.click()
    await only.getByText(/and 5 are the least/).waitFor({ timeout: 60_000 })
    expect(hasVoiceprint(harness.home)).toBe(false)
    const samples = await spoken(phrase)
    for (let index = 0; index < 5; index += 1)
      keepWakeClip(harness.home, { phrase, label: 'sample', samples, atMs: 1_700_000_000_000 + index })
    await choice.click()
    await only.getByText(/Learned from \d+ recordings/).waitFor({ timeout: 60_000 })
    expect(hasVoiceprint(harness.home)).toBe(true)
    expect(await choice.isChecked()).toBe(true)
    await keepScreenshot(page, 'wake-only-me')
    expect(await seriousFindings(page)).toEqual([])
    await choice.click()
    await expect.poll(() => hasVoiceprint(harness.home)).toBe(false)
  })
})
