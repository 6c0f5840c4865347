import { onTestFinished } from 'vitest'
import { defaultConfig } from '../../../src/core/config.ts'
import { createTools } from '../../../src/tools/create-tools.ts'
import type { Platform } from '../../../src/tools/platform/port.ts'
import type { Ring } from '../../../src/tools/scheduler/ring.ts'
import { createTestClock, createTestLogger, openMemory, temporaryFolder } from './fixtures.ts'

/** All tools over a real database, whose clocks stand still until a test moves them. */
export function toolsOverTime(
  platform: Platform,
  home = temporaryFolder(),
  time = createTestClock(),
  settings = defaultConfig,
) {
  const rings: Ring[] = []
  const memory = openMemory(home)
  const logger = createTestLogger()
  const onRing = (ring: Ring) => void rings.push(ring)
  const { clock, machine } = time
  const tools = createTools({ platform, memory, clock, machine, logger, settings, onRing })
  onTestFinished(() => tools.scheduler.stop())
  return {
    ...tools,
    memory,
    logger,
    time,
    rings,
    /** Goes on to that moment, however far, as on a Mac that slept; answers what SAM said of its own accord. */
    async until(moment: Date) {
      time.pass(moment.getTime() - time.clock.wallTime().getTime())
      await tools.scheduler.check()
      return rings.splice(0).map((ring) => ring.spoken)
    },
  }
}
