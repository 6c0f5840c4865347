import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import { readInteger } from '../numbers.ts'

const mostTimes = 10
const mostDice = 10
const mostSides = 1000

/** "two dice", "a twenty sided die", "a d 20". */
function dice(captures: Captures): SlotReading | undefined {
  const count = captures['count'] === undefined ? 1 : readInteger(captures['count'])
  const sides = captures['sides'] === undefined ? 6 : readInteger(captures['sides'])
  if (count === undefined || sides === undefined || count < 1 || count > mostDice || sides < 2 || sides > mostSides)
    return undefined
  return { ...(count === 1 ? {} : { count }), ...(sides === 6 ? {} : { sides }) }
}

/** "three times", "twice": as many coins, or dice, at once. */
function times(captures: Captures): SlotReading | undefined {
  const count = captures['count'] === undefined ? 2 : readInteger(captures['count'])
  if (count === undefined || count < 1 || count > mostTimes) return undefined
  return count === 1 ? {} : { count }
}

/** "between five and ninety", "from ten to one", "under fifty". */
function range(captures: Captures): SlotReading | undefined {
  const { from, to, below } = captures
  const first = from === undefined ? 1 : readInteger(from)
  const second = to !== undefined ? readInteger(to) : below === undefined ? 10 : readInteger(below)
  if (first === undefined || second === undefined) return undefined
  const end = below === undefined ? second : second - 1
  if (end < first && from === undefined) return undefined
  return { ...(first === 1 ? {} : { from: first }), ...(end === 10 ? {} : { to: end }) }
}

const roll = '(roll|throw|shake|cast)'
const pick = '(pick|choose|give me|generate|tell me|draw|select|make up|i need|get me|show me|what is)'

const patterns = [
  pattern('chance.coin', '(flip|toss|throw|spin) [(me|us)] (a|the|another|one|my) coin [again]'),
  pattern('chance.coin', '[do] [(a|another)] coin (flip|toss)'),
  pattern('chance.coin', '[(choose|pick|call|flip|tell me)] heads or tails'),
  ...['twice', '{count} times'].flatMap((often) => [
    pattern('chance.coin', `(flip|toss|throw|spin) [(me|us)] (a|the|one|my) coin ${often}`, { slots: times }),
    pattern('chance.dice', `${roll} [(me|us)] (a|the|one|my) (die|dice) ${often}`, { slots: times }),
  ]),
  pattern('chance.coin', '(flip|toss|throw|spin) [(me|us)] {count} coins', { slots: times }),
  pattern('chance.dice', `${roll} [(me|us)] [(a|the|one|some|another|my)] (die|dice) [again]`),
  pattern('chance.dice', `${roll} [(me|us)] (the|a pair of) [two] dice`, { slots: () => ({ count: 2 }) }),
  pattern('chance.dice', `${roll} [(me|us)] [(a|the|one)] {sides} sided (die|dice)`, { slots: dice }),
  pattern('chance.dice', `${roll} [(me|us)] (a|the|one) d {sides}`, { slots: dice }),
  pattern('chance.dice', `${roll} [(me|us)] {count} {sides} sided (die|dice)`, { slots: dice }),
  pattern('chance.dice', `${roll} [(me|us)] {count} (die|dice)`, { slots: dice }),
  pattern(
    'chance.number',
    `[${pick}] (a|any|one|another) [random] number [at random] (between|from) {from} (and|to) {to} [at random]`,
    { slots: range },
  ),
  pattern('chance.number', `[${pick}] (a|any|one|another) [random] number (under|below|less than) {below}`, {
    slots: range,
  }),
  pattern('chance.number', `${pick} (a|any|one|another) [random] number up to {to}`, { slots: range }),
  pattern('chance.number', `${pick} (a|another) random number`, { slots: range }),
  pattern('chance.number', '(pick|choose|draw) (a|any|another) number [at random]', { slots: range }),
]

/** Coins, dice and numbers drawn at random. */
export const chanceGrammar: Grammar = {
  name: 'chance',
  read(utterance, scene) {
    // "a d20" is written as one word
    const line = utterance.line.replace(/ d(?=\d+$)/, ' d ')
    return utterance.tokens.length > 14 ? undefined : readPatterns(patterns, { ...utterance, line }, scene)
  },
}
