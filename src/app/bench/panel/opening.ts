import zlib from 'node:zlib'
import type { Page } from 'playwright-core'
import { median, quantile } from '../../../core/numbers/quantile.ts'
import type { BenchRecord } from '../record.ts'
import type { BarePage } from './bare-page.ts'
import { readProbe } from './page-probe.ts'
import type { PanelStage } from './panel-stage.ts'

const openings = 12

/** From opening the panel's address with an empty cache until it is joined to the core and drawn; and what that takes off the wire. */
export async function measureOpening(stage: PanelStage, bare: BarePage): Promise<BenchRecord> {
  const panelMs: number[] = []
  const bareMs: number[] = []
  for (let opening = 0; opening <= openings; opening++) {
    const [panel, alone] = [await openedMs(() => stage.open()), await openedMs(() => bare.open())]
    // The first of each warms up what the server and the browser share.
    if (opening === 0) continue
    panelMs.push(panel)
    bareMs.push(alone)
  }
  const figures = {
    interactiveMs: median(panelMs),
    slowestMs: quantile(panelMs, 1),
    openings,
    ...(await firstView(stage)),
  }
  const baseline = { barePageMs: median(bareMs) }
  return {
    name: 'panel.opening',
    figures,
    baseline,
    ratio: { panelToBarePage: figures.interactiveMs / baseline.barePageMs },
    notes: ['In a browser that runs, as the window of the menu bar does; the files are sent on this machine.'],
    goals: [
      { goal: 'interactive within 1 s of opening, also the slowest time', reached: figures.slowestMs <= 1000 },
      { goal: 'the first view is at most 400 KB (gzip)', reached: figures.firstViewKb <= 400 },
    ],
  }
}

async function openedMs(open: () => Promise<Page>): Promise<number> {
  const page = await open()
  const { interactiveMs = Number.NaN } = await readProbe(page)
  await page.context().close()
  return interactiveMs
}

/** Everything that was asked for until the first view stood, each file compressed by itself. */
async function firstView(stage: PanelStage) {
  const context = await stage.browser.newContext()
  const page = await context.newPage()
  const bodies: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (response.status() === 200) bodies.push(response.body())
  })
  await page.goto(stage.createAddress())
  await page.getByRole('button', { name: 'Start listening' }).waitFor()
  await page.waitForLoadState('networkidle')
  const files = await Promise.all(bodies)
  await context.close()
  const gzipped = files.reduce((sum, file) => sum + zlib.gzipSync(file).length, 0)
  return { firstViewKb: gzipped / 1000, files: files.length }
}
