import path from 'node:path'
import type { Logger } from '../../../core/log.ts'
import { median } from '../../../core/numbers/quantile.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import { createSam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'
import type { FaultReport } from './fault-scenes.ts'
import { allFaults, strikeAll } from './faults.ts'
import { killCore, killModelServer } from './killed-processes.ts'
import { type MemorySample, memorySlope } from './memory-slope.ts'
import type { SoakStage } from './scenes.ts'
import { SoakClock } from './soak-clock.ts'
import { type HoursReport, liveThrough } from './soak-hours.ts'
import { SoakRoom } from './soak-room.ts'
import { makeSoakSounds } from './soak-sounds.ts'
import { SoakVoice } from './soak-voice.ts'

export interface SoakOptions {
  home: string
  modelsFolder: string
  environment: Record<string, string | undefined>
  logger: Logger
  signal: AbortSignal
  /** Of sound, beside the faults; 0: the faults alone. */
  hours: number
  seed: number
}

const wakePhrase = 'hey jarvis'
/** A slope over less says nothing: one sample of the allocators outweighs it. */
const leastHoursForSlope = 2
/** The log tells the others. */
const mostMissesTold = 40

/**
 * SAM's life in fast motion, with the real engines: first everything that can break, each in the middle of a request, then hours of
 * silence, noise, talk, requests and people who speak over SAM. Baselines: how long the engines took to load at first, and the
 * memory before the first sound.
 */
export async function* benchSoak(options: SoakOptions): AsyncGenerator<BenchRecord> {
  const { logger, signal, hours } = options
  const startedAtMs = performance.now()
  const opened = await openSoak(options)
  const { stage, actionLog, loadedMs } = opened
  try {
    const faults: FaultReport[] = []
    for await (const fault of allThatBreaks(options, stage, actionLog)) {
      if (signal.aborted) return
      faults.push(fault)
      logger.info(
        `${fault.name}: ${fault.problems.join('; ') || fault.outcome}, ready in ${Math.round(fault.readyMs)} ms of the clock, ${Math.round(fault.processorMs ?? 0)} of the processor`,
      )
    }
    yield recordOfFaults(faults, loadedMs)
    if (hours === 0) return
    yield recordOfHours(await liveThrough(hours, stage, { logger, signal }), stage.missed, startedAtMs)
  } finally {
    await opened.close()
  }
}

async function* allThatBreaks(
  { home, modelsFolder, environment }: SoakOptions,
  stage: SoakStage,
  actionLog: string,
): AsyncGenerator<FaultReport> {
  yield* strikeAll(stage, actionLog, allFaults)
  const place = (name: string) => ({ home: path.join(home, name), modelsFolder, environment })
  for (const at of ['route-decided', 'tool-call', 'tool-result'] as const) yield await killCore(place(`core-${at}`), at)
  yield await killModelServer(place('server'))
}

/** SAM with a home of its own, a platform that writes down what it does, and a room to hear. */
export async function openSoak({
  home,
  modelsFolder,
  environment,
  logger,
  seed,
}: Omit<SoakOptions, 'hours' | 'signal'>) {
  const clock = new SoakClock()
  const actionLog = path.join(home, 'actions.jsonl')
  const sam = await createSam({
    home,
    modelsFolder,
    environment: { ...environment, SAM_PLATFORM: 'recording', SAM_PLATFORM_LOG: actionLog },
    offline: true,
    logger,
    clock,
  })
  const startedAtMs = performance.now()
  sam.speech(['ear', 'recognizer', 'synthesizer'])
  await sam.readyToHear()
  const loadedMs = performance.now() - startedAtMs
  const random = seededRandom(seed)
  const voice = new SoakVoice(sam, modelsFolder, random)
  const sounds = await makeSoakSounds(voice, wakePhrase, random).finally(() => voice.close())
  const room = new SoakRoom(sam, clock)
  room.plugIn()
  const stage: SoakStage = {
    ...{ sam, room, clock, sounds, random, missed: [] },
    reminders: [],
    counts: {
      scenes: 0,
      bargeIns: 0,
      bargeInsUnheard: 0,
      commands: 0,
      commandsDone: 0,
      falseWakes: 0,
      stalls: 0,
      stuck: 0,
    },
  }
  return {
    stage,
    actionLog,
    loadedMs,
    async close() {
      room.session.stop()
      await room.unplug()
      await sam.close()
    },
  }
}

