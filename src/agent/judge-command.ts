import type { RoutedRequest } from './ports.ts'

/** Guesses of the learned table are below this, readings of rules above it. */
const sureReading = 0.9

/**
 * What words that were heard are, for a recogniser that can listen again.
 * @param routed how the router understands them
 * @param isKnown whether somebody of this name is in the contacts; undefined where that is not known
 */
export function judgeCommand(
  routed: RoutedRequest,
  isKnown?: (person: string) => boolean,
): 'settled' | 'partial' | 'limit' | 'none' {
  if (routed.route === 'control') return 'settled'
  if (routed.route === 'command' || routed.route === 'recall') {
    const commands = routed.commands ?? [{ intent: routed.intent ?? '', slots: routed.slots ?? {} }]
    const strangers = commands.some(
      ({ slots }) => typeof slots['person'] === 'string' && isKnown !== undefined && !isKnown(slots['person']),
    )
    const read = routed.settled === true && routed.confidence >= sureReading && routed.missing === undefined
    return read && !strangers ? 'settled' : 'partial'
  }
  return routed.cannot === undefined ? 'none' : 'limit'
}
