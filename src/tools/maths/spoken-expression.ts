import { digitsForWords } from './number-words.ts'

const number = String.raw`-?\d+(?:\.\d+)?`
const operand = String.raw`(?:${number}|[a-z0-9]*\([^()]*\))`

/** Said orders whose parts change places; the first that fits. */
const orders: readonly (readonly [RegExp, string])[] = [
  [/^add (.+?) (?:and|to|with) (.+)$/, '$1 + $2'],
  [/^subtract (.+) from (.+)$/, '$2 - ($1)'],
  [/^take (.+) (?:away )?from (.+)$/, '$2 - ($1)'],
  [/^multiply (.+) (?:by|and|with) (.+)$/, '($1) * ($2)'],
  [/^divide (.+) by (.+)$/, '($1) / ($2)'],
  [/^(?:the )?sum of (.+) and (.+)$/, '$1 + $2'],
  [/^(?:the )?difference (?:between|of) (.+) and (.+)$/, '$1 - ($2)'],
  [/^(?:the )?product of (.+) and (.+)$/, '($1) * ($2)'],
]

const signs: readonly (readonly [RegExp, string])[] = [
  [/\b(?:the )?square root of\b/g, 'sqrt'],
  [/\b(?:the )?cube root of\b/g, 'cbrt'],
  [/\b(?:the )?natural (?:logarithm|log) of\b/g, 'log'],
  [/\b(?:the )?(?:logarithm|log) of\b/g, 'log10'],
  [/\b(?:the )?sine of\b/g, 'sin'],
  [/\b(?:the )?cosine of\b/g, 'cos'],
  [/\b(?:the )?tangent of\b/g, 'tan'],
  [/\b(?:the )?factorial of\b/g, 'factorial'],
  [/\bfactorial\b(?! ?[\d(])/g, '!'],
  [/\b(?:raised )?to the power (?:of )?/g, '^ '],
  [/\b(?:raised )?to the (\d+)(?:st|nd|rd|th)(?: power)?\b/g, '^ $1'],
  [/\bsquared\b/g, '^ 2'],
  [/\bcubed\b/g, '^ 3'],
  [/ ?\b(?:percent|per cent|percentage)\b/g, '%'],
  [/% of\b/g, '% *'],
  [/\b(?:a|one|the)? ?half of\b/g, '0.5 *'],
  [/\b(?:a|one) third of\b/g, '(1/3) *'],
  [/\b(?:a|one) quarter of\b/g, '0.25 *'],
  [/\b(?:three quarters) of\b/g, '0.75 *'],
  [/\b(?:a|one) tenth of\b/g, '0.1 *'],
  [/\b(?:plus|added to)\b/g, '+'],
  [/(?<=[\d)]) and (?=[\d(-])/g, ' + '],
  [/\b(?:minus|less|take away|negative)\b/g, '-'],
  [/\b(?:times|multiplied by)\b|×|⋅|·|(?<=\d) ?x ?(?=\d)/g, '*'],
  [/\b(?:divided by|over)\b|÷/g, '/'],
  [/\bmodulo\b/g, 'mod'],
  [/\bdegrees?\b|°/g, 'deg'],
]

/** What people say, as the maths library reads it: "twenty percent of eighty" gives "20% * 80". Unknown words stay. */
export function spokenExpression(said: string): string {
  let text = said
    .toLowerCase()
    .replace(/(?<=\d),(?=\d{3}\b)/g, '')
    .replace(/[?=!.\s]+$/, (tail) => (tail.startsWith('!') ? '!' : ''))
    .replace(/^(?:what is|what's|whats|how much is|calculate|compute|work out|evaluate) /, '')
    .replace(/[()]/g, ' $& ')
    .replace(/\s+/g, ' ')
    .trim()
  text = digitsForWords(text).replace(/ ?\( /g, '(').replace(/ \)/g, ')')
  const order = orders.find(([pattern]) => pattern.test(text))
  if (order !== undefined) text = text.replace(order[0], order[1])
  for (const [pattern, sign] of signs) text = text.replace(pattern, sign)
  // "sqrt 144 + 5": a function takes the one operand behind it.
  return text
    .replace(new RegExp(String.raw`\b(sqrt|cbrt|log10|log|sin|cos|tan|factorial) (${operand}(?: deg)?)`, 'g'), '$1($2)')
    .replace(/\s+/g, ' ')
    .trim()
}
