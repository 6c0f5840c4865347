import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { encodeWav } from '../../../audio/wav-writer.ts'
import type { Sam } from '../../sam.ts'
import { defaultPageLimits } from '../../server/page-connection.ts'
import { ensurePanelBuilt } from '../../server/panel-build.ts'
import { startPanelServer } from '../../server/panel-server.ts'
import { createPanelSpeech, type PanelSpeech } from '../../server/panel-speech.ts'
import { launchBrowser } from './browser.ts'
import { MeasuredEngine } from './measured-engine.ts'
import { openProbedPage, workletPath, workletSource } from './page-probe.ts'

/** The real panel's server, and pages of a real browser that write down what they do. */
export interface PanelStage {
  readonly engine: MeasuredEngine
  readonly speech: PanelSpeech
  readonly browser: Browser
  /** Good for one opening. */
  createAddress(): string
  /** A page as it is opened for the first time: nothing is in its cache. */
  open(): Promise<Page>
  close(): Promise<void>
}

const microphoneRateHz = 48_000

/** The panel served with another pace of its microphone, see `workletSource`. */
export async function openPanelStage(sam: Sam, browser: Browser, pace = 1): Promise<PanelStage> {
  const { folder } = await ensurePanelBuilt()
  const assetsFolder = fs.mkdtempSync(path.join(sam.home, 'panel-'))
  fs.cpSync(folder, assetsFolder, { recursive: true })
  fs.writeFileSync(path.join(assetsFolder, workletPath), workletSource(pace))
  const engine = new MeasuredEngine()
  const speech = createPanelSpeech()
  const desk = await sam.openDesk()
  const limits = { messagesPerSecond: defaultPageLimits.messagesPerSecond * pace }
  const server = await startPanelServer({ engine, desk, speech, assetsFolder, port: 0, limits })
  return {
    engine,
    speech,
    browser,
    createAddress: () => server.createAddress(),
    open: () => openProbedPage(browser, server.createAddress(), pace),
    async close() {
      await server.close()
      await desk.close()
    },
  }
}

/** Presses the button, as a person does, and waits until the core hears the page. */
export async function startListening(page: Page, { engine }: Pick<PanelStage, 'engine'>): Promise<void> {
  const before = engine.attached
  await page.getByRole('button', { name: 'Start listening' }).click()
  while (engine.attached === before || engine.frames < 10) await pause(20)
}

/** A browser whose microphone is a file of a noisy room, again and again. Errors: those of `launchBrowser`. */
export async function launchHearingBrowser(folder: string): Promise<Browser> {
  fs.mkdirSync(folder, { recursive: true })
  const microphoneFile = path.join(folder, 'microphone.wav')
  const room = Float32Array.from({ length: 10 * microphoneRateHz }, () => (Math.random() - 0.5) * 0.05)
  fs.writeFileSync(microphoneFile, encodeWav(room, microphoneRateHz))
  return launchBrowser({ microphoneFile, microphoneLoops: true })
}