function recordOfFaults(faults: readonly FaultReport[], loadedMs: number): BenchRecord {
  const kills = faults.filter(({ hearsMs }) => hearsMs !== undefined)
  const readyMs = kills.map((fault) => fault.readyMs)
  const restarts = faults.filter(({ processorMs }) => processorMs !== undefined)
  const most = (values: readonly number[]) => Math.max(0, ...values)
  const figures = {
    faults: faults.length,
    kills: kills.length,
    readyMedianMs: median(readyMs),
    hearsMedianMs: median(kills.map(({ hearsMs = 0 }) => hearsMs)),
    readyMostMs: most(faults.map((fault) => fault.readyMs)),
    processorMedianMs: median(kills.map(({ processorMs = 0 }) => processorMs)),
    processorMostMs: most(restarts.map(({ processorMs = 0 }) => processorMs)),
    problems: faults.reduce((sum, { problems }) => sum + problems.length, 0),
  }
  return {
    name: 'soak.faults',
    figures,
    baseline: { firstLoadMs: loadedMs },
    ratio: { readyMedian: figures.readyMedianMs / loadedMs },
    goals: [
      { goal: 'everything serves again within 2 s of a fault', reached: figures.readyMostMs <= 2000 },
      {
        goal: 'no request after a fault goes unanswered, no state stays, nothing is done twice',
        reached: figures.problems === 0,
      },
    ],
    notes: [
      'Ready: all of it by the clock, which a busy machine stretches; the processor time is what one core spends on it.',
      ...faults.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
    ],
  }
}

function recordOfHours(report: HoursReport, missed: readonly string[], startedAtMs: number): BenchRecord {
  const { core, heap, worker, counts, timersLost, stuckAfter, hours } = report
  const [coreSlope, workerSlope] = [memorySlope(core), memorySlope(worker)]
  const longEnough = hours >= leastHoursForSlope
  const [coreStart, workerStart] = [core[0]?.megabytes ?? 0, worker[0]?.megabytes ?? 0]
  return {
    name: 'soak.hours',
    figures: {
      hours,
      minutesTaken: (performance.now() - startedAtMs) / 60_000,
      ...counts,
      timers: report.timers,
      timersLost: timersLost.length,
      ...(longEnough
        ? { coreMbPerHour: coreSlope, heapMbPerHour: memorySlope(heap), workerMbPerHour: workerSlope }
        : {}),
      coreMb: core.at(-1)?.megabytes ?? 0,
      workerMb: worker.at(-1)?.megabytes ?? 0,
    },
    baseline: { coreMb: coreStart, workerMb: workerStart },
    ratio: {
      coreMb: (core.at(-1)?.megabytes ?? 0) / coreStart,
      workerMb: (worker.at(-1)?.megabytes ?? 0) / workerStart,
    },
    goals: [
      { goal: 'no turn is stuck', reached: counts.stuck === 0 },
      { goal: 'every timer is told once', reached: timersLost.length === 0 },
      {
        goal: '95 % of the requests are done, whose wake phrase is clear',
        reached: counts.commandsDone >= 0.95 * counts.commands,
      },
      {
        goal: '95 % of those who speak over SAM are heard',
        reached: counts.bargeInsUnheard <= 0.05 * (counts.bargeIns + counts.bargeInsUnheard),
      },
      ...(longEnough
        ? [
            {
              goal: 'core and worker grow by 1 MB an hour of sound at most',
              reached: coreSlope <= 1 && workerSlope <= 1,
            },
          ]
        : []),
    ],
    notes: [
      'Memory: resident, garbage collected before; slope: median of all pairs of samples after the first quarter.',
      `core, MB hour by hour: ${hourly(core)}`,
      `speech worker: ${hourly(worker)}`,
      ...(longEnough ? [] : [`Less than ${leastHoursForSlope} hours say nothing of a slope.`]),
      ...stuckAfter.map((what) => `stuck after ${what}`),
      ...timersLost.map((name) => `"${name}" was not told once`),
      ...missed.slice(0, mostMissesTold),
    ],
  }
}

/** The first sample of each hour of sound. */
function hourly(samples: readonly MemorySample[]): string {
  const hours = Map.groupBy(samples, (sample) => Math.floor(sample.hours))
  return [...hours.values()].map(([first]) => Math.round(first?.megabytes ?? 0)).join(', ')
}
