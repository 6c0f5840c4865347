import { describe, expect, test } from 'vitest'
import { spokenLength } from '../../../src/app/panel/model/spoken-text.ts'
import { describeCommand, formatDuration, slotsOf } from '../../../src/app/panel/model/understood.ts'
import { strings } from '../../../src/app/panel/strings/talk.ts'

describe('what was understood, in words', () => {
  test.each([
    ['sound.volume', { level: 30 }, 'Volume 30 %'],
    ['sound.volume', { delta: -10 }, 'Volume −10 %'],
    ['sound.volume', { delta: 10 }, 'Volume +10 %'],
    ['apps.open', { app: 'Visual Studio Code' }, 'Open Visual Studio Code'],
    ['time.timer', { durationSeconds: 5400, name: 'pasta' }, 'Timer 1 h 30 min pasta'],
    ['files.move', { query: 'report', to: '~/Documents/Taxes' }, 'Move report to Taxes'],
    ['time.now', {}, 'Time'],
    ['shortcuts.run', { name: 'Good night' }, 'Run Good night'],
    ['focus.do-not-disturb', {}, 'Do not disturb'],
  ])('%s %j', (intent, slots, words) => {
    expect(describeCommand(intent, slots)).toBe(words)
  })

  test('durations', () => {
    expect([0, 1, 60, 61, 3600, 3725].map(formatDuration)).toEqual([
      '0 s',
      '1 s',
      '1 min',
      '1 min 1 s',
      '1 h',
      '1 h 2 min 5 s',
    ])
  })

  test('only flat input becomes words', () => {
    expect(slotsOf({ app: 'Safari', level: 3, deep: { x: 1 }, list: [1], nothing: null })).toEqual({
      app: 'Safari',
      level: 3,
    })
    expect(slotsOf('text')).toEqual({})
    expect(slotsOf(null)).toEqual({})
  })

  test('every state and trouble has different words', () => {
    const words = Object.values(strings.states)
    expect(new Set(words).size).toBe(words.length)
    const titles = Object.values(strings.problems).map(({ title }) => title)
    expect(new Set(titles).size).toBe(titles.length)
  })
})

describe('how much of a reply was said', () => {
  const clip = (sentence: string, playedMs: number, finished = false, durationMs = 1000) => ({
    clipId: 1,
    sentence,
    durationMs,
    playedMs,
    finished,
  })
  const reply = 'It is nine. You have two meetings.'
  const said = (...clips: ReturnType<typeof clip>[]) => reply.slice(0, spokenLength(reply, clips))

  test('without a voice everything is plain text', () => {
    expect(said()).toBe(reply)
  })

  test('word by word, sentence by sentence', () => {
    expect(said(clip('It is nine.', 0))).toBe('')
    expect(said(clip('It is nine.', 400))).toBe('It is')
    expect(said(clip('It is nine.', 1000, true), clip('You have two meetings.', 0))).toBe('It is nine.')
    expect(said(clip('It is nine.', 1000, true), clip('You have two meetings.', 500))).toBe('It is nine. You have two')
  })

  test('all of it at the end', () => {
    expect(said(clip('It is nine.', 1000, true), clip('You have two meetings.', 995, true))).toBe(reply)
  })

  test('a reply that was cut off stays cut off', () => {
    expect(said(clip('It is nine.', 1000, true), clip('You have two meetings.', 300, true))).toBe(
      'It is nine. You have',
    )
  })

  test('a sentence that is spoken otherwise than written does no harm', () => {
    expect(said(clip('It is 9.', 500))).toBe('')
    expect(said(clip('It is 9.', 1000, true), clip('You have two meetings.', 100))).toBe('It is nine. You')
  })
})
