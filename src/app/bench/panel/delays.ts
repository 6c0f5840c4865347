import { median, quantile } from '../../../core/quantile.ts'
import type { BenchRecord } from '../record.ts'
import type { BarePage } from './bare-page.ts'
import { sentence } from './made-up-talk.ts'
import type { Moment } from './page-probe.ts'
import { readProbe } from './page-probe.ts'
import { type PanelStage, startListening } from './panel-stage.ts'
import { pause } from './pause.ts'

const words = 200
const talkedBefore = 40
const listenedMs = 20_000
const clips = 20
const loudspeakerRateHz = 48_000

/** Milliseconds from each moment to the one with the same number. */
function delays(from: readonly Moment[], to: readonly Moment[]): number[] {
  const began = new Map(from)
  return to.flatMap(([number, atMs]) => {
    const startedAtMs = began.get(number)
    return startedAtMs === undefined ? [] : [atMs - startedAtMs]
  })
}

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

/** From a complete frame in the browser's audio thread to the core. */
export async function measureFrames(stage: PanelStage, bare: BarePage): Promise<BenchRecord> {
  const keep = (keeping: boolean) => (page: BarePage['page']) =>
    page.evaluate((on) => Object.assign((window as unknown as { probe: object }).probe, { keeping: on }), keeping)
  const page = await stage.open()
  await startListening(page, stage)
  const { engine } = stage
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
