import { describe, expect, it } from 'vitest'
import { now, route, told } from './routing.ts'

describe('timers', () => {
  it.each([
    ['Set a 12-minute timer.', 720],
    ['Timer, ten minutes.', 600],
    ['start a timer for ninety seconds', 90],
    ['Set a timer for a minute', 60],
    ['set a timer for one hour and 20 minutes', 4800],
    ['set a timer for an hour and a half', 5400],
    ['a timer for half an hour please', 1800],
    ['set a timer for two minutes thirty', 150],
    ['Set a timer for 1:30.', 90],
    ['set a timer for seven', 420],
    ['count down from thirty seconds', 30],
    ['count down five', 300],
    ['countdown ten', 600],
    ['set the timer to twenty', 1200],
    ['Let me know in a quarter of an hour', 900],
    // what recognisers make of it
    ['Said a timer for 5 minutes.', 300],
    ['Set a timer for too minutes.', 120],
    ['Set a timer for for minutes.', 240],
    ['Set a time for five minutes.', 300],
  ])('%s', (text, durationSeconds) => {
    expect(told(text)).toBe(`time.timer {"durationSeconds":${durationSeconds}}`)
  })

  it('knows names', () => {
    expect(told('Set a pasta timer for 9 minutes')).toBe('time.timer {"durationSeconds":540,"name":"pasta"}')
    expect(told('set a timer called Earl Grey for four minutes')).toBe(
      'time.timer {"durationSeconds":240,"name":"Earl Grey"}',
    )
  })

  it('counts to a time of day', () => {
    expect(told('set a timer until 3:30 pm')).toBe('time.timer {"durationSeconds":1800}')
  })

  it('sets two in one breath', () => {
    expect(told('Set a timer for 3 minutes and another for ten minutes.')).toBe(
      'time.timer {"durationSeconds":180} + time.timer {"durationSeconds":600}',
    )
  })

  it('counts those that are announced', () => {
    expect(told('Set two timers, one for 5 minutes and one for 10 minutes.')).toBe(
      'time.timer {"durationSeconds":300} + time.timer {"durationSeconds":600}',
    )
  })

  it('asks for how long', () => {
    expect(route('set a timer')).toMatchObject({ intent: 'time.timer', missing: { slot: 'durationSeconds' } })
  })

  it.each([
    ['How much time is left?', 'time.list {"kind":"timer"}'],
    ['what timers are running', 'time.list {"kind":"timer"}'],
    ['stop the timer', 'time.cancel {"kind":"timer"}'],
    ['cancel the pasta timer', 'time.cancel {"kind":"timer","name":"pasta"}'],
    ['Delete all alarms', 'time.cancel {"kind":"alarm","all":true}'],
  ])('%s', (text, wanted) => {
    expect(told(text)).toBe(wanted)
  })

  it.each(['add five minutes to the timer', 'take two minutes off my timer', 'pause the timer'])(
    'admits that it cannot: %s',
    (text) => {
      expect(route(text)).toMatchObject({ route: 'local', cannot: 'change a running timer' })
    },
  )
})

