import { setTimeout as pause } from 'node:timers/promises'
import { median, quantile } from '../../../core/numbers/quantile.ts'
import type { Sam } from '../../sam.ts'
import { createPanelEngine } from '../../server/panel-engine.ts'
import type { BenchRecord } from '../record.ts'
import type { BarePage } from './bare-page.ts'
import { delays } from './delays.ts'
import { type Moment, readProbe } from './page-probe.ts'
import { type PanelStage, startListening } from './panel-stage.ts'

const listenedMs = 20_000

/** From a complete frame in the browser's audio thread to a core that listens for its wake word. Errors: those of `readyToHear`. */
export async function measureFrames(sam: Sam, stage: PanelStage, bare: BarePage): Promise<BenchRecord> {
  await sam.readyToHear()
  const session = sam.openSession({ output: stage.speech, pace: 'live', wakeRequired: true, echoFree: true })
  const { hub, service } = sam
  const ear = createPanelEngine({
    ...{ session, hub, service },
    wakePhrases: () => sam.wakePhrases,
    suggestions: () => [],
  })
  const keep = (keeping: boolean) => (page: BarePage['page']) =>
    page.evaluate((on) => Object.assign((window as unknown as { probe: object }).probe, { keeping: on }), keeping)
  const { engine } = stage
  engine.ear = ear
  const page = await stage.open()
  await startListening(page, stage)
  engine.keepTimes(true)
  await keep(true)(page)
  await pause(listenedMs)
  await keep(false)(page)
  await pause(200)
  const probe = await readProbe(page)
  const arrived = engine.arrived.map(({ sequence, atMs }): Moment => [sequence, atMs])
  engine.keepTimes(false)
  const socketMs = delays(probe.sent, arrived)
  const wholeMs = delays(probe.captured, arrived)
  const lost = probe.sent.length - socketMs.length + engine.lostFrames
  await page.context().close()
  engine.ear = undefined
  ear.close()
  session.stop()
  await session.idle()

  await bare.page.click('body')
  await keep(true)(bare.page)
  await pause(listenedMs / 4)
  await keep(false)(bare.page)
  await pause(200)
  const bareMs = delays(
    (await readProbe(bare.page)).sent,
    bare.arrived.map(({ sequence, atMs }): Moment => [sequence, atMs]),
  )
  const figures = {
    socketMs: median(socketMs),
    socketP95Ms: quantile(socketMs, 0.95),
    fromAudioThreadMs: median(wholeMs),
    fromAudioThreadP95Ms: quantile(wholeMs, 0.95),
    frames: probe.sent.length,
    lost,
  }
  const baseline = { bareSocketMs: median(bareMs), bareSocketP95Ms: quantile(bareMs, 0.95) }
  return {
    name: 'panel.microphone',
    figures,
    baseline,
    ratio: { p95ToBareSocket: (figures.socketP95Ms + 1) / (baseline.bareSocketP95Ms + 1) },
    notes: ['Clocks of whole milliseconds; the ratio adds one to both sides.'],
    goals: [
      { goal: 'from the page to the core at most 20 ms (95 of 100)', reached: figures.socketP95Ms <= 20 },
      {
        goal: 'from the audio thread to the core at most 20 ms (95 of 100)',
        reached: figures.fromAudioThreadP95Ms <= 20,
      },
      { goal: 'no frame is lost', reached: lost === 0 && figures.frames > 0 },
    ],
  }
}
