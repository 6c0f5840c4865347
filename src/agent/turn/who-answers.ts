import type { RoutedRequest } from '../ports.ts'

/** The reason for what the user wants Claude to answer. */
export const askedForClaude = 'you asked for Claude'

const askClaude =
  /\b(?:(?:ask|use|try|consult|check with|let|have) claude\b|(?:what|how) (?:does|would|do) claude (?:think|say)\b)/i
const askLocal = /\b(?:ask|use|try) (?:the|your) (?:local|small|own) model\b|\bwithout (?:claude|the internet)\b/i
const furtherOn =
  /^(?:(?:and |but |so |okay |please |can you |could you )*)(?:tell me more(?: about (?:that|it|this))?|more (?:on|about) (?:that|it|this)|(?:some )?more details?|go on|continue|elaborate(?: on (?:that|it|this))?|explain (?:that|it|this)(?: (?:further|again|more|better|in more detail))?|why(?: is that| so| not)?|how so|what else|such as|for example|what do you mean(?: by that)?)(?: please)?[.?!]*$/i

/**
 * Who is to answer, where the words say so or the talk goes on: "ask Claude...", "use the local model...", and "tell me more"
 * after Claude spoke.
 * @param lastModel who gave the reply before
 */
export function whoAnswers(text: string, routed: RoutedRequest, lastModel: string | undefined): RoutedRequest {
  if (routed.route !== 'local' && routed.route !== 'escalate') return routed
  // What is known to be impossible, or answered already, needs no model.
  if (routed.cannot !== undefined || routed.reply !== undefined) return routed
  if (askLocal.test(text)) return { ...routed, route: 'local', reason: 'you asked for the local model' }
  if (askClaude.test(text)) return { ...routed, route: 'escalate', reason: askedForClaude }
  if (lastModel === 'claude' && furtherOn.test(text.trim()))
    return { ...routed, route: 'escalate', reason: 'it goes on from what Claude said' }
  return routed
}
