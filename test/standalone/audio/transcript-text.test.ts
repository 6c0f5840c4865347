import { describe, expect, it } from 'vitest'
import { cleanTranscript } from '../../../src/audio/transcript-text.ts'

describe('the words of a raw transcript', () => {
  it.each([
    [' Open the terminal.', 'Open the terminal.'],
    ['[BLANK_AUDIO]', ''],
    ['(upbeat music) Hello there.', 'Hello there.'],
    ['*sighs*', ''],
    ['♪ la la ♪', 'la la'],
    ['...', ''],
    ['Set a timer for (ten) minutes', 'Set a timer for minutes'],
  ])('%j is %j', (raw, text) => {
    expect(cleanTranscript(raw)).toBe(text)
  })

  it('cuts a loop to one round', () => {
    expect(cleanTranscript(`Yes. ${'I am going. '.repeat(12)}`)).toBe('Yes. I am going.')
  })

  it('leaves a word that people do repeat', () => {
    expect(cleanTranscript('no no no, zero zero zero zero')).toBe('no no no, zero zero zero zero')
  })
})
