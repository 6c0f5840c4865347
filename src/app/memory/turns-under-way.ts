import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { toSamError } from '../../core/errors.ts'
import { writeWhole } from '../../core/files/write-whole.ts'
import { isAlive } from '../../core/is-alive.ts'
import type { Logger } from '../../core/log.ts'
import { type TurnStore, userSpeaker } from '../../memory/ports.ts'
import { redactText } from '../../memory/redaction.ts'

const turnSchema = z.object({
  turnId: z.string().min(1),
  conversation: z.string().min(1),
  text: z.string().min(1),
  origin: z.enum(['voice', 'text']),
  atMs: z.number(),
})
export type TurnUnderWay = z.infer<typeof turnSchema>

/** Requests that run, each a file until it has ended: what a kill cuts off is there when SAM starts again. */
export interface TurnsUnderWay {
  /** Secrets are taken out. Returns what ends it; neither throws. */
  begin(turn: TurnUnderWay): () => void
  /**
   * Moves what processes that are gone have left into the memory, where it can be found and forgotten like any other.
   * @returns the ids of these turns
   */
  takeCutOff(turns: Pick<TurnStore, 'addMany'>): string[]
}

export function createTurnsUnderWay(home: string, logger: Logger): TurnsUnderWay {
  const folder = path.join(home, 'turns-under-way')
  const quietly = (change: () => void) => {
    try {
      change()
    } catch (thrown) {
      logger.warn('what is asked just now could not be kept for a start anew', { because: toSamError(thrown).message })
    }
  }
  return {
    begin(turn) {
      const file = path.join(folder, `${process.pid}-${randomUUID()}.json`)
      quietly(() => writeWhole(file, JSON.stringify({ ...turn, text: redactText(turn.text) })))
      return () => quietly(() => fs.rmSync(file, { force: true }))
    },
    takeCutOff(turns) {
      const taken: string[] = []
      quietly(() => {
        for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
          const file = path.join(folder, name)
          if (isRunning(Number(name.split('-')[0]))) continue
          const turn = readTurn(file)
          if (turn !== undefined) {
            const { turnId, conversation, text, origin, atMs } = turn
            const said = { source: 'live', conversation, origin, id: `${turnId}/asked`, speaker: userSpeaker }
            turns.addMany([{ ...said, text, at: new Date(atMs) }])
            taken.push(turnId)
          }
          // Kept until it stands in the memory.
          fs.rmSync(file, { force: true })
        }
      })
      return taken
    },
  }
}

/** Undefined for half a file, and for what is no turn. */
function readTurn(file: string): TurnUnderWay | undefined {
  try {
    return turnSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** Another process with this number; this one has begun none when it asks. */
function isRunning(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid)
}
