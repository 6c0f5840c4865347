import path from 'node:path'
import type { Sam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'
import { openBarePage } from './bare-page.ts'
import { hourPace, measureTalk } from './hour-of-talk.ts'
import { measureFrames } from './microphone-frames.ts'
import { measureOpening } from './opening.ts'
import { launchHearingBrowser, openPanelStage } from './panel-stage.ts'
import { measurePlayback } from './start-of-playback.ts'
import { measureWords } from './words-on-screen.ts'

/**
 * The real panel in a real Chromium, beside a page that does next to nothing over the same socket.
 * @param minutes of talk, faster than life, for what must not grow
 * Errors: `browser-missing`, `browser-driver-missing`, `model-missing`.
 */
export async function* benchPanel(sam: Sam, minutes: number): AsyncGenerator<BenchRecord> {
  const browser = await launchHearingBrowser(path.join(sam.home, 'panel'))
  try {
    const stage = await openPanelStage(sam, browser)
    const bare = await openBarePage(browser)
    try {
      yield await measureOpening(stage, bare)
      yield await measureWords(stage, bare)
      yield await measureFrames(sam, stage, bare)
      yield await measurePlayback(stage, bare)
    } finally {
      await bare.close()
      await stage.close()
    }
    const fast = await openPanelStage(sam, browser, hourPace)
    try {
      yield await measureTalk(fast, minutes)
    } finally {
      await fast.close()
    }
  } finally {
    await browser.close()
  }
}
