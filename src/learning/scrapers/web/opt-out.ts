import { readHtml } from '../read-html.ts'

/** Directives by which a page says that nothing is to be trained on it. */
const noTraining = /(?:^|[\s,:])noai(?:$|[\s,])/i
/** IETF AI Preferences, and Cloudflare's content signals. */
const preferences = /\b(?:train-ai|ai-train|train-genai)\s*=\s*(?:n|no)\b/i

/** Whether the answer's headers reserve the content: X-Robots-Tag, the TDM Reservation Protocol, Content-Usage. */
export function optOutInHeaders(headers: { get(name: string): string | null }): boolean {
  const usage = `${headers.get('content-usage') ?? ''} ${headers.get('content-signal') ?? ''}`
  return (
    noTraining.test(headers.get('x-robots-tag') ?? '') ||
    headers.get('tdm-reservation')?.trim() === '1' ||
    preferences.test(usage)
  )
}

/** Whether a page's meta elements reserve it. */
export function optOutInPage(html: string): boolean {
  let found = false
  readHtml(html, {
    onopentag(name, { name: key = '', content = '' }) {
      if (name !== 'meta') return
      const about = key.trim().toLowerCase()
      if (/^(?:robots|googlebot|sam-scraper)$/.test(about) && noTraining.test(content)) found = true
      if (about === 'tdm-reservation' && content.trim() === '1') found = true
    },
  })
  return found
}

/** Whether robots.txt states a preference against training for everybody. */
export function optOutInRobots(robots: string): boolean {
  return robots.split(/\r?\n/).some((line) => /^\s*content-(?:signal|usage)\s*:/i.test(line) && preferences.test(line))
}

/**
 * Whether `/.well-known/tdmrep.json` reserves a path (TDM Reservation Protocol, W3C community group, 2024): of the rules whose
 * location fits, the longest counts. A file that cannot be read reserves nothing.
 */
export function optOutInReservations(text: string, path: string): boolean {
  let rules: unknown
  try {
    rules = JSON.parse(text)
  } catch {
    return false
  }
  if (!Array.isArray(rules)) return false
  let longest = -1
  let reserved = false
  for (const rule of rules.slice(0, 1000) as unknown[]) {
    if (typeof rule !== 'object' || rule === null) continue
    const { location, 'tdm-reservation': reservation } = rule as Record<string, unknown>
    if (typeof location !== 'string' || location.length < longest || location.length > 500) continue
    if (!fits(location, path)) continue
    longest = location.length
    reserved = Number(reservation) === 1
  }
  return reserved
}

/** `*` is any run of letters and `$` the end, as in robots.txt; no expression is made of it, so none can be slow. */
function fits(location: string, path: string): boolean {
  const closed = location.endsWith('$')
  const parts = (closed ? location.slice(0, -1) : location).split('*')
  let at = 0
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1
    const found =
      index === 0 ? (path.startsWith(part) ? 0 : -1) : last && closed ? path.lastIndexOf(part) : path.indexOf(part, at)
    if (found < at) return false
    at = found + part.length
  }
  return !closed || at === path.length
}
