import { describe, expect, it } from 'vitest'
import { readFeedback } from '../../../src/learning/feedback/read-feedback.ts'

describe('a word about the answer before', () => {
  it.each([
    'good answer',
    'That was a really good answer.',
    'great explanation, thanks',
    "that's exactly what I needed",
    'that was very helpful',
    'Well done, Sam!',
    'thanks, that was useful',
  ])('"%s" is praise', (text) => {
    expect(readFeedback(text)).toEqual({ kind: 'good' })
  })

  it.each([
    'that was wrong',
    'No, that is not right.',
    'wrong answer',
    'you got that wrong',
    'that is not what I asked for',
  ])('"%s" is blame', (text) => {
    expect(readFeedback(text)).toEqual({ kind: 'bad' })
  })

  it.each([
    ['no, I meant Firefox', 'firefox'],
    ['No, I meant Firefox, not Safari.', 'firefox'],
    ['I meant the meeting on Monday', 'the meeting on monday'],
    ["that's wrong, it's Canberra", 'canberra'],
    ['that was not what I meant, I meant the other file', 'the other file'],
  ])('"%s" says what was meant', (text, meant) => {
    expect(readFeedback(text)).toEqual({ kind: 'correction', meant })
  })

  it.each([
    'that was wrong of him, what should I do',
    'no',
    'no, thanks',
    'what is a good answer to "how are you"',
    'is that right',
    'play something good',
    'write a useful reply to Ana',
    'good morning',
    'what did I mean by that',
    'the reply was late',
  ])('"%s" is none', (text) => {
    expect(readFeedback(text)).toBeUndefined()
  })
})
