import type { Sam } from '../../sam.ts'
import { asTimePasses, quietRoom } from '../hearing/recordings.ts'
import { costOf } from '../processor-time.ts'
import type { BenchRecord } from '../record.ts'
import { observeSession } from './observed-session.ts'

const listenedMs = 30_000

/** Share of one core that listening to a quiet room takes, as time passes, core and speech worker together. */
export async function measureIdle(sam: Sam): Promise<BenchRecord> {
  const worker = sam.speech()
  await observeSession(sam, asTimePasses(quietRoom(2000), 32), 'live')
  const listening = await costOf(() => observeSession(sam, asTimePasses(quietRoom(listenedMs), 32), 'live'), worker)
  const waiting = await costOf(() => new Promise((resolve) => setTimeout(resolve, listenedMs / 3)), worker)
  const figures = { coreShare: listening / listenedMs, seconds: listenedMs / 1000 }
  const baseline = { coreShareNotListening: waiting / (listenedMs / 3) }
  return {
    name: 'loop.idle',
    figures,
    baseline,
    ratio: { listeningToNotListening: figures.coreShare / Math.max(baseline.coreShareNotListening, 1e-6) },
    goals: [{ goal: 'at most 6 % of one core', reached: figures.coreShare <= 0.06 }],
  }
}
