import { fromTokens, type Utterance } from './utterance.ts'

const ordered =
  '(?: (?:so|and|please|just|then|now|go ahead and))* (?<order>(?:force quit|check|tick|cross|take|turn|switch|shut|put|\\w+)) (?:it|that|them|this)(?<rest>(?: \\S+)*)$'
/** A remark that names a thing, and then an order for "it". */
const remarks = [
  new RegExp(
    `^ (?:i am (?:all )?(?:done|finished|through) with|(?:i|we) (?:do not|no longer) (?:need|want)|(?:i|we)(?: have)?(?: just| already)? (?:finished|completed|bought|got)|(?:we|i) (?:are|am) (?:(?:almost|all|nearly) )?(?:out of|running (?:out of|low on|short of)|low on))(?<thing>(?: (?!it |that |them )\\S+){1,5}?)(?: (?:any ?more|any longer|right now|at the moment))?${ordered}`,
  ),
  new RegExp(
    `^ (?<thing>\\S+(?: \\S+){0,2}?) (?:is|has) (?:(?:completely|totally|just) )?(?:frozen|stuck|hanging|hung|crashed|unresponsive|not responding|stopped responding|too slow)(?: again)?${ordered}`,
  ),
]
/** "I have an appointment tomorrow, put it in my calendar". */
const planned =
  /^ (?:i|we) (?:have|have got|am having|are having|got)(?<plan> (?:an?|my|the|our) (?:\S+ ){1,12}?\S+)(?: (?:so|and|please|can you|could you))* (?:remind (?:me|us)|set (?:the|an?) (?:event|reminder|alert)|(?:add|put|enter|mark|write|schedule|save) (?:it|that|this)(?: (?:to|in|into|on|down in) (?:my|the|our) (?:calendar|schedule|agenda))?|make a note of it)$/

/** What one does to a thing that was just named. */
const orders =
  /^(?:force quit|cancel|stop|delete|remove|close|quit|kill|end|exit|hide|restart|add|put|take|turn|switch|shut|check|tick|cross|clear|drop|skip|pause|mute|trash)$/

/**
 * "I'm done with Word, close it" as "close Word", "we're out of coffee, add it to the list" as "add coffee to the list".
 * Undefined where no thing is named before the order.
 */
export function withThingForIt(utterance: Utterance): Utterance | undefined {
  const plan = planned.exec(utterance.line)?.groups?.['plan']
  const [first] = utterance.tokens
  if (plan !== undefined && first !== undefined) {
    const from = utterance.line.slice(0, utterance.line.indexOf(plan)).split(' ').length - 1
    const kept = utterance.tokens.slice(from, from + plan.trim().split(' ').length)
    return fromTokens(utterance.original, [{ ...first, word: 'schedule' }, ...kept])
  }
  for (const remark of remarks) {
    const { thing, order, rest } = remark.exec(utterance.line)?.groups ?? {}
    if (thing === undefined || order === undefined || rest === undefined || !orders.test(order)) continue
    const { tokens } = utterance
    const named = thing
      .trim()
      .split(' ')
      .filter((word) => !/^(?:the|my|this)$/.test(word))
    const restLength = rest === '' ? 0 : rest.trim().split(' ').length
    const orderLength = order.split(' ').length
    const orderAt = tokens.length - restLength - 1 - orderLength
    const thingAt = tokens.findIndex((_, at) => named.every((word, offset) => tokens[at + offset]?.word === word))
    if (named.length === 0 || thingAt < 0) continue
    // "we need some eggs": how much of it is no part of what goes on the list
    return fromTokens(utterance.original, [
      ...tokens.slice(orderAt, orderAt + orderLength),
      ...tokens.slice(thingAt, thingAt + named.length),
      ...tokens.slice(tokens.length - restLength),
    ])
  }
  return undefined
}
