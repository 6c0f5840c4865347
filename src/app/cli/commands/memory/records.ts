import type { Fact, StoredTurn } from '../../../../memory/ports.ts'

/** A fact as a JSON line. */
export function factRecord({ toldAt, validTo, ...fact }: Fact) {
  const until = validTo === undefined ? {} : { validTo: validTo.toISOString() }
  return { type: 'memory-fact', ...fact, at: toldAt.toISOString(), ...until }
}

/** A turn as a JSON line; `memory add --in` reads it again. */
export function turnRecord({ row, at, ...turn }: StoredTurn) {
  return { type: 'memory-turn', row, ...turn, ...(at === undefined ? {} : { at: at.toISOString() }) }
}
