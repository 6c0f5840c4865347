import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession } from 'playwright-core'
import { median } from '../../../core/numbers/quantile.ts'
import { memoryOf } from '../process-memory.ts'
import type { BenchRecord } from '../record.ts'
import { playTurn } from './made-up-talk.ts'
import { readProbe } from './page-probe.ts'
import { type PanelStage, startListening } from './panel-stage.ts'

/** So many times faster than life: one turn in 12 s of sound, 50 frames of the microphone a second of it. */
export const hourPace = 20
const turnSeconds = 12
const samples = 18
const looks = 4
/** By then the page shows as many turns as it ever does. */
const filledMinutes = 12
const speakMs = 150

interface HeldMemory {
  /** JavaScript objects, what the document holds beside them, and sound and other raw bytes. */
  heapMb: number
  nodes: number
  listeners: number
  /** All that the page's process holds for itself; Linux only. */
  processMb: number
}

/**
 * Talk without a break, faster than life: frames of the microphone through the whole way, and turns with partial words, actions,
 * answers word by word and spoken sentences (cut short, since sound cannot be played faster). Measured after a collection of garbage.
 * @param stage with the pace of `hourPace`
 * @param minutes of sound, at least 30
 */
export async function measureTalk(stage: PanelStage, minutes: number): Promise<BenchRecord> {
  const page = await stage.open()
  await startListening(page, stage)
  while (!stage.speech.speakerPresent) await pause(20)
  const developer = await page.context().newCDPSession(page)
  const processes = await pageProcesses(stage)
  await developer.send('HeapProfiler.enable')
  const held: HeldMemory[] = [await lookAt(developer, processes)]
  const startedAtMs = performance.now()
  const first = await readProbe(page)
  const framesBefore = stage.engine.frames
  const lastsMs = (minutes * 60_000) / hourPace
  let turns = 0
  for (let sample = 1; sample <= samples; sample++) {
    const untilMs = startedAtMs + (lastsMs * sample) / samples
    while (performance.now() < untilMs) {
      const nextAtMs = performance.now() + (turnSeconds * 1000) / hourPace
      await playTurn(stage, turns, speakMs)
      turns += 1
      await pause(Math.max(0, nextAtMs - performance.now()))
    }
    held.push(await lookAt(developer, processes))
  }
  const { engine } = stage
  const arrived = engine.frames - framesBefore
  const seconds = (performance.now() - startedAtMs) / 1000
  const last = await readProbe(page)
  const notSentFrames = last.made - first.made - (last.newest - first.newest)
  const shownTurns = await page.locator('.turn').count()
  await page.context().close()

  const [empty] = held
  const early = held.slice(Math.ceil((samples * filledMinutes) / minutes), samples / 2 + 1)
  const late = held.slice(-Math.round(samples / 3))
  const middle = (of: HeldMemory[], what: keyof HeldMemory) => median(of.map((one) => one[what]))
  const figures = {
    minutes,
    turns,
    frames: arrived,
    lostFrames: engine.lostFrames,
    notSentFrames,
    framesASecond: arrived / seconds,
    heapEarlyMb: middle(early, 'heapMb'),
    heapLateMb: middle(late, 'heapMb'),
    nodesEarly: middle(early, 'nodes'),
    nodesLate: middle(late, 'nodes'),
    listenersLate: middle(late, 'listeners'),
    processEarlyMb: middle(early, 'processMb'),
    processLateMb: middle(late, 'processMb'),
    shownTurns,
  }
  const baseline = { heapEmptyMb: empty?.heapMb ?? Number.NaN, processEmptyMb: empty?.processMb ?? Number.NaN }
  return {
    name: 'panel.talk',
    figures,
    baseline,
    ratio: {
      lateToEarlyHeap: figures.heapLateMb / figures.heapEarlyMb,
      lateToEmptyHeap: figures.heapLateMb / baseline.heapEmptyMb,
    },
    notes: [
      `${minutes} minutes of talk at ${hourPace} times the speed of life: the microphone's worklet hears each piece of sound ${hourPace} times; a turn every ${turnSeconds} s of sound, its sentences cut after a moment.`,
      `Early is from minute ${filledMinutes}, when the page is full, to the middle, late the last third; every value the least of ${looks}, each after a collection of garbage.`,
    ],
    goals: [
      {
        goal: 'no frame of the microphone is lost',
        reached: engine.lostFrames === 0 && notSentFrames === 0 && arrived > 0,
      },
      {
        goal: 'the heap of the page does not grow (at most 5 % from early to late)',
        reached: figures.heapLateMb <= 1.05 * figures.heapEarlyMb,
      },
      { goal: 'nor does what it draws', reached: figures.nodesLate <= 1.05 * figures.nodesEarly },
    ],
  }
}

/** The least of some looks: frames that are under way at one moment are not what the page keeps. */
async function lookAt(developer: CDPSession, processes: readonly number[]): Promise<HeldMemory> {
  const found: HeldMemory[] = []
  for (let look = 0; look < looks; look++) {
    found.push(await lookOnce(developer, processes))
    await pause(60)
  }
  const least = (what: keyof HeldMemory) => Math.min(...found.map((one) => one[what]))
  return {
    heapMb: least('heapMb'),
    nodes: least('nodes'),
    listeners: least('listeners'),
    processMb: least('processMb'),
  }
}

async function lookOnce(developer: CDPSession, processes: readonly number[]): Promise<HeldMemory> {
  await developer.send('HeapProfiler.collectGarbage')
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await developer.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await developer.send('Memory.getDOMCounters')
  const megabyte = 1024 ** 2
  return {
    heapMb: (usedSize + embedderHeapUsedSize + backingStorageSize) / megabyte,
    nodes,
    listeners: jsEventListeners,
    processMb: processes.reduce((sum, id) => sum + memoryOf(id), 0) / megabyte,
  }
}

/** The processes that hold the pages of the browser; none where their memory cannot be read. */
async function pageProcesses({ browser }: PanelStage): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const developer = await browser.newBrowserCDPSession()
  const { processInfo } = await developer.send('SystemInfo.getProcessInfo')
  await developer.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}
