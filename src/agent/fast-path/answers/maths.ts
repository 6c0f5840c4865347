import type { Grammar } from '../grammar.ts'
import { readNumber, readOrdinal } from '../numbers.ts'

const lead =
  /^ (?:(?:what|how much|whats|what's)(?: (?:is|are|does|do|would be|will be|s))?(?: the (?:answer to|result of|value of|sum of|product of|total of))?|calculate|compute|evaluate|work out|figure out|solve|(?:tell me|know)(?: what)?(?: is)?|give me|add up|do the math(?:s)? (?:on|for)|the answer to|what do you get (?:when|if) you|answer|solve for|calculate for me|can you calculate)(?= )/
const tail = /(?: (?:is|equals?|equal to|equal|make|makes|be|come to|what|how much))+$/

/** Spoken signs; the longest first. */
const signs: [string[], string][] = [
  [['to', 'the', 'power', 'of'], '^'],
  [['raised', 'to', 'the', 'power', 'of'], '^'],
  [['raised', 'to'], '^'],
  [['divided', 'by'], '/'],
  [['multiplied', 'by'], '*'],
  [['multiply', 'by'], '*'],
  [['percent', 'of'], '% of'],
  [['modulo'], 'mod'],
  [['mod'], 'mod'],
  [['times'], '*'],
  [['into'], '*'],
  [['x'], '*'],
  [['*'], '*'],
  [['×'], '*'],
  [['plus'], '+'],
  [['+'], '+'],
  [['and'], '+'],
  [['minus'], '-'],
  [['less'], '-'],
  [['-'], '-'],
  [['over'], '/'],
  [['/'], '/'],
  [['÷'], '/'],
  [['^'], '^'],
  [['squared'], '^2'],
  [['cubed'], '^3'],
  [['factorial'], '!'],
]
const functions: [RegExp, string][] = [
  [/^(?:the )?square root of /, 'sqrt'],
  [/^(?:the )?cube root of /, 'cbrt'],
  [/^(?:the )?(?:log|logarithm) (?:base ten |base 10 )?of /, 'log10'],
  [/^(?:the )?natural (?:log|logarithm) of /, 'log'],
  [/^(?:the )?sine? of /, 'sin'],
  [/^(?:the )?cos(?:ine)? of /, 'cos'],
  [/^(?:the )?tan(?:gent)? of /, 'tan'],
  [/^(?:the )?(?:factorial) of /, 'factorial'],
]

/** "twelve times (three plus four)" as an expression; undefined when a word is no part of one. */
function expressionOf(words: string[]): string | undefined {
  const line = words.join(' ')
  for (const [expression, name] of functions) {
    const found = expression.exec(line)
    if (found === null) continue
    const inner =
      expressionOf(line.slice(found[0].length).split(' ')) ?? numberOf(line.slice(found[0].length).split(' '))
    return inner === undefined ? undefined : `${name}(${inner})`
  }
  const half = /^(?:a |one )?(?:half|third|quarter|fifth|tenth) of (.+)$/.exec(line)
  if (half !== null) {
    const divisor = { half: 2, third: 3, quarter: 4, fifth: 5, tenth: 10 }[
      /half|third|quarter|fifth|tenth/.exec(line)?.[0] ?? 'half'
    ]
    const whole = numberOf((half[1] ?? '').split(' '))
    return whole === undefined ? undefined : `${whole} / ${divisor}`
  }
  let out = ''
  let signed = false
  let wantsNumber = true
  for (let at = 0; at < words.length; ) {
    if (wantsNumber) {
      const negative = words[at] === 'minus' || words[at] === 'negative'
      const from = negative ? at + 1 : at
      const number = readNumber(words, from)
      if (number !== undefined) {
        // "five and three": "and" before a number was a sum, not a part of it
        out += `${negative ? '-' : ''}${number.value}`
        at = from + number.length
        wantsNumber = false
        continue
      }
      return undefined
    }
    const power = words[at] === 'to' && words[at + 1] === 'the' ? readOrdinal(words, at + 2) : undefined
    if (power !== undefined && (words[at + 2 + power.length] === 'power' || at + 2 + power.length === words.length)) {
      out += ` ^ ${power.value}`
      at += 2 + power.length + (words[at + 2 + power.length] === 'power' ? 1 : 0)
      signed = true
      continue
    }
    const sign = signs.find(([spoken]) => spoken.every((word, offset) => words[at + offset] === word))
    if (sign === undefined) return undefined
    at += sign[0].length
    signed = true
    if (sign[1] === '^2' || sign[1] === '^3' || sign[1] === '!') out += sign[1] === '!' ? '!' : ` ^ ${sign[1].slice(1)}`
    else {
      out += sign[1] === '% of' ? '% of ' : ` ${sign[1]} `
      wantsNumber = true
    }
  }
  return signed && !wantsNumber ? out : undefined
}

/** "12 15 and 30", one after the other. */
function sumOf(words: string[]): string | undefined {
  const found: number[] = []
  for (let at = 0; at < words.length; ) {
    const number = readNumber(words, at)
    if (number === undefined && !/^(?:and|plus|the|numbers)$/.test(words[at] ?? '')) return undefined
    if (number !== undefined) found.push(number.value)
    at += number?.length ?? 1
  }
  return found.length < 2 ? undefined : found.join(' + ')
}

function numberOf(words: string[]): string | undefined {
  const number = readNumber(words, 0)
  return number !== undefined && number.length === words.length ? String(number.value) : undefined
}

/** Signs written without spaces: "12*7", "3+4". */
function spaced(line: string): string[] {
  return line
    .replace(/(?<=\d)\s*([+*/^×÷-])\s*(?=\d)/g, ' $1 ')
    .replace(/(?<=\d)%/g, ' percent')
    .trim()
    .split(/ +/)
}

/** "what is twenty four times three", "15 percent of 80", "the square root of 144". */
export const mathsGrammar: Grammar = {
  name: 'maths',
  read(utterance) {
    const { tokens } = utterance
    if (tokens.length > 24) return undefined
    // signs between spaces are no words of the utterance: read from what was said
    const written = /[+*/^×÷=]|\d\s*-\s*\d/.test(utterance.original)
    const said = written
      ? ` ${utterance.original
          .toLowerCase()
          .replace(/[?!.]+$/, '')
          .replace(/[=,]/g, ' ')
          .replace(/what's/, 'what is')
          .replace(/\s+/g, ' ')
          .trim()}`
      : utterance.line
    const found = lead.exec(said)
    const rest = (found === null ? said : said.slice(found[0].length)).replace(tail, '')
    const expression =
      expressionOf(mended(spaced(rest))) ?? (/^ (?:add up|sum)/.test(said) ? sumOf(spaced(rest)) : undefined)
    if (expression === undefined) return undefined
    // "six and four" and "five over two" alone are no sum
    if (found === null && /^ \S+ (?:and|over|into|less) \S+$/.test(said)) return undefined
    // "7/8" and "5-6" alone are days and scores
    if (found === null && written && /^\d+ [/-] \d+$/.test(expression)) return undefined
    return { intent: 'math.evaluate', slots: { expression }, confidence: found === null ? 0.85 : 0.95 }
  },
}

/** "add five and three", "subtract four from ten", "multiply six by seven", "divide ten by two", "the sum of two and three". */
function mended(words: string[]): string[] {
  const line = words.join(' ')
  const from = /^subtract (.+) from (.+)$/.exec(line)
  if (from !== null) return `${from[2]} minus ${from[1]}`.split(' ')
  return line
    .replace(/^add (.+?) (?:and|to|with|plus) (.+)$/, '$1 plus $2')
    .replace(/^multiply (.+) (?:by|and|with|times) (.+)$/, '$1 times $2')
    .replace(/^divide (.+) by (.+)$/, '$1 divided by $2')
    .replace(
      /^(?:an? )?(.+ percent) tip (?:on|for|of) (?:an? )?(.+?)(?: (?:dollar|euro|pound)s?)?(?: (?:bill|meal|check|tab))?$/,
      '$1 of $2',
    )
    .replace(/^(?:the )?product of (.+) and (.+)$/, '$1 times $2')
    .replace(/^(?:the )?(?:sum|total) of (.+) and (.+)$/, '$1 plus $2')
    .replace(/^(?:the )?difference (?:between|of) (.+) and (.+)$/, '$1 minus $2')
    .split(' ')
}
