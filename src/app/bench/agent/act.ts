import { randomUUID } from 'node:crypto'
import { quantile } from '../../../core/numbers/quantile.ts'
import type { Sam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'

const requests = [
  'open Safari',
  'set the volume to 30',
  'pause the music',
  'set a timer for ten minutes',
  'what time is it',
  'open github.com',
  'turn it up a bit',
  'remember that my locker is 42',
  'close Safari',
  'open Notes and set the volume to 20',
]
const rounds = 20

/** From the text of a command to its action and its reply, on a platform that only writes down; audit log included. */
export async function benchAct(sam: Sam): Promise<BenchRecord> {
  const turns = sam.createTurns()
  await sam.tools.applications.ready()
  const commandMs: number[] = []
  let failed = 0
  for (let round = 0; round <= rounds; round++) {
    for (const text of requests) {
      let outcome = ''
      const startedAtMs = performance.now()
      await turns.run(
        {
          turnId: randomUUID(),
          text,
          origin: 'command-line',
          dryRun: false,
          approveConfirm: false,
          signal: new AbortController().signal,
        },
        {
          emit(event) {
            if (event.type === 'turn-finished') outcome = event.outcome
          },
        },
      )
      // The first round only warms everything up.
      if (round === 0) continue
      commandMs.push(performance.now() - startedAtMs)
      if (outcome !== 'done') failed++
    }
  }
  const routeMs: number[] = []
  for (const text of requests) {
    const startedAtMs = performance.now()
    sam.router.route(text, { now: new Date() })
    routeMs.push(performance.now() - startedAtMs)
  }
  const figures = {
    p50Ms: quantile(commandMs, 0.5),
    p95Ms: quantile(commandMs, 0.95),
    commands: commandMs.length,
    failed,
  }
  const baseline = { routeAloneP50Ms: quantile(routeMs, 0.5) }
  return {
    name: 'act',
    figures,
    baseline,
    ratio: { p50ToRouteAlone: figures.p50Ms / baseline.routeAloneP50Ms },
    goals: [
      { goal: 'from text to action and reply at most 100 ms (95 of 100)', reached: figures.p95Ms <= 100 },
      { goal: 'every command is done', reached: failed === 0 },
    ],
  }
}
