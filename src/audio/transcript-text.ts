/** What the recogniser writes about sounds instead of words: "[BLANK_AUDIO]", "(upbeat music)", "*sighs*", "♪". */
const soundNotes = /\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫]+/gu
/** The same few words this often in a row are the recogniser's stutter, not speech. */
const mostRepeats = 4
const longestLoopWords = 8

/** The words of a recogniser's raw text: without notes about sounds, and with loops cut to one round. */
export function cleanTranscript(raw: string): string {
  const spoken = raw.replace(soundNotes, ' ').replace(/\s+/g, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(spoken)) return ''
  return cutLoops(spoken.split(' ')).join(' ')
}

function cutLoops(words: string[]): string[] {
  const plain = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  for (let length = 1; length <= longestLoopWords; length++) {
    for (let start = 0; start + length * mostRepeats < words.length; start++) {
      const repeats = repeatsAt(plain, start, length)
      // A number read out ("zero zero zero zero zero") is short; a stutter fills the turn.
      if (repeats > mostRepeats) {
        const rest = words.slice(start + repeats * length)
        return cutLoops([...words.slice(0, start + length), ...rest])
      }
    }
  }
  return words
}

function repeatsAt(words: string[], start: number, length: number): number {
  let repeats = 1
  while (isRepeat(words, start, length, repeats)) repeats++
  return repeats
}

function isRepeat(words: string[], start: number, length: number, repeats: number): boolean {
  const next = start + repeats * length
  if (next + length > words.length) return false
  return words.slice(start, start + length).every((word, index) => word === words[next + index])
}
