import type { RoutedRequest } from './ports.ts'
import { commandsOf } from './turn/run-commands.ts'
import { asksForMore } from './turn-end.ts'

/** Answers to a question are no badly heard commands. */
const answers =
  /^\W*(?:(?:yes|yeah|yep|yup|no|nope|nah|ok|okay|sure|fine|alright|all right|right|please|please do|go ahead|do it|of course|thanks|thank you|hello|hi|hey)\W*)+$/i
/** Guesses of the learned table are below this, readings of rules above it. */
const sureReading = 0.9

/**
 * What words that were heard are, for a recogniser that can listen again.
 * @param text the words
 * @param routed how the router understands them
 * @param isKnown whether somebody of this name is in the contacts; undefined where that is not known
 */
export function judgeCommand(
  text: string,
  routed: RoutedRequest,
  isKnown?: (person: string) => boolean,
): 'kept' | 'settled' | 'stranger' | 'partial' | 'limit' | 'none' {
  // What breaks off is to be waited for, not to be mended.
  const ownWords = routed.reply !== undefined || routed.replies === true || routed.route === 'control'
  if (asksForMore(text) || answers.test(text) || ownWords) return 'kept'
  if (routed.route === 'command' || routed.route === 'recall') {
    const strangers = commandsOf(routed).some(
      ({ slots }) => typeof slots['person'] === 'string' && isKnown !== undefined && !isKnown(slots['person']),
    )
    if (strangers) return 'stranger'
    const read = routed.settled === true && routed.confidence >= sureReading && routed.missing === undefined
    return read ? 'settled' : 'partial'
  }
  return routed.cannot === undefined ? 'none' : 'limit'
}
