import type { Grammar } from '../grammar.ts'
import { fractionOf } from './unit-amounts.ts'
import { unitNamed } from './unit-names.ts'

/** A unit at the start of some words: the longest name wins. */
export function unitAt(words: readonly string[], at: number): { unit: string; length: number } | undefined {
  for (let length = Math.min(4, words.length - at); length > 0; length--) {
    const unit = unitNamed(words.slice(at, at + length).join(' '))
    if (unit !== undefined) return { unit, length }
  }
  return undefined
}

interface Conversion {
  value: number
  from: string
  to: string
}

/** "10 miles to kilometers", "a pound in grams". */
function amountTo(words: string[]): Conversion | undefined {
  const amount = fractionOf(words, 0) ?? { value: 1, length: 0 }
  let at = amount.length
  if (words[at] === 'degrees' || words[at] === 'degree' || words[at] === 'of') at++
  const from = unitAt(words, at)
  if (from === undefined) return undefined
  at += from.length
  while (/^(?:is|are|equal|equals|would|be|convert|converted|make|makes|measured|expressed)$/.test(words[at] ?? ''))
    at++
  if (!/^(?:to|in|into|as|from)$/.test(words[at] ?? '')) return undefined
  at++
  if (/^(?:degrees?|the)$/.test(words[at] ?? '')) at++
  const to = unitAt(words, at)
  return to === undefined || at + to.length !== words.length
    ? undefined
    : { value: amount.value, from: from.unit, to: to.unit }
}

/** "how many inches are in one foot", "cups in a quart". */
function howMany(words: string[]): Conversion | undefined {
  const to = unitAt(words, 0)
  if (to === undefined) return undefined
  let at = to.length
  while (
    /^(?:are|is|there|do|does|make|makes|in|equals?|equal|to|you|need|get|have|for|go|into|per|will|would|be|of|it|take|fit|fill|up)$/.test(
      words[at] ?? '',
    )
  )
    at++
  if (at === to.length) return undefined
  const amount = fractionOf(words, at) ?? { value: 1, length: 0 }
  at += amount.length
  const from = unitAt(words, at)
  if (from === undefined) return undefined
  const left = words.slice(at + from.length).join(' ')
  return left === '' || /^(?:have|has|make|makes|contain|equal|is|be)$/.test(left)
    ? { value: amount.value, from: from.unit, to: to.unit }
    : undefined
}

const lead =
  /^ (?:convert|change|turn|what is|what are|how much is|how much are|tell me|calculate|how long is|how far is|how heavy is|how tall is|how big is|how hot is|how cold is|give me|what would be)(?= )/
const count = /^ (?:(?:tell me |what is |do you know |give me )?(?:how many|how much|the number of))(?= )/

/** "convert five miles to kilometers", "how many cups are in a quart". */
export const unitsGrammar: Grammar = {
  name: 'units',
  read(utterance) {
    if (utterance.tokens.length > 20) return undefined
    const line = utterance.line
      .replace(/°/g, ' degrees ')
      .replace(/(?<=\d)(?=[a-z])/g, ' ')
      .replace(/ +/g, ' ')
    const counted = count.exec(line)
    const led = counted === null ? lead.exec(line) : null
    const words = line
      .slice((counted ?? led)?.[0].length ?? 0)
      .trim()
      .replace(/^(?:the )/, '')
      .split(' ')
    const found = (counted === null ? undefined : howMany(words)) ?? amountTo(words)
    if (found === undefined || found.from === found.to) return undefined
    if (
      counted === null &&
      led === null &&
      !/\d|^ (?:one|two|three|four|five|six|seven|eight|nine|ten|a|an|half|twenty|thirty|forty|fifty|hundred)/.test(
        line,
      )
    )
      return undefined
    return { intent: 'units.convert', slots: { value: found.value, from: found.from, to: found.to }, confidence: 0.94 }
  },
}
