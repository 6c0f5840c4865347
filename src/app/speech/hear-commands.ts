import { judgeCommand } from '../../agent/judge-command.ts'
import type { RoutedRequest } from '../../agent/ports.ts'
import { type CommandJudge, createCommandHearing } from '../../audio/command-hearing.ts'
import type { CommandRecognizer, SpeechRecognizer } from '../../audio/ports.ts'
import { toSamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { OwnVocabulary } from './own-vocabulary.ts'

export interface HearCommandsParts {
  /** How words are understood where the talk stands: the answer to a question is not what the same words are alone. */
  route(text: string): RoutedRequest
  vocabulary: OwnVocabulary
  wakePhrases(): readonly string[]
  logger: Logger
}

export interface CommandHearing extends SpeechRecognizer {
  /** The recogniser was told the vocabulary. */
  readonly ready: Promise<void>
}

/** The recogniser with what SAM knows about its own commands and this machine's names. */
export function hearCommands(recognizer: CommandRecognizer, parts: HearCommandsParts): CommandHearing {
  const { route, vocabulary, logger } = parts
  let phrases: readonly string[] = []
  // Where the settings cannot be read for a moment, the phrases of before hold: nobody is left unheard for that.
  const wakePhrases = () => {
    try {
      phrases = parts.wakePhrases()
    } catch (thrown) {
      logger.warn('the wake phrases could not be read', { code: toSamError(thrown).code })
    }
    return phrases
  }
  const judge: CommandJudge = {
    judge: (text) => judgeCommand(text, route(text), vocabulary.knowsPerson),
    wakePhrases,
  }
  const hearing = createCommandHearing(recognizer, judge, (thrown): undefined => {
    logger.warn('what was heard could not be listened to again', { code: toSamError(thrown).code })
  })
  let words: Awaited<ReturnType<OwnVocabulary['refresh']>>
  let called = ''
  const tell = async () => {
    try {
      const news = await vocabulary.refresh()
      words = news ?? words
      const calls = callsOf(wakePhrases())
      if (words === undefined || (news === undefined && calls === called)) return
      called = calls
      recognizer.learnVocabulary({ ...words, examples: `${calls}${words.examples}` })
    } catch (thrown) {
      logger.debug('the recogniser goes on without new names', { error: String(thrown) })
    }
  }
  const ready = tell()
  let told = ready
  return {
    ready,
    async recognize(samples) {
      const heard = await hearing.recognize(samples)
      // Looked at again after somebody was heard, never before: names may take a while.
      told = told.then(tell)
      return heard
    },
  }
}

/** Stands before the examples, which are said to SAM by its name: a recogniser that never saw the name writes another word. */
function callsOf(phrases: readonly string[]): string {
  return phrases.map((phrase) => `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}, `).join('')
}
