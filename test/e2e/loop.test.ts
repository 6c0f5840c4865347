import fs from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../src/app/bench/panel/browser.ts'
import { joinSamples } from '../../src/core/join-samples.ts'
import { keepScreenshot, openPage, startListening, temporaryFolder, until } from './panel-harness.ts'
import { type RunningSam, runSam, startSam } from './running-sam.ts'
import { readWav, writeWav } from './sound.ts'

/** A quiet room: a real microphone never delivers zeros. */
function room(seconds: number, sampleRateHz: number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * sampleRateHz) }, () => (Math.random() - 0.5) * 0.0015)
}

describe('from the microphone of a browser to the deed and back', { timeout: 180_000 }, () => {
  const folder = temporaryFolder()
  const log = path.join(folder, 'platform.jsonl')
  const environment = { SAM_HOME: path.join(folder, 'home'), SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: log }
  const microphoneFile = path.join(folder, 'microphone.wav')
  let sam: RunningSam
  let browser: Browser

  beforeAll(async () => {
    // SAM's own voice says it into SAM's own ear.
    const spoken = path.join(folder, 'command.wav')
    await runSam(['say', 'Hey Jarvis, open the terminal.', '--out', spoken], environment)
    const { samples, sampleRateHz } = readWav(spoken)
    const quiet = (seconds: number) => room(seconds, sampleRateHz)
    writeWav(microphoneFile, joinSamples([quiet(2), samples, quiet(90)]), sampleRateHz)
    sam = startSam(environment)
    browser = await launchBrowser({ microphoneFile })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await sam?.stop()
  })

  test('a spoken command is heard, done, answered aloud and shown', async () => {
    const { page, complaints } = await openPage(browser)
    // Remembers the loudest moment of what goes to the loudspeaker.
    await page.addInitScript(() => {
      const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode
      AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
        if (target instanceof AudioDestinationNode) {
          const tap = target.context.createAnalyser()
          const block = new Float32Array(tap.fftSize)
          Object.assign(window, { loudest: 0 })
          connect.call(this, tap)
          setInterval(() => {
            tap.getFloatTimeDomainData(block)
            const measured = window as unknown as { loudest: number }
            measured.loudest = Math.max(measured.loudest, ...block.map(Math.abs))
          }, 20)
        }
        return connect.call(this, target)
      } as AudioNode['connect']
    })
    await page.goto(await sam.panelUrl())
    await startListening(page)

    await page.locator('.heard[data-final="true"]', { hasText: /terminal/i }).waitFor({ timeout: 60_000 })
    await page.locator('.chip', { hasText: /terminal/i }).waitFor()
    await page.locator('.receipt[data-outcome="done"]', { hasText: 'apps.open' }).waitFor({ timeout: 30_000 })
    await page.locator('.reply', { hasText: /terminal/i }).waitFor({ timeout: 30_000 })
    const calls = fs.readFileSync(log, 'utf8')
    expect(calls).toMatch(/terminal/i)

    const loudest = () => page.evaluate(() => (window as unknown as { loudest: number }).loudest)
    await expect.poll(loudest, { timeout: 30_000 }).toBeGreaterThan(0.05)
    await until(() => sam.lines.some((line) => line['type'] === 'turn-finished'))
    await keepScreenshot(page, 'loop-light')
    const types = sam.lines.map((line) => line['type'])
    for (const type of ['wake-detected', 'transcript-final', 'route-decided', 'tool-call', 'tool-result']) {
      expect(types).toContain(type)
    }
    expect(sam.lines.find((line) => line['type'] === 'turn-finished')).toMatchObject({ outcome: 'done' })

    // And typed, in the same conversation.
    await page.getByRole('textbox').fill('what time is it')
    await page.keyboard.press('Enter')
    const typed = page.locator('.turn', { hasText: 'what time is it' })
    await typed.locator('.reply', { hasText: /\d/ }).waitFor({ timeout: 30_000 })
    await page.getByRole('main', { name: 'Talk' }).getByText('Listening', { exact: true }).waitFor()
    await keepScreenshot(page, 'conversation-light')
    expect(complaints).toEqual([])
  })

  test('a second start finds the first and is handed a fresh address', async () => {
    const first = new URL(await sam.panelUrl())
    const lines = await runSam(['start', '--headless'], environment)
    const panel = lines.find((line) => line['type'] === 'panel')
    const second = new URL(String(panel?.['url']))
    expect(second.origin).toBe(first.origin)
    expect(second.search).not.toBe(first.search)
    const { page } = await openPage(browser)
    await page.goto(second.href)
    await page.locator('.heard', { hasText: /terminal/i }).waitFor()
  })

  test('it ends when it is told to, and frees its port', async () => {
    const { origin } = new URL(await sam.panelUrl())
    expect(await sam.stop()).toBe(0)
    await expect(fetch(origin)).rejects.toThrow()
  })
})
