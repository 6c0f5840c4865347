import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { PanelDesk } from '../../src/app/server/desk-port.ts'
import { ensurePanelBuilt } from '../../src/app/server/panel-build.ts'
import { type PanelServer, startPanelServer } from '../../src/app/server/panel-server.ts'
import { createPanelSpeech, type PanelSpeech } from '../../src/app/server/panel-speech.ts'
import type { ServiceRecorder } from '../../src/app/service/service-recorder.ts'
import type { HeardSound } from '../../src/app/wake/heard-sound.ts'
import { ScriptedEngine } from './scripted-engine.ts'
import { openTestDesk } from './test-desk.ts'

export interface Harness {
  engine: ScriptedEngine
  speech: PanelSpeech
  server: PanelServer
  /** What answers the pages beside Talk. */
  desk: PanelDesk
  /** SAM_HOME of what they show. */
  home: string
  service: ServiceRecorder
  heard: HeardSound
  close(): Promise<void>
}

/** The real server and the real page, with an engine that the test plays and a desk of its own. */
export async function startHarness(port = 0, modelsFolder?: string): Promise<Harness> {
  const { folder } = await ensurePanelBuilt()
  const engine = new ScriptedEngine()
  const speech = createPanelSpeech()
  const { desk, home, service, heard, close } = await openTestDesk(modelsFolder)
  const server = await startPanelServer({ engine, desk, speech, assetsFolder: folder, port })
  return {
    engine,
    speech,
    server,
    desk,
    home,
    service,
    heard,
    async close() {
      await server.close()
      await close()
    },
  }
}

/** A page that writes down what should not happen: requests elsewhere, script errors, policy violations. */
export interface WatchedPage {
  page: Page
  context: BrowserContext
  complaints: string[]
}

export interface PageLook {
  dark?: boolean
  width?: number
  height?: number
  /** With the cookies of other pages. */
  context?: BrowserContext
}

export async function openPage(browser: Browser, options: PageLook = {}): Promise<WatchedPage> {
  const { dark = false, width = 400, height = 620 } = options
  const context =
    options.context ??
    (await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      deviceScaleFactor: 2,
      // Where no language is set, Chromium's own is none that Intl knows.
      locale: 'en-US',
    }))
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('request', (request) => {
    const { hostname } = new URL(request.url())
    if (hostname !== '127.0.0.1') complaints.push(`asked ${request.url()}`)
  })
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).hostname !== '127.0.0.1') complaints.push(`connected ${socket.url()}`)
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // Refused connections are what the tests about lost connections cause.
    if (message.type() === 'error' && !/ERR_CONNECTION|WebSocket|status of 401/.test(message.text())) {
      complaints.push(message.text())
    }
  })
  return { page, context, complaints }
}

export async function startListening(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start listening' }).click()
  await page.locator('.level-meter[data-active="true"]').waitFor()
}

/** Leads the page to another place in the panel, as a link does. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
}

/** Until the page beside Talk, or Talk, stands there with what it asked for, and nothing in it has changed for a moment. */
export async function untilDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (location.hash.length < 2 || location.hash === '#talk' || document.querySelector('.page-view h1') !== null) &&
      document.querySelector('.loading') === null,
  )
  await page.evaluate(async () => {
    const [quietMs, longestMs] = [150, 2000]
    const endsAtMs = performance.now() + longestMs
    let changedAtMs = performance.now()
    const watch = new MutationObserver(() => {
      changedAtMs = performance.now()
    })
    watch.observe(document.body, { subtree: true, childList: true, characterData: true })
    // What counts seconds never stands still.
    while (performance.now() < Math.min(changedAtMs + quietMs, endsAtMs))
      await new Promise((resolve) => setTimeout(resolve, 30))
    watch.disconnect()
  })
}

/** Polls until the condition holds; the test's own time limit is the deadline. */
export async function until(condition: () => boolean, intervalMs = 20): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, intervalMs))
}

export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'sam-e2e-'))
}

const screenshots = path.join(import.meta.dirname, 'screenshots')

/** Kept (outside the repository) for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  fs.mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), animations: 'disabled' })
}
