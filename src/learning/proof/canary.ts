import type { TurnTrouble } from '../../memory/ports.ts'

/** A new adapter is watched over so many turns. */
export const canaryTurns = 50
const fewestTurns = 10
/** It is looked at after every turn: one look alone must be surer than the last one. */
const earlySignificance = 0.005
const lastSignificance = 0.05

/** `watching`: too early to say. */
export type CanaryVerdict = 'watching' | 'passed' | 'roll-back'

/** Whether more turns go wrong since an adapter is in use than before: Fisher's exact test, one-sided. */
export function judgeCanary(before: TurnTrouble, since: TurnTrouble): CanaryVerdict {
  const last = since.turns >= canaryTurns
  if (since.turns >= fewestTurns && before.turns >= fewestTurns) {
    const p = fisherExact(before, since)
    if (p < (last ? lastSignificance : earlySignificance)) return 'roll-back'
  }
  return last ? 'passed' : 'watching'
}

/** Chance of at least so many troubled turns since, when both are alike and all troubles fall where they fall. */
function fisherExact(before: TurnTrouble, since: TurnTrouble): number {
  const turns = before.turns + since.turns
  const troubled = before.troubled + since.troubled
  let sum = 0
  for (let count = since.troubled; count <= Math.min(troubled, since.turns); count += 1) {
    sum += Math.exp(
      logChoose(troubled, count) + logChoose(turns - troubled, since.turns - count) - logChoose(turns, since.turns),
    )
  }
  return Math.min(1, sum)
}

function logChoose(from: number, count: number): number {
  if (count < 0 || count > from) return Number.NEGATIVE_INFINITY
  let sum = 0
  for (let index = 1; index <= count; index += 1) sum += Math.log(from - count + index) - Math.log(index)
  return sum
}
