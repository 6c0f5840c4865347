import type { Reading, SecondLook, SpokenVocabulary } from '../ports.ts'
import { searchPhrase } from './command-search.ts'
import { LetterGraph, plainLetters } from './letter-graph.ts'
import { type NearName, NearNames } from './near-names.ts'
import { afterWords, type DecodableSound, decodeFreely, type FreeText, type WhisperDecoder } from './whisper-decoder.ts'

/** How much likelier (natural logarithm) a sentence, or a name, becomes by having been an example, whether it was said or not. */
const worthOfExample = 4
/** A name that was said makes its sentence likelier by more than this (natural logarithm), one that was not makes it no likelier. */
const leastWorthOfName = 0.75
/** Names that are shown at once: each costs a few tokens, and they draw the words beside them too. */
const mostNearNames = 4

/** A vocabulary in the terms of a recogniser. */
export class KnownPhrases {
  /** Tokens of the examples, for every sound. */
  readonly before: readonly number[]
  private readonly graph: LetterGraph
  private readonly examples: ReadonlySet<string>
  private readonly names: NearNames

  private readonly whisper: Pick<WhisperDecoder, 'tokens' | 'end'>

  constructor(whisper: Pick<WhisperDecoder, 'tokens' | 'end'>, vocabulary: SpokenVocabulary) {
    this.whisper = whisper
    this.graph = new LetterGraph(vocabulary)
    this.before = vocabulary.examples === '' ? [] : whisper.tokens.tokensOf(` ${vocabulary.examples}`)
    // Cut at commas, too: a wake phrase that stands before an example is none of what was asked.
    this.examples = new Set(vocabulary.examples.split(/[.,?!]/).map(plainLetters))
    this.names = new NearNames(vocabulary.names, vocabulary.nameExamples)
  }

  /**
   * What else a sound may have been, the best first: what it reads as when names that are near in sound stand in the
   * examples, and the likeliest phrase of the vocabulary.
   * @param free its text with the examples as they are
   * @param maximumTokens of another text
   */
  async readings(
    sound: DecodableSound,
    free: FreeText,
    { spokenBefore, mostDoubt, withNames }: SecondLook,
    maximumTokens: number,
  ): Promise<Reading[]> {
    const { whisper } = this
    const near = withNames ? this.names.near(free.text.slice(spokenBefore.length), mostNearNames) : []
    const shown = near.length === 0 ? free : await this.showing(near, sound, maximumTokens)
    const start = afterWords(whisper, shown, spokenBefore)
    if (start === undefined) return []
    const readings: Reading[] = []
    const named = namesIn(shown.text, near)
    const doubt = free.logLikelihood - shown.logLikelihood
    if (named.length > 0 && doubt <= -leastWorthOfName)
      readings.push({ text: shown.text.slice(spokenBefore.length).trim(), doubt, named: true })
    const own = shown.logLikelihood - start.logLikelihood
    const found = await searchPhrase(whisper, sound, this.graph, { from: start.step, floor: own - mostDoubt })
    if (found !== undefined) {
      const copied =
        this.examples.has(plainLetters(found.text)) || namesIn(found.text, near).some((one) => !named.includes(one))
      readings.push({
        text: found.text,
        doubt: own - found.logLikelihood + (copied ? worthOfExample : 0),
        named: false,
      })
    }
    return readings.sort((a, b) => a.doubt - b.doubt)
  }

  private async showing(names: readonly NearName[], sound: DecodableSound, maximumTokens: number): Promise<FreeText> {
    const tokens = this.whisper.tokens.tokensOf(names.map(({ example }) => ` ${example}`).join(''))
    return decodeFreely(this.whisper, sound, maximumTokens, await sound.startAfter([...this.before, ...tokens]))
  }
}

function namesIn(text: string, names: readonly NearName[]): NearName[] {
  const letters = plainLetters(text)
  return names.filter((one) => letters.includes(one.letters))
}
