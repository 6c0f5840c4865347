import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type BrowserOptions, launchBrowser } from '../../src/app/bench/panel/browser.ts'
import { goTo, type Harness, openPage, type PageLook, startHarness, type WatchedPage } from './panel-harness.ts'

/** A browser and SAM's panel, started and ended around the tests. */
export interface Panel {
  /** Those of the test that runs. */
  readonly browser: Browser
  readonly harness: Harness
  /** The panel as it is seen at first. */
  openFirst(look?: PageLook): Promise<WatchedPage>
  /** The panel of a user who types, on the page at this address. */
  open(hash: string, look?: PageLook): Promise<WatchedPage>
}

export interface PanelOptions {
  browser?: BrowserOptions
  /** One panel for all tests instead of a fresh one for each. */
  once?: boolean
  /** Asked before each start. */
  modelsFolder?: () => string
}

/**
 * To be called in a `describe`: its tests get one browser, and a panel each. After each test every page is closed.
 * `startCore` is for a test that closed the harness: another one begins, on this port.
 */
export function usePanel({ browser: options = {}, once = false, modelsFolder }: PanelOptions = {}) {
  let browser: Browser
  let harness: Harness
  const startCore = async (port = 0) => {
    harness = await startHarness(port, modelsFolder?.())
  }
  beforeAll(async () => {
    browser = await launchBrowser(options)
    if (once) await startCore()
  })
  if (!once) beforeEach(() => startCore())
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    if (!once) await harness.close()
  })
  afterAll(async () => {
    await browser?.close()
    if (once) await harness?.close()
  })
  const panel = panelOf(
    live(() => browser),
    live(() => harness),
  )
  return { ...panel, startCore }
}

/** To be called in a `describe`: each test starts browsers of its own kind, with a panel each; they end with it. */
export function usePanels(): (options: BrowserOptions, modelsFolder?: string) => Promise<Panel> {
  const started: { close(): Promise<void> }[] = []
  afterEach(async () => {
    for (const one of started.splice(0)) await one.close()
  })
  return async (options, modelsFolder) => {
    const browser = await launchBrowser(options)
    started.push(browser)
    const harness = await startHarness(0, modelsFolder)
    started.push(harness)
    return panelOf(browser, harness)
  }
}

function panelOf(browser: Browser, harness: Harness): Panel {
  const openFirst = async (look?: PageLook) => {
    const watched = await openPage(browser, look)
    await watched.page.goto(harness.server.createAddress())
    return watched
  }
  return {
    browser,
    harness,
    openFirst,
    async open(hash, look) {
      const watched = await openFirst(look)
      await watched.page.getByRole('button', { name: 'Type instead' }).click()
      await goTo(watched.page, hash)
      return watched
    },
  }
}

/** What is only there once the tests run, to be named before. */
function live<Part extends object>(current: () => Part): Part {
  return new Proxy({} as Part, {
    get(_, name) {
      const part = current()
      const value: unknown = Reflect.get(part, name)
      return typeof value === 'function' ? value.bind(part) : value
    },
  })
}
