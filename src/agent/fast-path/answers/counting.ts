import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import { readInteger } from '../numbers.ts'

/** "from ten to one", "to twenty"; down it ends at one, and from one or less at zero. */
function between(down: boolean) {
  return (captures: Captures): SlotReading | undefined => {
    const first = captures['from'] === undefined ? 1 : readInteger(captures['from'])
    if (first === undefined) return undefined
    const last = captures['to'] === undefined ? (first > 1 ? 1 : 0) : readInteger(captures['to'])
    if (last === undefined || (down && last >= first)) return undefined
    return { ...(first === 1 ? {} : { from: first }), to: last }
  }
}

const aloud = '[(aloud|out loud|for me|slowly|please)]'
const down = { slots: between(true) }
const up = { slots: between(false) }
const countDown =
  '(count down|count downwards|count backwards|count backward|countdown|count back|(do|start|give me|begin|make|run|let us have) (a|the) (countdown|count down))'

/** A length of time ("count down from ten minutes") leaves something over, and is a timer. */
const patterns = [
  pattern('numbers.count', `${countDown} ${aloud} from {from} (down to|to) {to} ${aloud}`, down),
  pattern('numbers.count', `${countDown} ${aloud} from {from} ${aloud}`, down),
  pattern('numbers.count', `count ${aloud} from {from} (backwards|downwards|down|back) ${aloud}`, down),
  pattern('numbers.count', `count ${aloud} [up] from {from} [(up|down|backwards)] to {to} ${aloud}`, up),
  pattern('numbers.count', `count ${aloud} [up] to {to} ${aloud}`, up),
]

/** Counting aloud, which a timer is not. */
export const countingGrammar: Grammar = {
  name: 'counting',
  read(utterance, scene) {
    if (!/ (?:count|countdown) /.test(utterance.line) || utterance.tokens.length > 14) return undefined
    return readPatterns(patterns, utterance, scene)
  },
}
