import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'

/** Good advice, not something to keep: "remember that staying positive is important". */
const advice = /^ (?:\w+ing|sometimes|always|never|you|life|people|everyone|love|it)(?= )|\bfor you$|^ epic\b/

function kept(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['text'] ?? ''
  if (advice.test(words)) return undefined
  if (
    /^ (?:to|me|when|the time|how|it|this|that|who|what|where|why|those|us)(?= |$)/.test(words) &&
    !/^ (?:when|where|what|who) (?:i|my|we)\b/.test(words)
  )
    return undefined
  return { text: surfaceOf(utterance, words) }
}

function asked(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const words = captures['query']
  if (words === undefined) return {}
  if (/^ (?:it|this|that)$/.test(words)) return undefined
  return { query: surfaceOf(utterance, words) }
}

const open = { open: true, confidence: 0.9 }

const patterns = [
  pattern(
    'memory.remember',
    '(remember|keep in mind|memorize|make a mental note|do not forget|commit to memory|take note) that {text}',
    { ...open, slots: kept },
  ),
  pattern('memory.remember', 'remember (my|i|our|we) {rest}', {
    ...open,
    slots: (captures, utterance) => {
      const words = `${utterance.tokens[1]?.word ?? ''}${captures['rest'] ?? ''}`
      return / (?:for you|love you)$/.test(words) ? undefined : { text: surfaceOf(utterance, words) }
    },
  }),
  pattern(
    'memory.forget',
    'forget (that|everything|what i (told|said) [to] [you]|anything|all) [(i|you|we)] [(told|said|know|remember)] [you] [about|that] {query}',
    { ...open, slots: asked },
  ),
  pattern(
    'memory.forget',
    '(forget|delete|erase|remove) (what|everything|all) you (know|remember|have [saved|stored]) [about] {query}',
    { ...open, slots: asked },
  ),
  pattern('memory.forget', 'forget (my|our) {rest}', {
    ...open,
    confidence: 0.8,
    slots: (captures, utterance) => ({
      query: surfaceOf(utterance, `${utterance.tokens[1]?.word ?? ''}${captures['rest'] ?? ''}`),
    }),
  }),
  pattern('memory.forget', 'forget (about|that) {query}', { ...open, confidence: 0.8, slots: asked }),
  pattern('memory.recall', 'what did (i|we) (say|tell you|talk|mention|ask [you]|discuss|ask you) [about] {query}', {
    ...open,
    slots: asked,
  }),
  pattern(
    'memory.recall',
    '(what do you|do you|can you) (remember|recall|know) (about me|about my {query}|about our {query})',
    { ...open, slots: asked },
  ),
  pattern('memory.recall', '(what do you|do you) (remember|recall) [(about|that|of)] {query}', {
    ...open,
    slots: asked,
  }),
  pattern('memory.recall', '(what have i|what did i) (told|tell) you [about {query}]', { ...open, slots: asked }),
  pattern('memory.recall', '(search|look in|look through|check) (your|my) memory (for|about) {query}', {
    ...open,
    slots: asked,
  }),
  pattern('memory.recall', '(when|where|who) did (i|we) (say|tell you|talk about|mention) {query}', {
    ...open,
    slots: asked,
  }),
  pattern(
    'briefing.now',
    "(give|read|tell|play|start|begin|run|do|get|deliver|show|let me hear|hear) [me] [(my|the|a|today's)] [(daily|morning|evening|today's)] (briefing|brief|rundown|summary of (my|the) day|day summary|daily summary)",
  ),
  pattern(
    'briefing.now',
    "(brief me|catch me up) [on (my|the|today's) (day|morning|schedule|today|things)] [(today|now|this morning)]",
  ),
  pattern('briefing.now', '[(my|the)] (daily|morning|evening) (briefing|brief|rundown)'),
  pattern('briefing.now', "what is [(my|the)] [(daily|morning|today's)] briefing"),
]

/** What SAM keeps in mind, and the daily briefing. */
export const selfGrammar: Grammar = {
  name: 'self',
  read(utterance, scene) {
    return utterance.tokens.length > 40 ? undefined : readPatterns(patterns, utterance, scene)
  },
}
