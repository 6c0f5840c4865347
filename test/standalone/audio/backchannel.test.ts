import { expect, it } from 'vitest'
import { isBackchannel, readSpokenOver } from '../../../src/audio/backchannel.ts'

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

it.each(['', 'Thank you.', 'Amen.', 'Bye-bye.', 'Oh.'])('a cough that is written "%s" is nothing', (text) =>
  expect(readSpokenOver(text, false)).toBe('nothing'),
)
it.each(['Stop.', 'Wait', 'What?', 'tell me more', 'thank you, that is enough'])('"%s" is meant', (text) =>
  expect(readSpokenOver(text, false)).toBe('meant'),
)
it('of other single words only a request is meant', () => {
  expect(readSpokenOver('Down.', false)).toBe('unsure')
  expect(readSpokenOver('Undo.', true)).toBe('meant')
})
