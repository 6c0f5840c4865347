import { describe, expect, it } from 'vitest'
import { LetterGraph, plainLetters } from '../../../src/audio/whisper/letter-graph.ts'

const graph = new LetterGraph({
  phrases: ['(open|close) [the] {app}', '{polite} stop', 'set a timer for {length}', 'go {round}'],
  parts: {
    polite: ['please', 'would you'],
    length: ['{digit} [{digit}] (minute|minutes)'],
    digit: ['(1|2|3)'],
    round: ['x {round}', 'x'],
  },
  names: { app: ['Safari', 'App (Store)', 'AT&T', '...'] },
})
const says = (text: string) => graph.holds(text)
const begins = (text: string) => graph.advance(graph.begin(), plainLetters(text)) !== undefined

describe('the graph of phrases', () => {
  it.each([
    'Open Safari.',
    'close the safari',
    'Please, stop!',
    'would you stop',
    'set a timer for 3 minutes',
    'Set a timer for 12 minute',
    'open app store',
    'open AT and T',
  ])('holds %s', (text) => expect(says(text)).toBe(true))
  it.each([
    'stop',
    'open',
    'open the',
    'please',
    'set a timer for minutes',
    'set a timer for 123 minutes',
    'close safari app store',
    '',
  ])('does not hold "%s"', (text) => expect(says(text)).toBe(false))
  it('knows which letters are a beginning', () => {
    expect(begins('open saf')).toBe(true)
    expect(begins('open saferi')).toBe(false)
  })
  it('ends a part that contains itself', () => {
    expect(says('go x x x')).toBe(true)
    expect(says(`go ${'x '.repeat(50)}`)).toBe(false)
  })
})
