import type { Reading, SecondLook, SpokenVocabulary } from '../ports.ts'
import { searchPhrase } from './command-search.ts'
import { LetterGraph, plainLetters } from './letter-graph.ts'
import { type NearName, NearNames, soundAlike } from './near-names.ts'
import type { NearWordings } from './near-wordings.ts'
import { afterWords, type DecodableSound, decodeFreely, type FreeText, type WhisperDecoder } from './whisper-decoder.ts'

/** How much likelier (natural logarithm) a sentence, or a name, becomes by having been an example, whether it was said or not. */
const worthOfExample = 4
/** A name that was said makes its sentence likelier by more than this (natural logarithm), one that was not makes it no likelier. */
const leastWorthOfName = 0.75
/**
 * A phrase whose tokens are less likely than this (mean natural logarithm) was not said, however much less likely the free text is: of speech
 * played backwards something is the likeliest, too. Phrases that were said have -0.2 to -1.1, those made of such sounds -1.2 to -4.8.
 */
const leastPerToken = -1.15
/** The same of what is heard beside sentences that sound alike: what was said has -0.03 to -0.5, what such sounds become -0.65 to -1.1. */
const leastPerTokenOfAlike = -0.6
/** Names that are shown at once: each costs a few tokens, and they draw the words beside them too. */
const mostNearNames = 4
/** Sentences that are shown at once; four and twelve of them brought less. */
const mostNearWordings = 8
/** Eight sentences have 70 as a rule. */
const mostTokensOfWordings = 128

/** A vocabulary in the terms of a recogniser. */
export class KnownPhrases {
  /** Tokens of the examples, for every sound. */
  readonly before: readonly number[]
  private readonly graph: LetterGraph
  private readonly examples: ReadonlySet<string>
  private readonly names: NearNames

  private readonly whisper: Pick<WhisperDecoder, 'tokens' | 'end'>

  private readonly wordings: NearWordings | undefined

  constructor(
    whisper: Pick<WhisperDecoder, 'tokens' | 'end'>,
    vocabulary: SpokenVocabulary,
    wordings?: NearWordings | undefined,
  ) {
    this.whisper = whisper
    this.wordings = wordings
    this.graph = new LetterGraph(vocabulary)
    this.before = vocabulary.examples === '' ? [] : whisper.tokens.tokensOf(` ${vocabulary.examples}`)
    // Cut at commas, too: a wake phrase that stands before an example is none of what was asked.
    this.examples = new Set(vocabulary.examples.split(/[.,?!]/).map(plainLetters))
    this.names = new NearNames(vocabulary.names, vocabulary.nameExamples)
  }

  /**
   * What else a sound may have been, the best first: what it reads as when names that are near in sound stand in the
   * examples, the likeliest phrase of the vocabulary, and where neither will do what it reads as without the examples, or
   * beside sentences that sound like the free text. `wordingsLeft` where both might be asked for, and only the first was.
   * None where the free text is a phrase.
   * @param free its text with the examples as they are
   * @param maximumTokens of another text
   */
  async readings(
    sound: DecodableSound,
    free: FreeText,
    { spokenBefore, mostDoubt, thorough, doubted, wordings }: SecondLook,
    maximumTokens: number,
  ): Promise<{ readings: Reading[]; wordingsLeft?: true }> {
    const { whisper } = this
    const request = free.text.slice(spokenBefore.length)
    const plain = () => this.withoutExamples(sound, free, spokenBefore, maximumTokens)
    // Heard as a phrase already: there is nothing better to find.
    if (this.graph.holds(request)) return { readings: doubted ? await plain() : [] }
    const near = thorough ? this.names.near(request, mostNearNames) : []
    const shown = near.length === 0 ? free : await this.showing(near, sound, maximumTokens)
    const named = namesIn(shown.text, near)
    // Names that brought nothing only draw words to them.
    const text = named.length === 0 ? free : shown
    const start = afterWords(whisper, text, spokenBefore)
    if (start === undefined) return { readings: [] }
    const readings: Reading[] = []
    const doubt = free.logLikelihood - shown.logLikelihood
    if (named.length > 0 && doubt <= -leastWorthOfName)
      readings.push({ text: shown.text.slice(spokenBefore.length).trim(), doubt, kind: 'named' })
    const own = text.logLikelihood - start.logLikelihood
    const found = await searchPhrase(whisper, sound, this.graph, { from: start.step, floor: own - mostDoubt })
    if (found !== undefined && found.perToken >= leastPerToken) {
      const copied =
        this.examples.has(plainLetters(found.text)) ||
        (text === shown && namesIn(found.text, near).some((one) => !named.includes(one)))
      readings.push({
        // No phrase has a pause in it, as the recogniser may have written.
        text: found.text.replace(/(?<=\p{L})[,.!?;:-] (?=\S)/gu, ' '),
        doubt: own - found.logLikelihood + (copied ? worthOfExample : 0),
        kind: 'phrase',
      })
    }
    const isGood = readings.some((one) => one.doubt <= mostDoubt)
    const mayBeAlike = wordings && this.wordings !== undefined && !isGood && !doubted
    if (mayBeAlike && !thorough) readings.push(...(await this.likeWordings(sound, free, spokenBefore, maximumTokens)))
    if (doubted) readings.push(...(await plain()))
    else if (thorough && !isGood)
      readings.push(
        ...(await plain()).map((one) => (this.graph.holds(one.text) ? { ...one, kind: 'phrase' as const } : one)),
      )
    readings.sort((a, b) => a.doubt - b.doubt)
    return { readings, ...(mayBeAlike && thorough ? { wordingsLeft: true } : {}) }
  }

  private async withoutExamples(
    sound: DecodableSound,
    free: FreeText,
    spokenBefore: string,
    maximumTokens: number,
  ): Promise<Reading[]> {
    const plain = await decodeFreely(this.whisper, sound, maximumTokens, await sound.startAfter([]))
    if (!plain.text.startsWith(spokenBefore)) return []
    const text = plain.text.slice(spokenBefore.length).trim()
    return [{ text, doubt: free.logLikelihood - plain.logLikelihood, kind: 'plain' }]
  }

  /** What it reads as when sentences that sound like what was heard stand in the place of the examples. */
  async likeWordings(
    sound: DecodableSound,
    free: FreeText,
    spokenBefore: string,
    maximumTokens: number,
  ): Promise<Reading[]> {
    const near = this.wordings?.near(free.text.slice(spokenBefore.length), mostNearWordings) ?? []
    const last = near.pop()
    if (last === undefined) return []
    const said = [...near, `${spokenBefore} ${last}`.trim()].map((sentence) => ` ${sentence}`)
    const tokens = this.whisper.tokens.tokensOf(said.join('')).slice(-mostTokensOfWordings)
    const shown = await decodeFreely(this.whisper, sound, maximumTokens, await sound.startAfter(tokens))
    // Nothing else is asked after these sentences.
    for (const { from } of shown.trail) sound.drop(from)
    if (!shown.text.startsWith(spokenBefore) || shown.logLikelihood / shown.length < leastPerTokenOfAlike) return []
    const text = shown.text.slice(spokenBefore.length).trim()
    // Words that sound otherwise were read, not heard.
    if (!soundAlike(text, free.text.slice(spokenBefore.length))) return []
    const copied = [...near, last].some((sentence) => plainLetters(sentence) === plainLetters(text))
    const doubt = free.logLikelihood - shown.logLikelihood + (copied ? worthOfExample : 0)
    return [{ text, doubt, kind: 'alike' }]
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
