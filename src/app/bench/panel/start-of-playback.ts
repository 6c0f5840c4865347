import { setTimeout as pause } from 'node:timers/promises'
import { median, quantile } from '../../../core/numbers/quantile.ts'
import type { BenchRecord } from '../record.ts'
import type { BarePage } from './bare-page.ts'
import { sentence } from './made-up-talk.ts'
import { type Moment, readProbe } from './page-probe.ts'
import { type PanelStage, startListening } from './panel-stage.ts'

const clips = 40
const loudspeakerRateHz = 48_000

/** From the first samples of a sentence in the page to sound at the loudspeaker's end of its audio thread. */
export async function measurePlayback(stage: PanelStage, bare: BarePage): Promise<BenchRecord> {
  const page = await stage.open()
  await startListening(page, stage)
  while (!stage.speech.speakerPresent) await pause(20)
  for (let clip = 0; clip < clips; clip++) {
    void stage.speech.play(sentence(), `spoken-${clip}`)
    await pause(400 + Math.random() * 40)
    stage.speech.flush()
    await pause(250)
  }
  const panel = await readProbe(page)
  const panelMs = beginnings(panel.arrived, panel.sounded)
  await page.context().close()
  for (let clip = 0; clip < clips; clip++) {
    bare.play(clip, sentence(loudspeakerRateHz, 0.4).samples)
    await pause(700 + Math.random() * 40)
  }
  const bareProbe = await readProbe(bare.page)
  const bareMs = beginnings(bareProbe.arrived, bareProbe.sounded)
  const figures = {
    startsMs: median(panelMs),
    startsP95Ms: quantile(panelMs, 0.95),
    slowestMs: quantile(panelMs, 1),
    outputLatencyMs: panel.outputLatencyMs,
    clips: panelMs.length,
  }
  const baseline = { bareBufferMs: median(bareMs), bareBufferP95Ms: quantile(bareMs, 0.95) }
  return {
    name: 'panel.playback',
    figures,
    baseline,
    ratio: { panelToBareBuffer: figures.startsMs / baseline.bareBufferMs },
    notes: ["What the sound card adds (outputLatencyMs, as the browser gives it) is in the goal's figure."],
    goals: [
      {
        goal: 'sound at most 60 ms after the first samples arrive (95 of 100)',
        reached: figures.startsP95Ms + figures.outputLatencyMs <= 60,
      },
      { goal: 'every clip sounds', reached: panelMs.length === clips },
    ],
  }
}

/** For each arrival the first beginning of sound after it. */
function beginnings(arrived: readonly Moment[], sounded: readonly number[]): number[] {
  return arrived.flatMap(([, atMs], index) => {
    const nextMs = arrived[index + 1]?.[1] ?? Number.POSITIVE_INFINITY
    const startedAtMs = sounded.find((soundedAtMs) => soundedAtMs >= atMs && soundedAtMs < nextMs)
    return startedAtMs === undefined ? [] : [startedAtMs - atMs]
  })
}
