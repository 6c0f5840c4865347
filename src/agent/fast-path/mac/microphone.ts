import type { Grammar } from '../grammar.ts'
import { soundGrammar } from '../sound.ts'
import { fromTokens } from '../utterance.ts'

const microphone =
  / (?:the |my )?(?:(?:microphone|mic|input)(?:'s)?(?: (?:input|gain|level|volume|sensitivity))*|(?:gain|level|volume|sensitivity) of (?:the |my )?(?:microphone|mic))(?= |$)/

/** The microphone is turned up and down in the same words as the loudness. */
export const microphoneGrammar: Grammar = {
  name: 'microphone',
  read(utterance, scene) {
    const found = microphone.exec(utterance.line)
    if (found === null || utterance.tokens.length > 14) return undefined
    const at = utterance.line.slice(0, found.index).split(' ').length - 1
    const length = found[0].split(' ').length - 1
    const first = utterance.tokens[at]
    if (first === undefined) return undefined
    const tokens = [
      ...utterance.tokens.slice(0, at),
      { ...first, word: 'the' },
      { ...first, word: 'volume' },
      ...utterance.tokens.slice(at + length),
    ]
    const reading = soundGrammar.read(fromTokens(utterance.original, tokens), scene)
    if (reading === undefined) return undefined
    if (reading.intent === 'sound.volume') return { ...reading, intent: 'sound.input-level' }
    return reading.intent === 'sound.mute'
      ? {
          intent: 'sound.input-level',
          slots: reading.slots['muted'] === true ? { level: 0 } : { level: 75 },
          confidence: 0.95,
        }
      : undefined
  },
}
