import type { Escalation, LanguageModel } from '../../agent/ports.ts'
import { SamError } from '../../core/errors.ts'
import type { Rewrite } from '../../learning/made/variations.ts'

const instruction =
  'Reword the request in other words, as another person would ask for exactly the same. Keep every name, number, code and quotation as it is. Answer with the reworded request alone.'
/** A small model follows what it sees done rather than what it is told. */
const shown: readonly [request: string, reworded: string][] = [
  ['how do I cook rice without burning it', 'what is the way to cook rice so that it does not burn'],
  ['what is the difference between a lake and a pond', 'how does a lake differ from a pond'],
  [
    'write a short mail to my landlord about the broken heater',
    'my heater is broken: draft a brief mail on it to my landlord',
  ],
]
const longestTokens = 200

/**
 * Asks one of SAM's models for another wording. Error `rewrite-not-allowed` (refused) where Claude may not or can not be asked, also once
 * the day's budget is used up.
 */
export function rewriterOf(sam: { localModel: LanguageModel; escalation: Escalation }, byClaude: boolean): Rewrite {
  return async (request, ordinal, signal) => {
    const barrier = byClaude ? sam.escalation.barrier(request) : undefined
    if (barrier !== undefined)
      throw new SamError('rewrite-not-allowed', `Claude is not asked for other wordings: ${barrier}`, {
        kind: 'refused',
        remedy: 'sam policy list',
      })
    const { text } = await (byClaude ? sam.escalation.model : sam.localModel).generate({
      messages: [
        { role: 'system', content: instruction },
        // In another order for each wording: a model that always says the likeliest would say the same again.
        ...[...shown.slice(ordinal % shown.length), ...shown.slice(0, ordinal % shown.length)].flatMap(
          ([before, after]) => [
            { role: 'user' as const, content: before },
            { role: 'assistant' as const, content: after },
          ],
        ),
        { role: 'user', content: request },
      ],
      maximumTokens: Math.min(longestTokens, 20 + Math.ceil(request.length / 2)),
      signal,
      onText() {},
    })
    return text
  }
}