describe('alarms', () => {
  it.each([
    // it is three in the afternoon, so the coming eight is in the evening
    ['Set an alarm for 8', '2026-05-20T20:00:00'],
    ['Set an alarm for 8 a.m.', '2026-05-21T08:00:00'],
    ['Set an alarm for 0700', '2026-05-21T07:00:00'],
    ['wake me up at six thirty', '2026-05-21T06:30:00'],
    ['Wake me at half past seven tomorrow', '2026-05-21T07:30:00'],
    ['wake me at half seven tomorrow', '2026-05-21T07:30:00'],
    ['Alarm for half 6 tomorrow morning', '2026-05-21T06:30:00'],
    ['wake me up in twenty minutes', '2026-05-20T15:20:00'],
    ['alarm at quarter to nine in the evening', '2026-05-20T20:45:00'],
    ['set an alarm for Friday at noon', '2026-05-22T12:00:00'],
    ['set an alarm for the 3rd of June at 5 pm', '2026-06-03T17:00:00'],
    // that day is over this year
    ['set an alarm for April 2nd at 9 am', '2027-04-02T09:00:00'],
    ['set an alarm for 5/25 at 10 am', '2026-05-25T10:00:00'],
    ['set an alarm for 25/5/2027 at 10 am', '2027-05-25T10:00:00'],
    ['set an alarm for February 29 at 10 am', '2028-02-29T10:00:00'],
  ])('%s', (text, at) => {
    expect(told(text)).toBe(`time.alarm {"at":"${at}"}`)
  })

  it('knows alarms that repeat', () => {
    expect(told('Set a daily alarm for 7 a.m.')).toBe('time.alarm {"at":"2026-05-21T07:00:00","repeat":"daily"}')
    expect(told('wake me up every weekday at six')).toMatch(/T06:00:00","repeat":"weekdays"/)
  })

  it('asks for the time when only the day is known', () => {
    expect(route('set an alarm for tomorrow')).toMatchObject({ intent: 'time.alarm', missing: { slot: 'at' } })
  })

  it('does not invent a day that does not exist', () => {
    expect(told('set an alarm for February 31 at 10 am')).not.toMatch(/-03-0/)
  })
})

describe('the answer to a question', () => {
  const timer = { command: { intent: 'time.timer', slots: { name: 'tea' } }, slot: 'durationSeconds' }

  it.each([
    ['five minutes', 300],
    ['For five minutes, please.', 300],
    ['make it ten', 600],
    ['um, half an hour', 1800],
  ])('completes the command: %s', (text, durationSeconds) => {
    expect(told(text, { pending: timer })).toBe(`time.timer {"name":"tea","durationSeconds":${durationSeconds}}`)
  })

  it('keeps the day that was named before', () => {
    const alarm = { command: { intent: 'time.alarm', slots: { day: '2026-05-21' } }, slot: 'at' }
    expect(told('eight', { pending: alarm })).toBe('time.alarm {"at":"2026-05-21T08:00:00"}')
    expect(told('on friday at eight', { pending: alarm })).toBe('time.alarm {"at":"2026-05-22T08:00:00"}')
  })

  it('takes a level and an application', () => {
    const level = { command: { intent: 'sound.volume', slots: {} }, slot: 'level' }
    expect(told('forty percent', { pending: level })).toBe('sound.volume {"level":40}')
    const app = { command: { intent: 'apps.quit', slots: {} }, slot: 'app' }
    expect(told('Safari, please', { pending: app })).toBe('apps.quit {"app":"Safari"}')
  })

  it('gives way to anything else', () => {
    expect(told('never mind', { pending: timer })).toBe('control.cancel')
    expect(told('open Safari', { pending: timer })).toBe('apps.open {"app":"Safari"}')
    expect(route('what is the tallest mountain', { pending: timer }).route).toBe('local')
  })
})

describe('time, date and battery', () => {
  it.each([
    ["What's the time?", 'time.now'],
    ['tell me what time it is', 'time.now'],
    ['what time is it in Lisbon', 'time.now {"place":"Lisbon"}'],
    ["What's today's date?", 'time.date'],
    ['Is it Monday today?', 'time.date'],
    ["what was yesterday's date", 'time.date {"at":"2026-05-19"}'],
    ['what day is the fourth of July', 'time.date {"at":"2026-07-04"}'],
    ['how many days until Christmas', 'time.date {"at":"2026-12-25"}'],
    ["What's the time and the date?", 'time.now + time.date'],
    ['How much battery is left?', 'system.battery'],
    ['Am I plugged in?', 'system.battery'],
    ['What time is it and how much battery is left?', 'time.now + system.battery'],
  ])('%s', (text, wanted) => {
    expect(told(text)).toBe(wanted)
  })

  it('counts from the moment of the request', () => {
    const later = new Date(now.getTime() + 86_400_000)
    expect(told('what is the date tomorrow', { now: later })).toBe('time.date {"at":"2026-05-22"}')
  })
})

describe('what repeats', () => {
  it.each([
    ['Wake me at seven every weekday.', 'time.alarm {"at":"2026-05-21T07:00:00","repeat":"weekdays"}'],
    ['every weekday at seven wake me up', 'time.alarm {"at":"2026-05-21T07:00:00","repeat":"weekdays"}'],
    ['alarm every day at 6:30', 'time.alarm {"at":"2026-05-21T06:30:00","repeat":"daily"}'],
    ['set an alarm for 7 am monday through friday', 'time.alarm {"at":"2026-05-21T07:00:00","repeat":"weekdays"}'],
    ['set a recurring alarm for 7 am', 'time.alarm {"at":"2026-05-21T07:00:00","repeat":"daily"}'],
    ['set a weekly alarm for friday at five pm', 'time.alarm {"at":"2026-05-22T17:00:00","repeat":"weekly"}'],
    ['set an alarm for 8 on saturdays', 'time.alarm {"at":"2026-05-23T08:00:00","repeat":"saturday"}'],
    ['cancel my weekday alarm', 'time.cancel {"kind":"alarm","repeat":"weekdays"}'],
    ['delete all my repeating alarms', 'time.cancel {"kind":"alarm","all":true,"repeat":"any"}'],
    [
      'remind me every monday at nine to water the plants',
      'reminders.create {"text":"water the plants","at":"2026-05-25T09:00:00","repeat":"monday"}',
    ],
    [
      'remind me on tuesdays and fridays at 8 am to take out the trash',
      'reminders.create {"text":"take out the trash","at":"2026-05-22T08:00:00","repeat":"tuesday and friday"}',
    ],
  ])('%s', (text, wanted) => {
    expect(told(text)).toBe(wanted)
  })

  it('is passed on where nobody can do it, to be said', () => {
    expect(told('remind me every other day to stretch')).toBe(
      'reminders.create {"text":"stretch","repeat":"every other day"}',
    )
    expect(route('set an alarm every two hours').slots).toEqual({ repeat: 'every two hours' })
  })
})

describe('ringing again', () => {
  it.each([
    ['snooze', ''],
    ['Snooze for five minutes.', '{"durationSeconds":300}'],
    ['ten more minutes', '{"durationSeconds":600}'],
    ['just five more minutes please', '{"durationSeconds":300}'],
    ['another ten minutes', '{"durationSeconds":600}'],
    ['wake me again in a quarter of an hour', '{"durationSeconds":900}'],
  ])('%s', (text, slots) => {
    expect(told(text)).toBe(`time.snooze ${slots}`.trim())
  })

  it.each(['ten more minutes and the cake would have burned', 'show me more minutes of the meeting'])('%s', (text) => {
    expect(told(text)).not.toMatch(/snooze/)
  })
})

describe('an hour elsewhere', () => {
  it.each([
    ['what is 3 pm London in Tokyo', '{"at":"15:00","from":"London","place":"Tokyo"}'],
    ["what's 3 pm in London in Tokyo time", '{"at":"15:00","from":"London","place":"Tokyo"}'],
    ["when it's noon here what time is it in New York", '{"at":"12:00","place":"New York"}'],
    ["If it's 9 am in New York, what time is it in London?", '{"at":"09:00","from":"New York","place":"London"}'],
    ['what time is it in Rome when it is nine here', '{"at":"09:00","place":"Rome"}'],
    ['convert 3pm EST to PST', '{"at":"15:00","from":"EST","place":"PST"}'],
    ['what is 5 pm Tokyo time here', '{"at":"17:00","from":"Tokyo"}'],
    ['what is half past three in London in New York time', '{"at":"15:30","from":"London","place":"New York"}'],
    ['9 am in New York is what time in London', '{"at":"09:00","from":"New York","place":"London"}'],
  ])('%s', (text, slots) => {
    expect(told(text)).toBe(`time.now ${slots}`)
  })

  it.each([
    'what is 12 in binary',
    'convert 20 miles to kilometres',
    'convert twenty pounds to kilos',
    'what is at 3 pm in London',
    'what time is the 3 pm meeting in room four',
    "when it's noon remind me to eat",
    'set an alarm for 3 pm in the kitchen',
  ])('%s is something else', (text) => {
    expect(told(text)).not.toMatch(/^time\.now .*"at"/)
  })
})
