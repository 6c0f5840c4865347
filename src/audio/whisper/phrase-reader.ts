import type { LetterTokens } from './letter-tokens.ts'
import { type DecodableSound, type DecodingStep, decodeFreely, type WhisperDecoder } from './whisper-decoder.ts'

/** A sound that the recogniser has listened to once; any number of questions about it cost little. */
export interface HeardSound {
  /**
   * Natural logarithm of how likely the recogniser finds it that the sound begins with these letters, in whatever spelling,
   * capitals and division into words it likes best. 0 is certain; words that were not said are below -15.
   */
  logLikelihood(letters: string): Promise<number>
  /** What the recogniser would write, at most so many tokens. */
  words(maximumTokens: number): Promise<string>
  /** Gives its memory back; nothing is asked about it afterwards. */
  release(): void
}

/** Asks a recogniser whether it could have been this phrase, instead of what it was. */
export interface PhraseReader {
  /** @param samples at 16 kHz, up to 28 s */
  hear(samples: Float32Array): Promise<HeardSound>
}

interface Path {
  step: DecodingStep
  rest: string
  logLikelihood: number
}

/** Paths that are followed side by side: few spellings of one phrase compete. */
const beamWidth = 3
/** What is less likely than this was not said; there is no use in knowing how much less. */
const hopeless = -20

/** Reads with the recogniser's own networks; they may be in use for other sounds at the same time. */
export function createPhraseReader(whisper: WhisperDecoder): PhraseReader {
  return {
    async hear(samples) {
      const sound = await whisper.listen(samples)
      return {
        logLikelihood: (letters) => logLikelihood(letters, sound, whisper),
        words: async (maximumTokens) => (await decodeFreely(whisper, sound, maximumTokens)).text,
        release: () => sound.release(),
      }
    },
  }
}

async function logLikelihood(letters: string, sound: DecodableSound, { tokens }: WhisperDecoder): Promise<number> {
  let paths: Path[] = [{ step: sound.start, rest: letters, logLikelihood: 0 }]
  let best = hopeless
  while (paths.length > 0) {
    const candidates = paths.flatMap((path) => continuations(path, tokens))
    candidates.sort((a, b) => b.logLikelihood - a.logLikelihood)
    paths = []
    for (const { from, token, rest, logLikelihood } of candidates) {
      if (logLikelihood <= best) break
      if (rest === '') best = logLikelihood
      else if (paths.length < beamWidth)
        paths.push({ step: await sound.advance(from.step, token), rest, logLikelihood })
    }
  }
  return best
}

function continuations(from: Path, tokens: LetterTokens) {
  const { logits, total } = from.step
  return Array.from(tokens.startsOf(from.rest), ({ token, rest }) => ({
    from,
    token,
    rest,
    logLikelihood: from.logLikelihood + (logits[token] ?? Number.NEGATIVE_INFINITY) - total,
  }))
}
