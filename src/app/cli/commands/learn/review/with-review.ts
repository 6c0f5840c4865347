import { systemClock } from '../../../../../core/clock.ts'
import { createDatabase } from '../../../../../memory/database.ts'
import { createExampleReview } from '../../../../../memory/learning/example-review.ts'
import type { ExampleCard, ExampleReview } from '../../../../../memory/ports.ts'
import type { CommandContext } from '../../../command.ts'

/** Opens the examples for one command. */
export function withReview(
  { home }: CommandContext,
  work: (review: ExampleReview) => ExampleCard | readonly ExampleCard[],
): ExampleCard[] {
  const database = createDatabase(home)
  try {
    const cards = work(createExampleReview(database, () => systemClock.wallTime().getTime()))
    return Array.isArray(cards) ? [...cards] : [cards as ExampleCard]
  } finally {
    database.close()
  }
}

/** Tells an example in one line; `whole`: with all it holds. */
export function emitCard({ output }: CommandContext, card: ExampleCard, whole = false): void {
  const { createdMs, ...rest } = card
  const created = createdMs === undefined ? {} : { createdAt: new Date(createdMs).toISOString() }
  output.emit({ type: 'learn-example', ...rest, ...created }, () => (whole ? describe(card) : oneLine(card)))
}

function oneLine({ id, source, quality, rating, excluded, edited, messages }: ExampleCard): string {
  const marks = [rating, excluded ? 'excluded' : undefined, edited ? 'edited' : undefined].filter(Boolean).join(', ')
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  const said = asked.replace(/\s+/g, ' ').slice(0, 80)
  return `${id.padStart(7)}  ${source.padEnd(19)} ${quality.toFixed(2)}  ${said}${marks === '' ? '' : `  (${marks})`}`
}

function describe(card: ExampleCard): string {
  const { origin, model, costUsd, category, messages } = card
  const price = costUsd === undefined ? '' : `, $${costUsd.toFixed(4)}`
  const said = messages.flatMap(({ role, content, reasoning, tool_calls }) => [
    ...(reasoning === undefined ? [] : [`${role} thought: ${reasoning}`]),
    ...(tool_calls === undefined ? [] : [`${role} called: ${JSON.stringify(tool_calls)}`]),
    ...(content === '' ? [] : [`${role}: ${content}`]),
  ])
  return [
    oneLine(card),
    `  from ${origin}${model === undefined ? '' : `, by ${model}${price}`}; ${category}`,
    ...said,
  ].join('\n')
}
