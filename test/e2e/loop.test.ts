import fs from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../src/app/bench/panel/browser.ts'
import { encodeWav } from '../../src/audio/wav-writer.ts'
import { joinSamples } from '../../src/core/numbers/join-samples.ts'
import { quiet, spoken } from '../models/spoken-sound.ts'
import { serve } from '../standalone/tools/web-server.ts'
import { tapLoudspeaker } from './loudspeaker.ts'
import { goTo, keepScreenshot, openPage, startListening, temporaryFolder, until } from './panel-harness.ts'
import { type RunningSam, runSam, startSam } from './running-sam.ts'
import { giveUserVoice } from './speaking-user.ts'

const forecast = {
  current: { temperature_2m: 11.6, apparent_temperature: 8.1, weather_code: 3, wind_speed_10m: 12 },
  daily: {
    time: ['2025-11-22', '2025-11-23'],
    weather_code: [3, 61],
    temperature_2m_max: [13.2, 9],
    temperature_2m_min: [6.4, 4],
    precipitation_probability_max: [10, 80],
  },
}
const town = { results: [{ name: 'Bergen', latitude: 60.39, longitude: 5.32 }] }

/** Everything of SAM but the Mac: its models hear and speak, its policy asks, its platform writes down what it would do. */
describe('SAM, with a browser as microphone and loudspeaker', { timeout: 180_000 }, () => {
  const folder = temporaryFolder()
  const log = path.join(folder, 'platform.jsonl')
  const home = path.join(folder, 'home')
  const microphoneFile = path.join(folder, 'microphone.wav')
  let outside: Awaited<ReturnType<typeof serve>>
  let environment: NodeJS.ProcessEnv
  let sam: RunningSam
  let browser: Browser

  beforeAll(async () => {
    // The only hosts that SAM is told of: whatever leaves comes here.
    outside = await serve({
      '/forecast': { body: JSON.stringify(forecast) },
      '/places': { body: JSON.stringify(town) },
    })
    const weather = {
      place: 'Bergen',
      forecastUrl: outside.address('/forecast'),
      placesUrl: outside.address('/places'),
    }
    fs.mkdirSync(home)
    fs.writeFileSync(path.join(home, 'config.json'), JSON.stringify({ weather, claude: { allowed: true } }))
    environment = {
      SAM_HOME: home,
      SAM_PLATFORM: 'recording',
      SAM_PLATFORM_LOG: log,
      ANTHROPIC_API_KEY: 'none of anybody',
      ANTHROPIC_BASE_URL: outside.address(''),
    }
    // SAM's own voice says it into SAM's own ear, once the user has gone through the first steps.
    const command = joinSamples([quiet(5000), await spoken('Hey Jarvis, open the terminal.'), quiet(60_000)])
    fs.writeFileSync(microphoneFile, encodeWav(command, 16_000))
    sam = startSam(environment)
    browser = await launchBrowser({ microphoneFile })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await sam?.stop()
    await outside?.close()
  })

  const calls = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '')
  const type = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: 'Ask or command' }).fill(text)
    await page.keyboard.press('Enter')
    return page.locator('.turn', { hasText: text }).last()
  }
  /** A page whose user speaks when the test says so. */
  const openWithVoice = async () => {
    const { page, complaints } = await openPage(browser)
    const user = await giveUserVoice(page)
    const loudspeaker = await tapLoudspeaker(page)
    await page.goto(await freshAddress())
    await startListening(page)
    return { page, complaints, user, loudspeaker }
  }

  test('from the first steps to a spoken command that is heard, done, answered aloud and shown', async () => {
    const { page, complaints } = await openPage(browser)
    const loudspeaker = await tapLoudspeaker(page)
    await page.goto(await sam.panelUrl())
    await page.getByRole('link', { name: 'Set me up step by step' }).click()
    await page.getByRole('button', { name: 'Set me up' }).click()
    await page.getByRole('button', { name: 'Open the microphone' }).click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.locator('.first-heard', { hasText: /terminal/i }).waitFor({ timeout: 60_000 })
    await page.locator('.first-reply', { hasText: /terminal/i }).waitFor({ timeout: 30_000 })
    await page.locator('.first-success').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'If you like' }).waitFor()

    await goTo(page, '#talk')
    await page.locator('.heard[data-final="true"]', { hasText: /terminal/i }).waitFor()
    await page.locator('.chip', { hasText: /terminal/i }).waitFor()
    await page.locator('.receipt[data-outcome="done"]', { hasText: /open/i }).waitFor()
    expect(calls()).toMatch(/terminal/i)
    await expect.poll(loudspeaker.loudest, { timeout: 30_000 }).toBeGreaterThan(0.05)
    await until(() => sam.lines.some((line) => line['type'] === 'turn-finished'))
    await keepScreenshot(page, 'loop-light')
    const types = sam.lines.map((line) => line['type'])
    for (const type of ['wake-detected', 'transcript-final', 'route-decided', 'tool-call', 'tool-result']) {
      expect(types).toContain(type)
    }
    expect(sam.lines.find((line) => line['type'] === 'turn-finished')).toMatchObject({ outcome: 'done' })

    // And typed, in the same conversation.
    const typed = await type(page, 'what time is it')
    await typed.locator('.reply', { hasText: /\d/ }).waitFor({ timeout: 30_000 })
    await page.getByRole('main', { name: 'Talk' }).getByText('Listening', { exact: true }).waitFor()
    await keepScreenshot(page, 'conversation-light')
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a yes that is spoken is enough, the most serious things want a click as well, and a spoken no is a no', async () => {
    const [yes, no] = [await spoken('Yes, please.'), await spoken('No, do not.')]
    const { page, complaints, user, loudspeaker } = await openWithVoice()
    const consent = page.locator('.consent')
    /** Once SAM has asked to the end. */
    const answer = async (samples: Float32Array) => {
      await consent.waitFor()
      await expect.poll(loudspeaker.now, { timeout: 30_000 }).toBeGreaterThan(0.02)
      await expect.poll(loudspeaker.now, { timeout: 30_000 }).toBeLessThan(0.001)
      await user.say(samples)
    }
    const closing = await type(page, 'close the tab')
    await answer(yes)
    await closing.locator('.receipt[data-outcome="done"]').waitFor({ timeout: 30_000 })
    expect(sam.lines.filter(({ type }) => type === 'tool-approval-response').at(-1)).toMatchObject({
      approved: true,
      by: 'voice',
    })

    const emptying = await type(page, 'empty the trash')
    await answer(yes)
    // A yes that was not clear is asked for once more; one that is given twice does no harm.
    await answer(yes)
    expect(calls()).not.toMatch(/trash/i)
    await page.getByRole('button', { name: 'Allow once' }).click()
    await emptying.locator('.receipt[data-outcome="done"]').waitFor({ timeout: 30_000 })
    expect(calls()).toMatch(/trash/i)

    const again = await type(page, 'close this tab')
    await answer(no)
    await consent.waitFor({ state: 'detached', timeout: 30_000 })
    await again.locator('.receipt[data-outcome="failed"]').waitFor()
    expect(complaints).toEqual([])
    await page.close()
  })

  test('whoever speaks over SAM is heard, and SAM falls silent', async () => {
    const question = await spoken('What time is it?')
    const { page, complaints, user, loudspeaker } = await openWithVoice()
    const long = await type(page, 'what can you do')
    await expect.poll(loudspeaker.now, { timeout: 30_000 }).toBeGreaterThan(0.02)
    await page.locator('.state-word', { hasText: 'Speaking' }).waitFor()
    await user.say(question)
    await page.locator('.heard[data-final="true"]', { hasText: /time is it/i }).waitFor({ timeout: 60_000 })
    await long.locator('.unsaid').waitFor()
    const finished = () => sam.lines.filter(({ type }) => type === 'turn-finished')
    await until(() => finished().some(({ outcome }) => outcome === 'interrupted'))
    await page
      .locator('.turn', { hasText: /time is it/i })
      .last()
      .locator('.reply', { hasText: /\d/ })
      .waitFor({ timeout: 30_000 })
    expect(complaints).toEqual([])
    await page.close()
  })

  test('offline at a click: what would leave says so, and nothing leaves', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(await freshAddress())
    const before = await type(page, 'how is the weather')
    await before.locator('.reply', { hasText: 'Bergen' }).waitFor({ timeout: 30_000 })
    expect(outside.seen.length).toBeGreaterThan(0)
    await goTo(page, '#privacy')
    await page.getByRole('switch', { name: 'Offline' }).click()
    await until(() => /"offline":\s*true/.test(fs.readFileSync(path.join(home, 'config.json'), 'utf8')))
    await goTo(page, '#talk')
    const asked = outside.seen.length
    const weather = await type(page, 'how is the weather')
    await weather
      .locator('.receipt, .reply', { hasText: /offline/i })
      .first()
      .waitFor({ timeout: 30_000 })
    const claude = await type(page, 'ask Claude why the sky is blue')
    await claude.locator('.reply', { hasText: /offline/i }).waitFor({ timeout: 60_000 })
    expect(outside.seen.length).toBe(asked)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('a second start finds the first and is handed a fresh address', async () => {
    const first = new URL(await sam.panelUrl())
    const second = new URL(await freshAddress())
    expect(second.origin).toBe(first.origin)
    expect(second.search).not.toBe(first.search)
    const { page } = await openPage(browser)
    await page.goto(second.href)
    await page.locator('.heard', { hasText: /terminal/i }).waitFor()
    await page.close()
  })

  test('killed in the middle of a turn: the page says so, nothing is done afterwards, and the conversation is there again', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(await freshAddress())
    await type(page, 'shut down the computer')
    await page.locator('.consent').waitFor({ timeout: 30_000 })
    const { port } = new URL(await sam.panelUrl())
    await sam.kill()
    await page.getByText('The connection to SAM was lost').waitFor()
    const done = calls()
    sam = startSam(environment, Number(port))
    const address = await sam.panelUrl()
    await page.getByText('SAM was started anew').waitFor({ timeout: 30_000 })
    // What was said is still to be read, and the old question cannot be answered any more.
    await page.locator('.heard', { hasText: 'shut down the computer' }).waitFor()
    await page.goto(address)
    await page.locator('.state-word', { hasText: 'Ready' }).waitFor()
    await page
      .locator('.heard', { hasText: /open the terminal/i })
      .first()
      .waitFor()
    expect(await page.locator('.consent').count()).toBe(0)
    // It goes on by itself, with its models.
    const question = await type(page, 'why is the sky blue')
    await question.locator('.reply').waitFor({ timeout: 60_000 })
    expect(calls()).toBe(done)
    expect(complaints).toEqual([])
    await page.close()
  })

  test('it ends when it is told to, and frees its port', async () => {
    const { origin } = new URL(await sam.panelUrl())
    expect(await sam.stop()).toBe(0)
    await expect(fetch(origin)).rejects.toThrow()
  })

  /** What a second start is handed. */
  async function freshAddress(): Promise<string> {
    const lines = await runSam(['start', '--headless'], environment)
    return String(lines.find((line) => line['type'] === 'panel')?.['url'])
  }
})
