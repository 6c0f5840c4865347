const classes: Record<string, string> = { d: '0-9', w: '0-9A-Za-z_', s: ' ' }

/** One part of a regular expression: a class, the opening of a group, an escape, a quantifier, or one character. */
const part = /\[\^?(?:\\.|[^\]\\])*\]|\(\?[:=!<]?|\\.|\{\d+(?:,\d*)?\}|[\s\S]/gu

/**
 * A regular expression as a GBNF expression, which has nearly the same syntax, for the inside of a JSON string. Undefined for
 * what GBNF cannot say (looking ahead or back, references) and for characters that JSON would have to escape.
 * @param any expression for any one character, for `.` and for what an expression without `^` or `$` leaves open
 */
export function patternGrammar(pattern: string, any: string): string | undefined {
  const parts: string[] = []
  const inner = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')
  for (const [text] of inner.matchAll(part)) {
    const said = expression(text, any)
    if (said === undefined) return undefined
    parts.push(said)
  }
  const open = { before: !pattern.startsWith('^'), after: !/(?<!\\)\$$/.test(pattern) }
  const whole = inner === '' ? '""' : `(${parts.join(' ')})`
  return [open.before ? `${any}*` : '', whole, open.after ? `${any}*` : ''].filter((one) => one !== '').join(' ')
}

function expression(text: string, any: string): string | undefined {
  if (/^[)|*+?]$|^\{/.test(text)) return text
  if (text === '(' || text === '(?:') return '('
  if (text.startsWith('(?') || text === '^' || text === '$') return undefined
  if (text === '.') return any
  if (text.startsWith('[')) {
    const inside = text.slice(1, -1).replace(/\\([dws])/g, (_, name: string) => classes[name] ?? '')
    return /["\\]/.test(inside) ? undefined : `[${inside}]`
  }
  if (!text.startsWith('\\')) return text === '"' ? undefined : `"${text}"`
  const escaped = text.slice(1)
  if (classes[escaped] !== undefined) return `[${classes[escaped]}]`
  return /[\w"\\]/.test(escaped) ? undefined : `"${escaped}"`
}
