import { literalPattern } from '../../core/literal-pattern.ts'

/**
 * The patterns of the user's own for what never leaves the machine: words, whatever their case, where `*` stands for any
 * run of letters, digits and signs inside a word ("project falcon", "*@mybank.com").
 */
export function neverSend(patterns: readonly string[]): (text: string) => boolean {
  const expressions = patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '')
    .map((pattern) => {
      const parts = pattern.split('*').map((part) => literalPattern(part).replace(/\s+/g, '\\s+'))
      return new RegExp(`(?<![\\p{L}\\p{N}])${parts.join('\\S{0,100}?')}(?![\\p{L}\\p{N}])`, 'iu')
    })
  return (text) => expressions.some((expression) => expression.test(text))
}
