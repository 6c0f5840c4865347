import { collectGarbage } from '../../../core/collect-garbage.ts'
import type { Logger } from '../../../core/log.ts'
import { type MemorySample, memorySlope } from './memory-slope.ts'
import { tellEvent } from './scene-journal.ts'
import { type SceneName, type SoakCounts, type SoakStage, scenes } from './scenes.ts'

/** How often each happens in an hour of sound; the rest is silence. Ten barge-ins to a scene, so that a day holds 10,000. */
const perHour: Record<SceneName, number> = {
  bargeIns: 44,
  command: 12,
  question: 12,
  hardQuestion: 1,
  pushToTalk: 6,
  talk: 20,
  noise: 20,
  reminder: 4,
  alarm: 2,
  unplugged: 3,
  sleep: 1,
  clockSet: 2,
}
const hourMs = 3_600_000
/** A follow-up window, an announcement and a reply together take less. */
const longestBusyMs = 120_000
const samplesPerHour = 6
const mostLatest = 30

export interface HoursReport {
  hours: number
  counts: SoakCounts
  /** What SAM was stuck in, by scene. */
  stuckAfter: string[]
  /** Of the core and of the speech worker, in megabytes; measured after their garbage was collected. */
  core: MemorySample[]
  /** What of the core are objects of JavaScript. */
  heap: MemorySample[]
  worker: MemorySample[]
  timers: number
  /** Timers that were not told exactly once. */
  timersLost: string[]
}

/** Lets SAM live through hours of sound. Progress goes to the log, since a day takes its time. */
export async function liveThrough(
  hours: number,
  stage: SoakStage,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
): Promise<HoursReport> {
  const { room, sam, counts, random } = stage
  const stuckAfter: string[] = []
  const core: MemorySample[] = []
  const heap: MemorySample[] = []
  const worker: MemorySample[] = []
  const told = new Map<string, number>()
  /** What led to a state that does not end may be long before it. */
  const latest: string[] = []
  let missesTold = 0
  const sample = async () => {
    const heardHours = room.heardMs / hourMs
    collectGarbage()
    core.push({ hours: heardHours, megabytes: process.memoryUsage.rss() / 1024 ** 2 })
    heap.push({ hours: heardHours, megabytes: process.memoryUsage().heapUsed / 1024 ** 2 })
    worker.push({
      hours: heardHours,
      megabytes: (await sam.speech().usage({ afterCollecting: true })).residentBytes / 1024 ** 2,
    })
  }
  const plan = planScenes(hours, random)
  const startMs = room.heardMs
  await room.watching(
    (event) => {
      const line = tellEvent(event)
      if (line !== undefined) latest.push(`${Math.round(room.heardMs)} ${line}`)
      if (latest.length > mostLatest) latest.shift()
      if (event.type !== 'notice') return
      if (event.code === 'microphone-stalled') counts.stalls += 1
      if (event.code !== 'timer-rings') return
      const name = stage.reminders.findLast((each) => event.message.includes(each))
      if (name !== undefined) told.set(name, (told.get(name) ?? 0) + 1)
    },
    async () => {
      await sample()
      for (const [index, name] of plan.entries()) {
        // Ctrl-C ends the story early; what was lived through counts.
        if (signal.aborted) break
        const scene: (stage: SoakStage) => Promise<void> = scenes[name]
        await scene(stage)
        counts.scenes += 1
        if (!(await room.quietUntil(() => room.state === 'idle', longestBusyMs))) {
          counts.stuck += 1
          stuckAfter.push(`${name}, ${room.state}: ${latest.join('; ')}`)
          logger.warn(`stuck after ${stuckAfter.at(-1)}`)
          room.session.stop()
          await room.quiet(2000)
        }
        // Spread over the hours: silence up to where the next one belongs.
        await room.quiet(startMs + ((index + 1) / plan.length) * hours * hourMs - room.heardMs)
        if (room.heardMs - startMs >= (core.length / samplesPerHour) * hourMs) {
          await sample()
          const [inCore, inHeap, inWorker] = [core, heap, worker].map(sizeAndSlope)
          for (const missed of stage.missed.slice(missesTold)) logger.info(`missed: ${missed}`)
          missesTold = stage.missed.length
          logger.info(
            `${(room.heardMs / hourMs).toFixed(2)} h of sound: ${counts.bargeIns} barge-ins (${counts.bargeInsUnheard} unheard), ${counts.commandsDone} of ${counts.commands} requests done, core ${inCore}, objects ${inHeap}, speech worker ${inWorker}, ${counts.stuck} stuck`,
          )
        }
      }
      // Nobody waits after Ctrl-C: what is still to come is not lost.
      if (signal.aborted) return
      // Whatever was set for later is due now, however far the clock was set back meanwhile; each is told before the end.
      const latestMs = Math.max(0, ...sam.tools.scheduler.waiting().map(({ remainingMs }) => remainingMs))
      stage.clock.setBy(latestMs + hourMs)
      const isTold = () => stage.reminders.every((name) => told.has(name))
      for (let look = 0; look < 40 && !isTold(); look += 1) await room.quiet(30_000)
      await room.quietUntil(() => room.state === 'idle', longestBusyMs)
    },
  )
  const waiting = sam.tools.scheduler.waiting().map(({ timer }) => timer.name)
  const isWaiting = (name: string) => waiting.includes(name)
  return {
    hours: (room.heardMs - startMs) / hourMs,
    counts,
    stuckAfter,
    core,
    heap,
    worker,
    timers: stage.reminders.length,
    timersLost: stage.reminders
      .filter((name) => told.get(name) !== 1 && !(signal.aborted && isWaiting(name)))
      .map((name) => `${name} (told ${told.get(name) ?? 0} times)`),
  }
}

function sizeAndSlope(samples: readonly MemorySample[]): string {
  const size = `${Math.round(samples.at(-1)?.megabytes ?? 0)} MB`
  const slope = memorySlope(samples)
  return Number.isNaN(slope) ? size : `${size} (${slope.toFixed(1)} an hour)`
}

/** One of each kind first, which loads whatever is loaded at its first use; then in random order. */
function planScenes(hours: number, random: () => number): SceneName[] {
  const names = Object.keys(perHour) as SceneName[]
  const plan = names.flatMap((name) =>
    Array.from({ length: Math.max(0, Math.round(perHour[name] * hours) - 1) }, () => name),
  )
  for (let left = plan.length; left > 1; left -= 1) {
    const other = Math.floor(random() * left)
    const [a, b] = [plan[left - 1], plan[other]]
    if (a !== undefined && b !== undefined) [plan[left - 1], plan[other]] = [b, a]
  }
  return [...names, ...plan]
}
