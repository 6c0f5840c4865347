import type { HeardTurn } from '../../session/hearing-loop.ts'
import type { BenchRecord } from '../record.ts'
import { areOneRequest, askTurns } from './ask-turns.ts'
import type { TurnScript } from './scripts.ts'

/** The next piece begins so long after the one before was taken, and each takes a second to be said. */
const pauseMs = 600
const pieceMs = 1000

/**
 * Sentences that are taken at every pause, as they are written: how many of them are not one request in the end, by set. Far more than are
 * cut off in fact: it tells what joining and correcting are worth, without a voice, a recogniser or the end of a turn.
 */
export async function cutAsWritten(sets: Readonly<Record<string, readonly TurnScript[]>>): Promise<BenchRecord> {
  const figures: Record<string, number> = {}
  const notes: string[] = []
  let sentences = 0
  for (const [name, scripts] of Object.entries(sets)) {
    const open = scripts.filter(({ pieces }) => pieces.length > 1)
    const lost: TurnScript[] = []
    for (const script of open) {
      const heard = piecesOf(script)
      if (!areOneRequest(heard, await askTurns(heard))) lost.push(script)
    }
    sentences += open.length
    figures[`lost ${name}`] = lost.length / open.length
    notes.push(...lost.map(({ pieces }) => `${name}: "${pieces.join(' | ')}"`))
  }
  figures['sentences'] = sentences
  figures['lostForGood'] = notes.length / sentences
  return { name: 'turns.as-written', figures, baseline: {}, ratio: {}, goals: [], notes }
}

function piecesOf({ pieces }: TurnScript): HeardTurn[] {
  return pieces.map((text, index) => {
    const startedMs = index * (pieceMs + pauseMs)
    const taken = { startedMs, audioMs: startedMs + pieceMs, endpointMs: 0, recognizeMs: 0 }
    return { turnId: `piece-${index + 1}`, text, ...taken, addressed: false }
  })
}
