import { spawn } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import type { Clock } from '../../core/clock.ts'
import { workerEnvironment } from '../../core/compile-cache.ts'
import type { Config } from '../../core/config.ts'
import type { Logger } from '../../core/log.ts'
import { projectRoot } from '../../core/paths.ts'
import { untilTrue } from '../../core/until-true.ts'
import { withoutKeys } from '../../core/without-keys.ts'
import type { NightStore } from '../../memory/ports.ts'
import type { SystemPort } from '../../tools/platform/port.ts'
import type { EventHub } from '../event-hub.ts'
import { NightClock, type RunningNight } from './night-clock.ts'
import { whyNotNow } from './night-conditions.ts'

export interface NightClockOptions {
  config: Config
  nights: NightStore
  hub: EventHub
  clock: Clock
  logger: Logger
  system: Pick<SystemPort, 'battery'>
  environment: Record<string, string | undefined>
  /** A turn runs, or somebody talks to another program. */
  isBusy(): Promise<boolean>
  /** Frees the local model. */
  rest(): Promise<void>
  /** A night is over, or was given up, and nobody needs SAM: what it learned may be taken into use. */
  onEnded(): void
}

/** Nobody has needed SAM for so long. */
const idleMs = 10 * 60_000
const lookEveryMs = 30_000
/** Signs that somebody needs SAM now. */
const needed = new Set(['wake-detected', 'speech-started', 'transcript-final', 'route-decided'])

/** The clock of nights, and what ends it. */
export function openNightClock(options: NightClockOptions): { stop(): Promise<void> } {
  const { config, nights, hub, clock, logger, system, environment, isBusy, rest, onEnded } = options
  let neededAtMs = clock.nowMs()
  const isIdle = () => clock.nowMs() - neededAtMs >= idleMs
  const stopping = new AbortController()
  // Whoever speaks ends a night: other wake phrases would end the process that hears them.
  const tellOfEnd = async () => {
    if (await untilTrue(isIdle, lookEveryMs, stopping.signal)) onEnded()
  }
  const nightClock = new NightClock({
    schedule: config.learning.nightAt,
    nights,
    clock,
    logger,
    async whyNot() {
      if (!isIdle() || (await isBusy())) return 'Somebody needs SAM.'
      return whyNotNow(system, AbortSignal.timeout(5000))
    },
    async begin() {
      await rest()
      const night = startNight(environment)
      void night.ended.then(tellOfEnd)
      return night
    },
  })
  const unsubscribe = hub.subscribe(({ type }) => {
    if (!needed.has(type)) return
    neededAtMs = clock.nowMs()
    void nightClock.giveWay()
  })
  nightClock.start()
  return {
    async stop() {
      stopping.abort()
      unsubscribe()
      await nightClock.stop()
    },
  }
}

function startNight(environment: Record<string, string | undefined>): RunningNight {
  const main = path.join(projectRoot, 'src', 'app', 'cli', 'main.ts')
  const child = spawn(process.execPath, [main, 'learn', 'night', '--scheduled', '--json'], {
    stdio: 'ignore',
    env: workerEnvironment(withoutKeys(environment)),
  })
  if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW)
  return {
    ended: once(child, 'close').then(
      () => undefined,
      () => undefined,
    ),
    stop: () => void child.kill('SIGTERM'),
  }
}
