/**
 * Text as the part of a regular expression that matches exactly it; not inside a character class. A hyphen stays as it is: outside a
 * class it stands for itself, and escaped it is no expression at all under the flag `u`.
 */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
