import type { Grammar } from './grammar.ts'
import { lexicon, tagAll, tagsOf } from './lexicon.ts'

const batteryWords = lexicon({
  battery: 'battery|batteries|battery life|battery level|battery percentage|battery status|battery power',
  power:
    'charge|charging|charged|plugged in|power|juice|on battery|on power|on battery power|on ac power|unplugged|plugged',
  ask: 'how much|how many|how long|how full|what|what is|is|am|are|check|tell|show|status|level|percentage|percent|left|remaining|how|do|does|will|give|when|report|read|know',
  machine: "mac|macbook|laptop|computer|machine|mac's|computer's|laptop's|macbook's|imac",
  glue: "the|my|of|i|it|me|you|have|has|got|at|on|for|this|to|your|a|life|health|full|fully|low|enough|please|currently|now|right now|be|last|until|there|still|much|good|in|out|want|would|like|need|let|battery's|run|running|going|does|its|by|percent is|current|dying|empty|before|dies|die|so|far|long|amount|time|or|doing|till|runs|lasts|to|go|yet|still",
})

/** Facts about the machine. */
export const systemGrammar: Grammar = {
  name: 'system',
  read(utterance) {
    const words = utterance.tokens.map((token) => token.word)
    if (words.length > 14) return undefined
    const spans = tagAll(words, batteryWords)
    if (spans === undefined) return undefined
    const tags = tagsOf(spans)
    const battery = tags.has('battery')
    const charge =
      tags.has('power') &&
      (tags.has('machine') || /^(?:am i|are you|is it|how much (?:charge|juice|power))\b/.test(words.join(' ')))
    if (!battery && !charge) return undefined
    if (!tags.has('ask') && words.length > 2) return undefined
    // "my battery is low" tells, "charge the battery" wants what nobody can do
    if (/^(?:my|the|charge|i|your|a|it)\b/.test(words.join(' ')) && words.length > 3) return undefined
    return { intent: 'system.battery', slots: {}, confidence: battery ? 0.95 : 0.85 }
  },
}
