/**
 * What the words of a turn say about its end, where the pause alone cannot: `complete` is a request that leaves nothing to
 * be said, `open` one that nobody ends like this ("remind me to"), `unknown` anything else.
 */
export type TurnEnd = 'complete' | 'open' | 'unknown'

/** Judges the words heard so far, without the wake phrase; never empty. Must be quick: it runs between two frames of sound. */
export type TurnJudge = (text: string) => TurnEnd

export const undecided: TurnJudge = () => 'unknown'
