import type { GraphPlaces, LetterGraph } from './letter-graph.ts'
import type { DecodableSound, DecodingStep, WhisperDecoder } from './whisper-decoder.ts'

/** A phrase of the vocabulary that the sound may have been. */
export interface FoundPhrase {
  text: string
  /** Natural logarithm of its chance, its end included. */
  logLikelihood: number
  /** The same for each token: near zero where the sound is clearly this. */
  perToken: number
}

/** A way to go on that was not taken yet. */
interface Path {
  from: DecodingStep
  token: number
  places: GraphPlaces
  row: readonly number[]
  logLikelihood: number
  /** How soon it is followed: what has come far is worth more than what has just begun. */
  rank: number
  /** The last token was a comma or the like: a second one adds nothing. */
  idle: boolean
}

/** New steps of the decoder: what bounds the cost. */
const mostSteps = 20
const mostTokens = 24
/** Ways to go on that are looked at after one step. */
const mostTokensAStep = 300
/** What a letter that fits is worth, beside the natural logarithm of the chance. */
const letterWorth = 0.4

/**
 * The likeliest phrase of a vocabulary: the decoder goes on only along letters that are the beginning of one, the most
 * promising first. Undefined when none is as likely as `floor`, which ends the search early: what is no command soon leaves
 * every path.
 * @param from where decoding stands when the phrase begins
 * @param floor natural logarithm, counted from there
 */
export async function searchPhrase(
  whisper: Pick<WhisperDecoder, 'tokens' | 'end'>,
  sound: DecodableSound,
  graph: LetterGraph,
  { from, floor }: { from: DecodingStep; floor: number },
): Promise<FoundPhrase | undefined> {
  const { tokens, end } = whisper
  let best: FoundPhrase | undefined
  let least = floor
  const waiting: Path[] = []

  const look = (step: DecodingStep, places: GraphPlaces, { row, logLikelihood, rank, idle }: Standing) => {
    const { logits, total } = step
    for (const { token, score } of likeliest(logits, end, least - logLikelihood + total)) {
      const gain = score - total
      if (token === end) {
        if (!graph.ends(places) || logLikelihood + gain < least) continue
        least = logLikelihood + gain
        best = { text: tokens.textOf(row), logLikelihood: least, perToken: least / (row.length + 1) }
        continue
      }
      const letters = tokens.lettersOf(token)
      if (letters === undefined || (letters === '' && idle)) continue
      const reached = graph.advance(places, letters)
      if (reached === undefined) continue
      waiting.push({
        from: step,
        token,
        places: reached,
        row: [...row, token],
        logLikelihood: logLikelihood + gain,
        rank: rank + gain + letterWorth * letters.length,
        idle: letters === '',
      })
    }
  }
  look(from, graph.begin(), { row: [], logLikelihood: 0, rank: 0, idle: true })
  for (let steps = 0; steps < mostSteps; ) {
    const path = takeFirst(waiting, least)
    if (path === undefined) break
    if (path.row.length >= mostTokens) continue
    if (!path.from.next.has(path.token)) steps += 1
    look(await sound.advance(path.from, path.token), path.places, path)
  }
  return best
}

type Standing = Pick<Path, 'row' | 'logLikelihood' | 'rank' | 'idle'>

/** The most promising path of those that can still win. */
function takeFirst(waiting: Path[], least: number): Path | undefined {
  let first = -1
  for (let index = waiting.length - 1; index >= 0; index -= 1) {
    const path = waiting[index]
    if (path === undefined || path.logLikelihood < least) {
      waiting.splice(index, 1)
      if (first > index) first -= 1
    } else if (first < 0 || path.rank > (waiting[first]?.rank ?? 0)) first = index
  }
  return first < 0 ? undefined : waiting.splice(first, 1)[0]
}

/** The likeliest tokens that are at least so likely; where very many are, nothing was heard well. */
function likeliest(logits: Float32Array, end: number, lowest: number): { token: number; score: number }[] {
  const found: { token: number; score: number }[] = []
  for (let token = 0; token <= end; token += 1) {
    const score = logits[token] ?? Number.NEGATIVE_INFINITY
    if (score >= lowest) found.push({ token, score })
  }
  return found.sort((a, b) => b.score - a.score).slice(0, mostTokensAStep)
}
