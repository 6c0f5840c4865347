/** What a second start may ask of the SAM that runs. */
const handOvers = ['show', 'talk', 'stop', 'quiet', 'quit'] as const
export type HandOver = (typeof handOvers)[number]

/**
 * Reads the arguments of a second start: `--sam-talk` and so on. Chromium adds switches of its own and macOS files, so that
 * everything else is passed over; without a request the panel is shown.
 */
export function handOverOf(argv: readonly string[]): HandOver {
  return handOvers.find((name) => argv.includes(`--sam-${name}`)) ?? 'show'
}
