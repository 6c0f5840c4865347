import fs from 'node:fs'
import { z } from 'zod'
import { writeWhole } from '../../core/files/write-whole.ts'
import type { Logger } from '../../core/log.ts'
import type { ServiceLevels } from '../server/requests/service-requests.ts'
import type { ServiceRecorder } from './service-recorder.ts'

const everyMs = 60_000
const time = z.number().nonnegative()
const duration = time.optional()

/** Only what it wrote itself is taken back; anything else begins anew. */
const keptSchema = z.object({
  sinceMs: time,
  turns: z.array(
    z.object({
      atMs: time,
      endpointMs: duration,
      recognizeMs: duration,
      routeMs: time,
      toolMs: duration,
      firstTokenMs: duration,
      firstAudioMs: duration,
      totalMs: time,
    }),
  ),
  minutes: z.array(z.object({ atMs: time, frames: time, heardMs: time, lost: time })),
  // A file of before this was measured has none.
  outages: z.array(z.object({ atMs: time, durationMs: time })).default([]),
  wakes: z.array(
    z.object({
      id: z.number().int().positive(),
      atMs: time,
      phrase: z.string().max(200),
      score: z.number(),
      words: z.boolean(),
      falseWake: z.boolean(),
      clip: z.string().max(200).optional(),
    }),
  ),
})

function readKept(file: string): ServiceLevels {
  // JSON leaves out what is undefined.
  return keptSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8'))) as ServiceLevels
}

/** What was measured goes on after a restart: read from the file now, written every minute and at the end. */
export function keepServiceLevels(recorder: ServiceRecorder, file: string, logger: Logger): { stop(): void } {
  try {
    if (fs.existsSync(file)) recorder.restore(readKept(file))
  } catch (thrown) {
    logger.warn('what was measured before cannot be read', { error: String(thrown) })
  }
  const write = () => {
    try {
      writeWhole(file, JSON.stringify(recorder))
    } catch (thrown) {
      logger.warn('what was measured cannot be kept', { error: String(thrown) })
    }
  }
  const timer = setInterval(write, everyMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      write()
    },
  }
}
