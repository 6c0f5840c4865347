const small = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
)
const tens = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, index) => [word, (index + 2) * 10]),
)
const scales = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
])
const fractions: readonly (readonly [words: string, value: number])[] = [
  ['and a half', 0.5],
  ['and three quarters', 0.75],
  ['and a quarter', 0.25],
]

/** Turns the spoken numbers among words into digits: "twenty five point five times two" gives "25.5 times 2". */
export function digitsForWords(text: string): string {
  const words = text.replace(/(?<=[a-z])-(?=[a-z])/g, ' ').split(' ')
  const out: string[] = []
  for (let at = 0; at < words.length; ) {
    const read = numberAt(words, at)
    if (read === undefined) {
      out.push(words[at] ?? '')
      at += 1
    } else {
      out.push(String(read.value))
      at += read.length
    }
  }
  return out.join(' ')
}

function numberAt(words: readonly string[], at: number): { value: number; length: number } | undefined {
  const whole = wholeAt(words, at)
  if (whole === undefined) return undefined
  let { value, length } = whole
  if (words[at + length] === 'point') {
    const digits = digitsAfter(words, at + length + 1)
    if (digits !== '') {
      value = Number(`${value}.${digits}`)
      length += 1 + digits.length
    }
  }
  const rest = words.slice(at + length, at + length + 3).join(' ')
  const fraction = fractions.find(([spoken]) => rest === spoken || rest.startsWith(`${spoken} `))
  if (fraction === undefined) return { value, length }
  return { value: value + fraction[1], length: length + fraction[0].split(' ').length }
}

function digitsAfter(words: readonly string[], from: number): string {
  let digits = ''
  for (let at = from; at < words.length; at += 1) {
    const digit = small.get(words[at] ?? '')
    if (digit === undefined || digit > 9) break
    digits += digit
  }
  return digits
}

/** A whole number in words, or digits with a spoken scale ("2.5 million"). */
function wholeAt(words: readonly string[], at: number): { value: number; length: number } | undefined {
  const first = words[at] ?? ''
  if (/^\d+(?:\.\d+)?$/.test(first)) {
    const scale = scales.get(words[at + 1] ?? '') ?? (words[at + 1] === 'hundred' ? 100 : undefined)
    return scale === undefined ? undefined : { value: Number(first) * scale, length: 2 }
  }
  let total = 0
  let group: number | undefined
  let free: 'any' | 'unit' | 'none' = 'any'
  let end = at
  for (let next = at; next < words.length; next += 1) {
    const word = words[next] ?? ''
    const unit = small.get(word)
    const ten = tens.get(word)
    const scale = scales.get(word)
    if (word === 'a' && next === at && (words[next + 1] === 'hundred' || scales.has(words[next + 1] ?? ''))) {
      group = 1
      free = 'none'
    } else if (unit !== undefined && (free === 'any' || (free === 'unit' && unit > 0 && unit < 10))) {
      group = (group ?? 0) + unit
      free = 'none'
    } else if (ten !== undefined && free === 'any') {
      group = (group ?? 0) + ten
      free = 'unit'
    } else if (word === 'hundred' && group !== undefined && group < 100) {
      group *= 100
      free = 'any'
    } else if (scale !== undefined && group !== undefined) {
      total += group * scale
      group = undefined
      free = 'any'
    } else if (word === 'and' && end > at && free === 'any' && goesOn(words, next + 1)) {
      continue
    } else {
      break
    }
    end = next + 1
  }
  return end === at ? undefined : { value: total + (group ?? 0), length: end - at }
}

/** "two hundred and five" goes on, "two hundred and three hundred" is a sum. */
function goesOn(words: readonly string[], at: number): boolean {
  const word = words[at] ?? ''
  return (small.has(word) || tens.has(word)) && words[at + 1] !== 'hundred'
}
