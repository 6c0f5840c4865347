import { describe, expect, test } from 'vitest'
import { readConsent, type SpokenAnswer } from '../../../src/tools/consent.ts'

const answer = (text: string, changes: Partial<SpokenAnswer> = {}) =>
  readConsent({ text, prompt: 'Quit Safari, which has 2 unsaved documents.', afterQuestionStarted: true, ...changes })

describe('a spoken answer', () => {
  test.each([
    'yes',
    'Yes.',
    'yeah',
    'yep, do it',
    'okay',
    'sure, go ahead',
    'um, yes please',
    'Yes, quit Safari.',
    'go ahead',
    'do it',
    'of course',
    'all right',
    'YES THANK YOU',
    'ok sam',
    'please do',
  ])('"%s" is a yes', (text) => {
    expect(answer(text)).toBe('yes')
  })

  test.each([
    'no',
    'Nope.',
    'okay, wait',
    "okay, wait, don't",
    'yes no',
    'no yes',
    "yes but don't",
    'yeah hold on',
    'stop',
    'cancel',
    'quit',
    'not now',
    'never mind',
    'do not do it',
    'don t',
    'yes, I do not want that',
    'sure, later',
    'leave it',
    '',
    '   ',
    '...',
  ])('"%s" is a no', (text) => {
    expect(answer(text)).toBe('no')
  })

  test.each([
    'what',
    'which documents',
    'maybe',
    'hmm',
    'um',
    'Safari',
    'what time is it',
    'I said yes to my brother',
    'the answer is yes',
    'yes open the terminal and play music',
    'yesterday',
    'oklahoma',
    'right click',
    'okay google play some jazz',
    'yes delete everything',
  ])('"%s" is asked again', (text) => {
    expect(answer(text)).toBe('unclear')
  })

  test.each(['please cancel', 'okay, stop', 'alright, leave', 'okay skip'])(
    '"%s" is a no, although a mail in the question holds the word',
    (text) => {
      const prompt = 'Send Bob the mail "I cancel, stop, leave and skip the meeting".'
      expect(answer(text, { prompt })).toBe('no')
      expect(answer('yes send it to Bob', { prompt })).toBe('yes')
    },
  )

  test('a yes from before the question sounded counts for nothing, a no always does', () => {
    expect(answer('yes', { afterQuestionStarted: false })).toBe('unclear')
    expect(answer('no', { afterQuestionStarted: false })).toBe('no')
  })

  test('a yes that was hardly understood is asked again, a no is not', () => {
    expect(answer('yes', { confidence: 0.4 })).toBe('unclear')
    expect(answer('yes', { confidence: 0.9 })).toBe('yes')
    expect(answer('no', { confidence: 0.4 })).toBe('no')
  })

  test('a refusing word that is also the action is a refusal unless it repeats the question after a yes', () => {
    expect(answer('yes, cancel', { prompt: 'Cancel all timers.' })).toBe('yes')
    expect(answer('yes, cancel')).toBe('no')
    expect(answer('cancel', { prompt: 'Cancel all timers.' })).toBe('no')
    expect(answer('yes stop', { prompt: 'Stop the backup.' })).toBe('yes')
    expect(answer("yes, don't stop", { prompt: 'Stop the backup.' })).toBe('no')
  })
})
