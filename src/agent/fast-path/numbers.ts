const units = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
  }),
)
const tens = new Map(
  Object.entries({
    twenty: 20,
    thirty: 30,
    forty: 40,
    fourty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
  }),
)
const scales = new Map(Object.entries({ hundred: 100, thousand: 1000, million: 1_000_000 }))

const ordinalUnits = new Map(
  Object.entries({
    first: 1,
    second: 2,
    third: 3,
    fourth: 4,
    fifth: 5,
    sixth: 6,
    seventh: 7,
    eighth: 8,
    ninth: 9,
    tenth: 10,
    eleventh: 11,
    twelfth: 12,
    twelveth: 12,
    thirteenth: 13,
    fourteenth: 14,
    fifteenth: 15,
    sixteenth: 16,
    seventeenth: 17,
    eighteenth: 18,
    nineteenth: 19,
    twentieth: 20,
    thirtieth: 30,
  }),
)

export interface ReadNumber {
  value: number
  /** How many words it took. */
  length: number
}

const digits = /^\d{1,9}(?:\.\d{1,6})?$/
/** A recogniser writes "four hundred and five" as "400 and 5". */
const hundredsAnd = /^[1-9]\d*00$/

/**
 * Reads a spoken or written number that starts at word `at`: "30", "20.5", "thirty", "twenty five", "one hundred and
 * thirty", "twenty point five", "five and a half", "a hundred", "half".
 */
export function readNumber(words: readonly string[], at: number): ReadNumber | undefined {
  const whole = readWhole(words, at)
  if (whole === undefined) return undefined
  let { value, length } = whole
  if (words[at + length] === 'point') {
    let decimals = ''
    for (let next = at + length + 1; next < words.length; next++) {
      const digit = units.get(words[next] ?? '') ?? (/^\d$/.test(words[next] ?? '') ? Number(words[next]) : undefined)
      if (digit === undefined || digit > 9) break
      decimals += digit
    }
    if (decimals !== '') {
      value = Number(`${value}.${decimals}`)
      length += 1 + decimals.length
    }
  }
  const fraction = readFraction(words, at + length)
  return fraction === undefined
    ? { value, length }
    : { value: value + fraction.value, length: length + fraction.length }
}

/** A whole number that is all of these words. */
export function readInteger(text: string | undefined): number | undefined {
  const words = (text ?? '').trim().split(' ')
  const read = readNumber(words, 0)
  return read !== undefined && read.length === words.length && Number.isInteger(read.value) ? read.value : undefined
}

/** "and a half", "and a quarter", "and three quarters". */
export function readFraction(words: readonly string[], at: number): ReadNumber | undefined {
  if (words[at] !== 'and') return undefined
  const next = words.slice(at + 1, at + 3).join(' ')
  if (next === 'a half') return { value: 0.5, length: 3 }
  if (next === 'a quarter') return { value: 0.25, length: 3 }
  if (next === 'three quarters') return { value: 0.75, length: 3 }
  return undefined
}

function readWhole(words: readonly string[], at: number): ReadNumber | undefined {
  const first = words[at] ?? ''
  if (digits.test(first)) {
    const scale = scales.get(words[at + 1] ?? '')
    if (scale !== undefined) return { value: Number(first) * scale, length: 2 }
    const rest = hundredsAnd.test(first) && words[at + 1] === 'and' ? Number(words[at + 2]) : Number.NaN
    return Number.isInteger(rest) && rest > 0 && rest < 100
      ? { value: Number(first) + rest, length: 3 }
      : { value: Number(first), length: 1 }
  }
  let position = at
  if (first === 'a' && scales.has(words[at + 1] ?? '')) position++
  let total = 0
  let group = position > at ? 1 : 0
  let seen: 'none' | 'unit' | 'teen' | 'ten' | 'scale' = position > at ? 'unit' : 'none'
  let end = at
  while (position < words.length) {
    const word = words[position] ?? ''
    const unit = units.get(word)
    const ten = tens.get(word)
    const scale = scales.get(word)
    if (unit !== undefined && (seen === 'none' || seen === 'scale' || (seen === 'ten' && unit > 0 && unit < 10))) {
      group += unit
      seen = unit < 10 ? 'unit' : 'teen'
    } else if (ten !== undefined && (seen === 'none' || seen === 'scale')) {
      group += ten
      seen = 'ten'
    } else if (scale !== undefined && seen !== 'none' && (scale > 100 || seen !== 'scale')) {
      if (scale === 100) group *= 100
      else {
        total += group * scale
        group = 0
      }
      seen = 'scale'
    } else if (word === 'and' && seen === 'scale' && startsNumber(words[position + 1])) {
      position++
      continue
    } else break
    position++
    end = position
  }
  return end === at ? undefined : { value: total + group, length: end - at }
}

function startsNumber(word: string | undefined): boolean {
  return word !== undefined && (units.has(word) || tens.has(word))
}

/** "first", "second", "twenty third", "3rd", "last" (which is -1). */
export function readOrdinal(words: readonly string[], at: number): ReadNumber | undefined {
  const word = words[at] ?? ''
  if (word === 'last') return { value: -1, length: 1 }
  const suffixed = /^(\d{1,3})(?:st|nd|rd|th)$/.exec(word)
  if (suffixed !== null) return { value: Number(suffixed[1]), length: 1 }
  const ten = tens.get(word)
  const unit = ordinalUnits.get(words[at + 1] ?? '')
  if (ten !== undefined && unit !== undefined && unit < 10) return { value: ten + unit, length: 2 }
  const single = ordinalUnits.get(word)
  return single === undefined ? undefined : { value: single, length: 1 }
}
