import type { Fact, FactStore, StoredTurn, TurnLog } from '../../memory/ports.ts'

const everyFact = 1_000_000

export interface Remembered {
  facts: Pick<FactStore, 'list'>
  log: Pick<TurnLog, 'all'>
}

/** A fact as a JSON line. */
export function factRecord({ toldAt, validTo, refutedAt, ...fact }: Fact) {
  const until = validTo === undefined ? {} : { validTo: validTo.toISOString() }
  const refuted = refutedAt === undefined ? {} : { refutedAt: refutedAt.toISOString() }
  return { type: 'memory-fact', ...fact, at: toldAt.toISOString(), ...until, ...refuted }
}

const day = (at: Date | undefined) => at?.toISOString().slice(0, 10) ?? ''

/** Why a fact does not hold any more, and since when; empty where it holds. */
export function endOf({ validTo, refutedAt }: Pick<Fact, 'validTo' | 'refutedAt'>): string {
  if (refutedAt !== undefined) return `not true, you said on ${day(refutedAt)}`
  return validTo === undefined ? '' : `until ${day(validTo)}`
}

/** A turn as a JSON line; `memory add --in` reads it again. */
export function turnRecord({ row, at, ...turn }: StoredTurn) {
  return { type: 'memory-turn', row, ...turn, ...(at === undefined ? {} : { at: at.toISOString() }) }
}

/** Everything that is remembered, thing by thing. */
export function* memoryRecords({ facts, log }: Remembered) {
  for (const fact of facts.list({ limit: everyFact, history: true })) yield factRecord(fact)
  for (const turn of log.all()) yield turnRecord(turn)
}

export function* memoryAsJsonLines(memory: Remembered): Generator<string> {
  for (const record of memoryRecords(memory)) yield `${JSON.stringify(record)}\n`
}

/** To read. */
export function* memoryAsMarkdown({ facts, log }: Remembered): Generator<string> {
  yield '# What SAM remembers\n\n## Facts\n\n'
  for (const fact of facts.list({ limit: everyFact, history: true })) {
    const end = endOf(fact)
    yield `- ${day(fact.toldAt)}: ${fact.text}${end === '' ? '' : ` (${end})`}\n`
  }
  let heading = ''
  for (const { source, conversation, title, speaker, text, at } of log.all()) {
    const next = `\n## ${title ?? conversation} (${source})\n\n`
    if (next !== heading) yield next
    heading = next
    yield `**${speaker}**${at === undefined ? '' : ` ${day(at)}`}: ${text}\n\n`
  }
}
