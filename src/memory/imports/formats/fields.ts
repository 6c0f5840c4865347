/**
 * Reading of values that other programs wrote. Exports differ in every version, so a field of the wrong kind is a field that is not
 * there; nothing is refused for it.
 */
export type Fields = Record<string, unknown>

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}

export function listOf(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A name that a program gave: a text or a number. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : textOf(value)
}

const earliestMs = Date.UTC(1990, 0)
const latestMs = Date.UTC(2100, 0)

/**
 * Milliseconds since 1970 of a moment as seconds, milli-, micro- or nanoseconds (told by their size: seconds that lie in the year
 * 56000 are milliseconds) or as ISO 8601. Undefined for what cannot be the time of a conversation.
 */
export function momentOf(value: unknown): number | undefined {
  const moment =
    typeof value === 'string' && !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)
      ? Date.parse(value)
      : scaled(Number(value ?? Number.NaN))
  return moment >= earliestMs && moment < latestMs ? Math.round(moment) : undefined
}

function scaled(count: number): number {
  if (count < 1e11) return count * 1000
  if (count < 1e14) return count
  return count < 1e17 ? count / 1e3 : count / 1e6
}
