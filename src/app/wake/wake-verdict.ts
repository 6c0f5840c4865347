/** What a trained phrase did on recordings with a label, and on talk that is for nobody. */
export interface PhraseErrors {
  /** Recordings of the phrase that were set aside, and those of them that it missed. */
  aside: number
  asideMissed: number
  /** Wakes on recordings that were set aside as "I didn't say anything", and on everyday talk. */
  falseAccepts: number
  /**
   * Wakes on made-up phrases that resemble it. Nobody says them, and whoever understands the user in more ways also takes more of them for
   * the phrase: a reason to refuse only where nothing that was set aside got better.
   */
  alikeHeard: number
  /** Missed or falsely heard among the recordings that were learned from: why there is anything to improve. */
  labelledWrong: number
}

/** With fewer recordings set aside, one more or less decides nothing. */
export const leastAside = 3

/** Whether what a night learned takes the old one's place: neither rate may get worse on what was set aside, and something must get better. */
export function judgePhrase(before: PhraseErrors, after: PhraseErrors): { promote: boolean; reason: string } {
  if (after.aside < leastAside)
    return {
      promote: false,
      reason: `only ${after.aside} recordings are set aside to tell, and ${leastAside} are the least`,
    }
  if (after.asideMissed > before.asideMissed)
    return {
      promote: false,
      reason: `it would miss ${after.asideMissed} instead of ${before.asideMissed} of ${after.aside}`,
    }
  if (after.falseAccepts > before.falseAccepts)
    return {
      promote: false,
      reason: `it would wake falsely ${after.falseAccepts} instead of ${before.falseAccepts} times`,
    }
  const proven = before.asideMissed - after.asideMissed + before.falseAccepts - after.falseAccepts
  if (proven + before.labelledWrong - after.labelledWrong <= 0) return { promote: false, reason: 'nothing got better' }
  if (proven === 0 && after.alikeHeard > before.alikeHeard)
    return {
      promote: false,
      reason: `only what it learned from got better, and phrases that resemble it would wake it ${after.alikeHeard} instead of ${before.alikeHeard} times`,
    }
  return {
    promote: true,
    reason:
      `misses ${before.asideMissed} to ${after.asideMissed} of ${after.aside} set aside, false wakes ${before.falseAccepts} to ${after.falseAccepts}, ` +
      `wakes by phrases that resemble it ${before.alikeHeard} to ${after.alikeHeard}, labelled mistakes ${before.labelledWrong} to ${after.labelledWrong}`,
  }
}
