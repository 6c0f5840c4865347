const deepest = 12

/** A copy of a call's arguments that says how long each text is and not what it says. */
export function withoutWords(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return `[${value.length} characters]`
  if (value === null || typeof value !== 'object') return value
  if (depth >= deepest) return '[...]'
  if (Array.isArray(value)) return value.map((item) => withoutWords(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, item], index) => [
      // A model may put anything there.
      /^\w{1,20}$/.test(name) ? name : `argument ${index + 1}`,
      withoutWords(item, depth + 1),
    ]),
  )
}
