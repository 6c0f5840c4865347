import { describe, expect, it } from 'vitest'
import { commandsIn, route, told } from './routing.ts'

describe('several commands in one sentence', () => {
  it.each([
    ['Open Safari, set the volume to 20 and play some jazz.', ['apps.open', 'sound.volume', 'media.play']],
    ['pause the music, then open the terminal', ['media.pause', 'apps.open']],
    ['Volume up and next song.', ['sound.volume', 'media.next']],
    ['First open Notes, then set a timer for 5 minutes.', ['apps.open', 'time.timer']],
    ['mute and tell me the time', ['sound.mute', 'time.now']],
    ['open spotify play some blues', ['apps.open', 'media.play']],
    ["It's too loud in here, turn the music down", ['sound.volume']],
    ['no wait, open Safari', ['apps.open']],
    ['No, louder.', ['control.louder']],
  ])('%s', (text, intents) => {
    expect(commandsIn(text).map(({ intent }) => intent)).toEqual(intents)
  })

  it('says a verb once for several names', () => {
    expect(told('Quit Mail, Calendar, and Notes.')).toBe(
      'apps.quit {"app":"Mail"} + apps.quit {"app":"Calendar"} + apps.quit {"app":"Notes"}',
    )
  })

  it('names the first command as the intent', () => {
    expect(route('open Safari and mute')).toMatchObject({ intent: 'apps.open', slots: { app: 'Safari' } })
  })

  it('does nothing at all when one part is negated', () => {
    expect(told("open Safari but don't play music")).toBe('')
  })
})

describe('what SAM did itself', () => {
  it.each([
    ['undo that', 'undo.last'],
    ['Take that back.', 'undo.last'],
    ['put it back', 'undo.last'],
    ['What did you just do?', 'audit.recent'],
    ['show me what you did today', 'audit.recent'],
  ])('%s', (text, intent) => {
    expect(told(text)).toBe(intent)
  })
})

describe('again', () => {
  const lastCommands = [{ intent: 'sound.volume', slots: { delta: 10 } }]

  it('repeats what the turn before did', () => {
    expect(told('do that again', { lastCommands })).toBe('sound.volume {"delta":10}')
    expect(told('the same again', { lastCommands: [] })).toBe('')
  })
})
