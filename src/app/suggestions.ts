import type { Platform } from '../tools/platform/port.ts'

/** Everybody has heard of these; the first that is installed is offered. */
const wellKnown = [
  'Xcode',
  'Visual Studio Code',
  'Music',
  'Spotify',
  'Safari',
  'Firefox',
  'Google Chrome',
  'Notes',
  'Terminal',
]
/** A search that takes longer helps nobody who looks at an empty page. */
const longestLookMs = 4000

/** Things that a new user can try on this machine, at most three; fewer where less of it is here. Looks, and changes nothing. */
export async function suggestionsFor(
  platform: Pick<Platform, 'kind' | 'applications' | 'files'>,
  signal: AbortSignal,
): Promise<string[]> {
  const look = AbortSignal.any([signal, AbortSignal.timeout(longestLookMs)])
  const [installed, found] = await Promise.allSettled([
    platform.applications.installed(look),
    // A recording has no files, and would note that it was asked.
    platform.kind === 'recording' ? undefined : platform.files.find({ words: [], kind: 'pdf' }, look),
  ])
  const names = new Set(installed.status === 'fulfilled' ? installed.value.map(({ name }) => name) : [])
  const known = wellKnown.find((name) => names.has(name))
  const hasPdf = found.status === 'fulfilled' && (found.value?.matches.length ?? 0) > 0
  return [
    ...(known === undefined ? [] : [`Open ${known}`]),
    platform.kind === 'macos' ? 'What is on tomorrow?' : 'What time is it?',
    hasPdf ? 'Find the newest PDF' : 'Set a timer for five minutes',
  ]
}
