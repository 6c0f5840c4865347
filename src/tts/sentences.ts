import { endsSentence } from './sentence-end.ts'
import type { SentenceSplitter } from './speaker.ts'

export interface SplitOptions {
  /** Longer sentences are cut at a clause: nobody waits for them, and "stop" need not either. */
  longestCharacters: number
  /** The very first piece may be cut at a clause of at least this length, so that the first sound comes early. */
  firstClauseCharacters: number
}

const defaultSplit: SplitOptions = { longestCharacters: 200, firstClauseCharacters: 24 }

/**
 * Cuts text that is still being written into sentences that can be spoken. A sentence is given as soon as it is certain
 * that it has ended. Every line is a sentence of its own (lists, headings), lines of code are left out, and pieces
 * without a letter or digit are dropped.
 */
export function createSentenceSplitter(options: SplitOptions = defaultSplit): SentenceSplitter {
  let pending = ''
  let insideCode = false
  let spokenPieces = 0

  const keep = (pieces: string[], text: string) => {
    const piece = text.replace(/\s+/g, ' ').trim()
    if (piece.startsWith('```')) {
      insideCode = !insideCode
      return
    }
    if (insideCode || !/[\p{L}\p{N}]/u.test(piece)) return
    spokenPieces++
    pieces.push(...cutLong(piece, options.longestCharacters))
  }

  /** Takes from `pending` whatever is complete; with `final` the end of the text ends a sentence too. */
  const take = (final: boolean): string[] => {
    const pieces: string[] = []
    for (;;) {
      const cut = findCut(pending, final)
      if (cut === undefined) break
      keep(pieces, pending.slice(0, cut))
      pending = pending.slice(cut)
    }
    if (spokenPieces === 0 && !insideCode && !final) {
      const cut = firstClause(pending, options.firstClauseCharacters)
      if (cut !== undefined) {
        keep(pieces, pending.slice(0, cut))
        pending = pending.slice(cut)
      }
    }
    // Waiting for the end of an endless sentence would mean silence.
    while (!insideCode && pending.length > options.longestCharacters * 1.5) {
      const cut = clauseCut(pending, options.longestCharacters)
      keep(pieces, pending.slice(0, cut))
      pending = pending.slice(cut)
    }
    return pieces
  }

  return {
    push(text) {
      pending += text
      return take(false)
    },
    end() {
      const pieces = take(true)
      keep(pieces, pending)
      pending = ''
      insideCode = false
      spokenPieces = 0
      return pieces
    },
  }
}

/** Position after the first sentence or line, or undefined while it may go on. */
function findCut(text: string, final: boolean): number | undefined {
  const marks = /\n|[.!?…]+["'”’)\]*_]*(?=\s|$)/g
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '\n') return mark.index + 1
    const end = mark.index + mark[0].length
    const rest = text.slice(end)
    // Without a following space the mark may be the middle of "3.5", "e.g." or "?!".
    if (rest === '') return final ? end : undefined
    const [word] = /\S+/.exec(rest) ?? []
    const next =
      word === undefined ? undefined : { text: word, complete: final || rest.trimStart().length > word.length }
    const verdict = endsSentence(text.slice(0, end), mark[0], next)
    if (verdict === 'yes') return end
    if (verdict === 'unclear') return final ? end : undefined
  }
  return undefined
}

/** End of the first clause when it is long enough to be spoken alone and something follows it. */
function firstClause(text: string, atLeast: number): number | undefined {
  const marks = /[,;:–—](?=\s+\S)/g
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark.index + 1 >= atLeast) return mark.index + 1
  }
  return undefined
}

/** Pieces of at most so many characters, cut where it is heard least. */
export function cutLong(text: string, longest: number): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > longest) {
    const cut = clauseCut(rest, longest)
    pieces.push(rest.slice(0, cut).trim())
    rest = rest.slice(cut).trim()
  }
  if (rest !== '') pieces.push(rest)
  return pieces
}

/** The best place at which to cut a text that is too long: after a clause, before a joining word, between words. */
function clauseCut(text: string, longest: number): number {
  const head = text.slice(0, longest)
  const least = longest * 0.3
  for (const pattern of [
    /[;:–—](?=\s)/g,
    /,(?=\s)/g,
    /(?=\s(?:and|but|or|because|which|that|while|so|then)\s)/g,
    /(?=\s)/g,
  ]) {
    const ends = [...head.matchAll(pattern)].map((match) => match.index + match[0].length).filter((end) => end >= least)
    const last = ends.at(-1)
    if (last !== undefined) return last
  }
  return longest
}
