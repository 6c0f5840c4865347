/**
 * A question as it is shown and spoken: one line, and no letter that hides or turns around others. What strangers wrote may
 * be in it, and has to be seen as it is.
 */
export function plainQuestion(sentence: string): string {
  // Joiners stay: names and emoji are written with them.
  return sentence
    .replace(/\s+/g, ' ')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`)
}
