import { redactSecrets } from '../core/log.ts'

const mark = '[secret]'

/** Names of arguments whose value is a secret whatever it looks like. */
const secretName = /pass(word|phrase|code)?$|secret|token|api[-_]?key|private[-_]?key|credential|^pin$|^cvv$/i

/** Shapes of secrets inside text: keys of common services, JSON web tokens, key files, "password is x", card numbers. */
const secretShapes: readonly RegExp[] = [
  /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_|hf_)[\w-]{10,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bAIza[\w-]{30,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
]

/** Shapes that look behind themselves at every letter; only worth it where what they look for is there at all. */
const namedSecrets: readonly { near: RegExp; shape: RegExp }[] = [
  {
    near: /pass(?:word|phrase|code)|pin|secret/i,
    shape: /(?<=\b(?:password|passphrase|passcode|pin|secret)\s*(?:is|:|=)\s*)\S+/gi,
  },
  {
    near: /[?&]\w+=/,
    shape: /(?<=[?&](?:access_token|api_key|apikey|key|password|secret|sig|signature|auth)=)[^&\s]+/gi,
  },
  { near: /:\/\/[^\s/]+@/, shape: /(?<=:\/\/[^\s/:@]+:)[^\s/@]+(?=@)/g },
]

const digitRuns = /\b\d(?:[ -]?\d){12,18}\b/g

/** Payment card numbers carry a check digit (Luhn, ISO/IEC 7812): other long numbers stay readable. */
function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number).reverse()
  const sum = digits.reduce((total, digit, index) => {
    if (index % 2 === 0) return total + digit
    return total + (digit > 4 ? digit * 2 - 9 : digit * 2)
  }, 0)
  return sum % 10 === 0
}

export function redactText(text: string): string {
  const shapes = [...secretShapes, ...namedSecrets.filter(({ near }) => near.test(text)).map(({ shape }) => shape)]
  const plain = shapes.reduce((current, shape) => current.replace(shape, mark), redactSecrets(text))
  return plain.replace(digitRuns, (run) => (isCardNumber(run) ? mark : run))
}

/** A copy of any JSON-like value with secrets replaced by `[secret]`. Cycles and depths beyond 12 become `[...]`. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint') return String(value)
  if (value === null || typeof value !== 'object') return value
  if (depth >= 12) return '[...]'
  if (value instanceof Date) return value
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, secretName.test(name) ? mark : redact(item, depth + 1)]),
  )
}
