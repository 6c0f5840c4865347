const parts = /\{(\w+)\}|[()[\]|]|[^\s(){}[\]|]+/g

const brackets: Record<string, string> = { '(': '(?:', ')': ')', '[': '(?:', ']': ')?', '|': '|' }

/**
 * Compiles a phrase into one anchored expression over `Utterance.line`, where every word has a space before it. `(a|b c)`
 * is one of several, `[a|b]` the same but it may be absent, `{name}` captures one or more words, as few as possible:
 * "(turn|put) [the] volume (up|down) [by {amount}]".
 */
export function phrase(template: string): RegExp {
  const source = Array.from(template.matchAll(parts), ([part, name]) => {
    if (name !== undefined) return `(?<${name}>(?: \\S+)+?)`
    return brackets[part] ?? ` ${part.replace(/[.*+?^$\\]/g, '\\$&')}`
  })
  return new RegExp(`^${source.join('')}$`)
}
