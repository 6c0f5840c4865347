/**
 * What the words of a turn say about its end, where the pause alone cannot: `complete` is a request that leaves nothing to
 * be said, `over` one that sounds finished, `unfinished` one that mostly goes on, `open` one that nobody ends like this
 * ("remind me to"), `unknown` anything else.
 */
export type TurnEnd = 'complete' | 'over' | 'unfinished' | 'open' | 'unknown'

/**
 * Judges the words heard so far, without the wake phrase; never empty. Must be quick: it runs between two frames of sound.
 * @param more how likely it is that more words follow, 0 to 1, where that is known
 */
export type TurnJudge = (text: string, more?: number) => TurnEnd

export const undecided: TurnJudge = () => 'unknown'
