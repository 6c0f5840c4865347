import { describe, expect, it } from 'vitest'
import { told } from './routing.ts'

describe('controls', () => {
  it.each([
    ['Stop.', 'control.stop'],
    ['Stop, stop, stop!', 'control.stop'],
    ['Jarvis, be quiet.', 'control.stop'],
    ['okay that is enough', 'control.stop'],
    ['Wait a second.', 'control.stop'],
    ['Never mind.', 'control.cancel'],
    ['oh forget it', 'control.cancel'],
    ['cancel my last request', 'control.cancel'],
    ['Could you say that again, please?', 'control.repeat'],
    ['Pardon?', 'control.repeat'],
    ['one more time', 'control.repeat'],
    ['go back to sleep', 'control.sleep'],
    ['are you there', 'control.wake'],
    ['louder', 'control.louder'],
  ])('%s', (text, control) => {
    expect(told(text)).toBe(control)
  })

  it.each(['stop the timer', 'stop at the shop', 'stop and think about it', 'cancel my flight', 'repeat after me', ''])(
    'hears none in "%s"',
    (text) => {
      expect(told(text)).not.toContain('control.')
    },
  )
})
