import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { SamEvent } from '../../../core/events.ts'
import { pick, type SoakStage } from './scenes.ts'

/** Something breaks in the middle of a request. */
export interface Fault {
  name: string
  /** The event at which it strikes; before anything is said when absent. */
  at?: SamEvent['type']
  strike(): void | Promise<void>
  /** Resolves when what was struck serves again; at once when absent. `onHears` is called when SAM listens for its name again. */
  ready?(onHears: () => void): Promise<{ processorMs: number }>
}

export interface FaultReport {
  name: string
  /** From the strike until everything serves again. */
  readyMs: number
  /** From the strike until SAM listens for its name again. */
  hearsMs?: number
  /** What that took of one core. */
  processorMs?: number
  /** The request in which it struck. */
  outcome: string
  /** What must not be: an action done twice, a request that is not answered, a state that does not end. */
  problems: string[]
}

/** Sound in which a request must be over, and SAM asleep again. */
const longestMs = 120_000

/** Strikes in the middle of a command, looks what became of it, and asks something right after. */
export async function strikeDuringCommand(stage: SoakStage, fault: Fault, actionLog: string): Promise<FaultReport> {
  const { room, sounds, random } = stage
  const command = pick(sounds.commands, random)
  const question = pick(sounds.questions, random)
  const before = countActions(actionLog)
  const problems: string[] = []
  let outcome = 'not heard'
  let readyMs = 0
  let after: Pick<FaultReport, 'hearsMs' | 'processorMs'> = {}
  let recovering: Promise<void> | undefined
  const strike = () => {
    recovering ??= (async () => {
      await fault.strike()
      const struckAtMs = performance.now()
      const sinceMs = () => performance.now() - struckAtMs
      const ready = await fault.ready?.(() => {
        after = { hearsMs: sinceMs() }
      })
      readyMs = sinceMs()
      after = { ...after, ...ready }
    })()
  }
  const onEvent = (event: SamEvent) => {
    if (event.type === fault.at) strike()
    if (event.type === 'turn-finished' && outcome === 'not heard') outcome = event.outcome
  }
  await room.watching(onEvent, async () => {
    if (fault.at === undefined) strike()
    await room.hear(command.samples)
    // Nobody waits until all is well before they ask again.
    await room.quietUntil(() => room.state === 'idle' || outcome !== 'not heard', longestMs)
  })
  if (recovering === undefined) problems.push(`"${fault.at}" never came`)
  let answered = false
  const asked = async () => {
    await room.hear(question.samples)
    await room.quietUntil(() => answered, longestMs)
  }
  await room.watching((event) => {
    answered ||= event.type === 'turn-finished' && event.outcome === 'done'
  }, asked)
  if (!answered) problems.push('the next request was not answered')
  await recovering
  if (!(await room.quietUntil(() => room.state === 'idle', longestMs))) problems.push(`stuck: ${room.state}`)
  const actions = countActions(actionLog) - before
  if (actions > 1) problems.push(`done ${actions} times`)
  if (actions === 0 && outcome === 'done') problems.push('said to be done, and was not')
  return { name: fault.name, readyMs, outcome, problems, ...after }
}

/** The microphone stops sending in the middle of a word, and is there again hours later: nothing of before is carried out. */
export async function sleepDuringCommand(stage: SoakStage, actionLog: string): Promise<FaultReport> {
  const { room, clock, sounds } = stage
  const samples = sounds.commands[0]?.samples ?? new Float32Array(0)
  const before = countActions(actionLog)
  await room.hear(samples.subarray(0, Math.floor(samples.length * 0.7)))
  await delay(stalledAfterMs)
  clock.slept(8 * 3_600_000)
  const problems: string[] = []
  await room.quiet(5000)
  if (room.state !== 'idle') problems.push(`stuck: ${room.state}`)
  if (countActions(actionLog) > before) problems.push('half a request from before the sleep was carried out')
  const nothing = { name: '', strike: () => undefined }
  const after = await strikeDuringCommand(stage, nothing, actionLog)
  return { ...after, name: 'sleep in the middle of a word', problems: [...problems, ...after.problems] }
}

/** A microphone that sent nothing for three seconds has stopped. */
const stalledAfterMs = 3500

/** The wall clock is set while a timer runs: it rings when its time is over, once. */
export async function clockDuringTimer(stage: SoakStage, byMs: number): Promise<FaultReport> {
  const { sam, room, clock } = stage
  let rings = 0
  const name = `${byMs > 0 ? 'forward' : 'back'} test`
  await room.watching(
    (event) => {
      if (event.type === 'notice' && event.message.includes(name)) rings += 1
    },
    async () => {
      sam.tools.scheduler.addTimer({ durationMs: timerMs, name })
      clock.setBy(byMs)
      await sam.tools.scheduler.check()
      const early = rings
      await delay(timerMs + 500)
      void sam.tools.scheduler.check()
      await room.quietUntil(() => rings > 0, longestMs)
      rings += early
      room.session.stop()
      await room.quietUntil(() => room.state === 'idle', longestMs)
    },
  )
  const problems = rings === 1 ? [] : [`the timer rang ${rings} times`]
  return { name: `clock set by ${byMs / 3_600_000} h while a timer runs`, readyMs: 0, outcome: 'done', problems }
}

const timerMs = 1500

/** Volumes that were set, on the platform that only writes down. */
export function countActions(actionLog: string): number {
  if (!fs.existsSync(actionLog)) return 0
  return fs.readFileSync(actionLog, 'utf8').split('"setVolume"').length - 1
}
