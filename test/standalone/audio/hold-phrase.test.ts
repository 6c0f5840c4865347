import { describe, expect, it } from 'vitest'
import { endsWithHold, withoutHolds } from '../../../src/audio/hold-phrase.ts'

describe('spoken requests for time', () => {
  it.each([
    'hold on',
    'Remind me to, hold on.',
    'set a timer for wait a moment',
    'um, just a second',
    'Hang on, please.',
  ])('are heard at the end: %s', (text) => expect(endsWithHold(text)).toBe(true))

  it.each([
    'remind me to hold on to the tickets',
    'wait for the download',
    'set a timer for a minute',
    'open the waiting list',
  ])('are not heard in a request: %s', (text) => expect(endsWithHold(text)).toBe(false))

  it('are taken out of the request', () => {
    expect(withoutHolds('Set a timer for, wait a moment, ten minutes.')).toBe('Set a timer for ten minutes.')
    expect(withoutHolds('remind me to hold on to the tickets')).toBe('remind me to hold on to the tickets')
  })

  it('stay when they are all that was said', () => expect(withoutHolds('Hold on.')).toBe('Hold on.'))
})
