import { setTimeout as pause } from 'node:timers/promises'
import { median, quantile } from '../../../core/numbers/quantile.ts'
import type { BenchRecord } from '../record.ts'
import type { BarePage } from './bare-page.ts'
import { delays } from './delays.ts'
import { type Moment, readProbe } from './page-probe.ts'
import { type PanelStage, startListening } from './panel-stage.ts'

const words = 200
const talkedBefore = 40

/** From an event of the core to the painted page: words that are heard and words that are answered, under a long conversation. */
export async function measureWords(stage: PanelStage, bare: BarePage): Promise<BenchRecord> {
  const page = await stage.open()
  await startListening(page, stage)
  const { engine } = stage
  for (let turn = 0; turn < talkedBefore; turn++) talk(stage, turn)
  await pause(1000)
  const said: Moment[] = []
  const timed = async (number: number, say: () => void) => {
    said.push([number, Date.now()])
    say()
    // Not in step with the pictures of the screen.
    await pause(45 + Math.random() * 30)
  }
  for (let word = 0; word < words / 2; word++) {
    const text = `${'word '.repeat(1 + (word % 20))}#${word}`
    await timed(word, () => engine.say({ type: 'transcript-partial', turnId: 'measured', text, audioMs: word }))
  }
  for (let word = words / 2; word < words; word++)
    await timed(word, () => engine.say({ type: 'reply-delta', turnId: 'measured', text: ` and #${word}` }))
  await pause(200)
  const panelMs = delays(said, (await readProbe(page)).painted)
  await page.context().close()

  said.length = 0
  for (let word = 0; word < words / 2; word++) await timed(word, () => bare.show(`and #${word}`))
  await pause(200)
  const bareMs = delays(said, (await readProbe(bare.page)).painted)
  const figures = {
    paintedMs: median(panelMs),
    paintedP95Ms: quantile(panelMs, 0.95),
    slowestMs: quantile(panelMs, 1),
    words,
    neverPainted: words - panelMs.length,
  }
  const baseline = { barePageMs: median(bareMs), barePageP95Ms: quantile(bareMs, 0.95) }
  return {
    name: 'panel.words',
    figures,
    baseline,
    ratio: { panelToBarePage: figures.paintedMs / baseline.barePageMs },
    notes: ['Painted is the task after the picture with the word in it; there is no graphics card.'],
    goals: [
      { goal: 'on screen at most 50 ms after the event (median)', reached: figures.paintedMs <= 50 },
      { goal: 'on screen at most 50 ms after the event (95 of 100)', reached: figures.paintedP95Ms <= 50 },
      { goal: 'every word is painted', reached: figures.neverPainted === 0 },
    ],
  }
}

/** A whole turn at once. */
function talk({ engine }: PanelStage, turn: number): void {
  const turnId = `turn-${turn}`
  engine.say(
    { type: 'transcript-final', turnId, text: 'Open Safari and set the volume to thirty percent', audioMs: turn },
    { type: 'tool-call', turnId, callId: turnId, tool: 'apps.open', input: { app: 'Safari' }, tier: 'reversible' },
    { type: 'tool-result', turnId, callId: turnId, ok: true },
    {
      type: 'reply-final',
      turnId,
      text: 'Safari is open, and the volume is at thirty percent. '.repeat(4),
      model: 'local',
    },
    { type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 1, totalMs: 400 } },
  )
}
