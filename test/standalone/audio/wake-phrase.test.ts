import { describe, expect, it } from 'vitest'
import { withoutWakePhrase } from '../../../src/audio/wake-phrase.ts'

describe('withoutWakePhrase', () => {
  it.each([
    ['Hey Jarvis, open the terminal.', 'open the terminal.'],
    ['Hey, Jarvis. Open the terminal.', 'Open the terminal.'],
    ['Hey Travis, what time is it?', 'what time is it?'],
    ['hey jervis stop', 'stop'],
    ['Jarvis, set a timer', 'set a timer'],
    ['Hey, open the terminal', 'open the terminal'],
    ['Hey Jarvis', ''],
    ['Okay. Hey Jarvis, mute', 'mute'],
    ['They Jervis, mute', 'mute'],
    ["What's Martis phone number?", "What's Martis phone number?"],
    ['Call Travis', 'Call Travis'],
  ])('%s', (heard, command) => {
    expect(withoutWakePhrase(heard, 'hey jarvis')).toBe(command)
  })

  it('leaves the name alone later in the sentence', () => {
    expect(withoutWakePhrase('open the folder that is called Jarvis', 'hey jarvis')).toBe(
      'open the folder that is called Jarvis',
    )
  })

  it('leaves text without the phrase alone', () => {
    expect(withoutWakePhrase('what time is it', 'alexa')).toBe('what time is it')
  })
})
