import { expect, it } from 'vitest'
import { isBackchannel } from '../../../src/audio/backchannel.ts'

it.each(['Mhm.', 'right', 'Yeah, okay.', 'Uh-huh', 'Okay, I see.'])('%s wants no turn', (text) =>
  expect(isBackchannel(text)).toBe(true),
)
it.each(['stop', 'no', 'okay, open Safari', 'right turn please', 'what?'])('%s does', (text) =>
  expect(isBackchannel(text)).toBe(false),
)
