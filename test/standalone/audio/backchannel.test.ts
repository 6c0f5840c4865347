import { expect, it } from 'vitest'
import { isBackchannel, isNothing, wantsTurn } from '../../../src/audio/backchannel.ts'

it.each([
  'Mhm.',
  'right',
  'Yeah, okay.',
  'Uh-huh',
  'Okay, I see.',
  'M-H-M.',
  'Mm-hmm.',
  'MMO.',
  'Aha!',
  "That's it.",
  'That’s right.',
])('%s wants no turn', (text) => expect(isBackchannel(text)).toBe(true))
it.each(['stop', 'no', 'okay, open Safari', 'right turn please', 'what?'])('%s does', (text) =>
  expect(isBackchannel(text)).toBe(false),
)

const sure = { lengthMs: 600, confidence: 0.8 }

it.each(['', 'Thank you.', 'Amen.', 'Bye-bye.', 'Oh.'])('a cough that is written "%s" is nothing', (text) => {
  expect(isNothing(text)).toBe(true)
  expect(wantsTurn(text, false, sure)).toBe(false)
})
it.each(['Stop.', 'Wait', 'What?', 'tell me more', 'thank you, that is enough'])('"%s" is meant', (text) =>
  expect(wantsTurn(text, false, sure)).toBe(true),
)
it('of other single words only a request is meant', () => {
  expect(wantsTurn('Down.', false, sure)).toBe(false)
  expect(wantsTurn('Undo.', true, sure)).toBe(true)
})
it('a short sound of whose words the recogniser is not sure is not meant, but for a request and a "stop"', () => {
  const unsure = { lengthMs: 600, confidence: 0.5 }
  expect(wantsTurn('in Emma', false, unsure)).toBe(false)
  expect(wantsTurn('in Emma', false, { ...unsure, lengthMs: 1500 })).toBe(true)
  expect(wantsTurn('in Emma', false, { lengthMs: 600 })).toBe(true)
  expect(wantsTurn('Stop.', false, unsure)).toBe(true)
  expect(wantsTurn('next song', true, unsure)).toBe(true)
})
