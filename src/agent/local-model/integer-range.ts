/**
 * Expressions (alternatives, in the syntax that GBNF and regular expressions share) that match exactly the decimal integers
 * from `lowest` to `highest`, without leading zeros.
 */
export function integerRange(lowest: number, highest: number): string[] {
  if (lowest > highest) return []
  if (lowest < 0) {
    const negative = between(Math.max(1, -Math.min(highest, -1)), -lowest).map((part) => `"-" ${part}`)
    return highest < 0 ? negative : [...negative, ...integerRange(0, highest)]
  }
  return between(lowest, highest)
}

/** Not negative; one expression for each stretch whose last digits are free. */
function between(lowest: number, highest: number): string[] {
  const parts: string[] = []
  for (let from = lowest; from <= highest; ) {
    const length = String(from).length
    // The longest run of free last digits that begins at `from` and ends inside the range.
    let free = 0
    while (free < length - 1) {
      const block = 10 ** (free + 1)
      if (from % block !== 0 || from + block - 1 > highest) break
      free += 1
    }
    const step = 10 ** free
    const stem = Math.floor(from / step)
    const lastDigit = stem % 10
    // Several such stretches side by side differ in the digit before the free ones.
    let more = 0
    while (lastDigit + more < 9 && from - 1 + step * (more + 2) <= highest) more += 1
    const head = String(stem).slice(0, -1)
    const digit =
      more === 0 ? `"${head}${lastDigit}"` : `${head === '' ? '' : `"${head}" `}[${lastDigit}-${lastDigit + more}]`
    parts.push(free === 0 ? digit : `${digit} [0-9]{${free}}`)
    from += step * (more + 1)
  }
  return parts
}
