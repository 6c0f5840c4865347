import { MemoryWorker } from '../../memory-worker/memory-worker.ts'
import type { Sam } from '../../sam.ts'
import {
  clockDuringTimer,
  type Fault,
  type FaultReport,
  sleepDuringCommand,
  strikeDuringCommand,
} from './fault-scenes.ts'
import { holdDatabase } from './hold-database.ts'
import type { SoakStage } from './scenes.ts'
import { untilLoaded } from './until-loaded.ts'

/** Longer ago than this a death of the speech worker is not held against it. */
const forgottenMs = 61_000
const dayMs = 24 * 3_600_000
const lockedMs = 2000

/** The stages of a turn, by the event at which each begins. */
const stagesOfTurn: readonly NonNullable<Fault['at']>[] = [
  'wake-detected',
  'transcript-partial',
  'speech-ended',
  'transcript-final',
  'route-decided',
  'tool-call',
  'tool-result',
  'reply-final',
  'speech-audio',
  'turn-finished',
]

/** Which faults strike: all, or those that a test has time for. */
export interface FaultChoice {
  /** Stages of a turn at which the speech worker is killed; `idle` is before a word. */
  killsAt: readonly (NonNullable<Fault['at']> | 'idle')[]
  others: boolean
}

export const allFaults: FaultChoice = { killsAt: ['idle', ...stagesOfTurn], others: true }

/** Everything that breaks in a life of SAM, one after the other, each in the middle of a request and followed by another one. */
export async function* strikeAll(
  stage: SoakStage,
  actionLog: string,
  { killsAt, others }: FaultChoice,
): AsyncGenerator<FaultReport> {
  const { sam, clock, room } = stage
  const strike = (fault: Fault) => strikeDuringCommand(stage, fault, actionLog)
  for (const at of killsAt) {
    clock.slept(forgottenMs)
    yield await strike(killOfSpeech(sam, at === 'idle' ? undefined : at))
  }
  if (!others) return
  for (const at of ['route-decided', 'tool-call'] as const) {
    yield await strike({ name: `database locked at ${at}`, at, strike: () => holdDatabase(sam.home, lockedMs) })
    yield await strike({ name: `clock set forward at ${at}`, at, strike: () => clock.setBy(dayMs) })
    yield await strike({ name: `clock set back at ${at}`, at, strike: () => clock.setBy(-dayMs) })
    yield await strike({ name: `search of the memory ended at ${at}`, at, strike: () => endSearch(sam) })
  }
  for (const at of ['wake-detected', 'speech-ended', 'speech-audio'] as const)
    yield await strike({
      name: `microphone unplugged at ${at}`,
      at,
      async strike() {
        // Not from within the very piece of sound that is being heard.
        await new Promise((resolve) => setImmediate(resolve))
        await room.unplug()
        room.plugIn()
      },
    })
  yield await sleepDuringCommand(stage, actionLog)
  yield await clockDuringTimer(stage, dayMs)
  yield await clockDuringTimer(stage, -dayMs)
}

function killOfSpeech(sam: Sam, at: Fault['at']): Fault {
  const worker = sam.speech()
  return {
    name: `speech worker killed at ${at ?? 'idle'}`,
    ...(at === undefined ? {} : { at }),
    strike() {
      const { processId } = worker
      if (processId !== undefined) process.kill(processId, 'SIGKILL')
    },
    async ready(onHears) {
      await untilLoaded(worker, ['ear'])
      onHears()
      await untilLoaded(worker, ['recognizer', 'synthesizer'])
      return { processorMs: (await worker.usage()).cpuMs }
    },
  }
}

/** While something is looked for. */
async function endSearch(sam: Sam): Promise<void> {
  const { recall } = sam
  if (!(recall instanceof MemoryWorker)) return
  const looking = recall.search({ query: 'bicycle', limit: 3 }).catch(() => undefined)
  await recall.close()
  await looking
  await recall.search({ query: 'bicycle', limit: 3 })
}
