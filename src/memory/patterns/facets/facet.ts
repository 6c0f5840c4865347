/** What the user wrote in one conversation, ready to be looked through. */
export interface UserWords {
  /** Their own words in small letters: without code, quotations, and what is pasted at length. */
  own: string
  /** Names on code fences of either side, in small letters. */
  fences: ReadonlySet<string>
  /** Everything the user sent, as it is. */
  whole: readonly string[]
}

/** One thing that is found in a conversation or not, and how often does not matter. */
export interface Cue {
  /** As it is shown: "Swift", "short answers". */
  value: string
  holds(words: UserWords): boolean
}

/** A side of the user's ways; its values are counted in conversations. */
export interface Facet {
  id: string
  /** As a heading: "languages". */
  title: string
  /** Two values that exclude each other: only one that is clearly the commoner is a pattern. */
  opposed?: boolean
  /** Shapes answers little: comes last in a prompt. */
  minor?: boolean
  /** Words around the values in a prompt: "usually writes {}". */
  phrase: string
  cues: readonly Cue[]
}

/** A cue that a word of the user's own gives. */
export function cue(value: string, pattern: RegExp): Cue {
  return { value, holds: ({ own }) => pattern.test(own) }
}

/** Cues from "value: word|word" lines; a word counts with plural and other endings that `*` stands for. */
export function wordCues(lines: string): Cue[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [value = '', words = value] = line.trim().split(': ')
      return cue(value, new RegExp(String.raw`(?<![\w-])(?:${words.replaceAll('*', String.raw`\w*`)})(?![\w-])`))
    })
}
