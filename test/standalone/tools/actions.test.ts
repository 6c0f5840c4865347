import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { SamError } from '../../../src/core/errors.ts'
import { createTools } from '../../../src/tools/create-tools.ts'
import type { Platform } from '../../../src/tools/platform/port.ts'
import type { CallContext } from '../../../src/tools/ports.ts'
import { callContext, createTestClock, createTestLogger, openMemory, platformWith } from './fixtures.ts'

/** A small machine that really changes, over the recording platform. */
function machine() {
  const state = {
    running: ['Notes'],
    volume: 40,
    muted: false,
    playing: false,
    unsaved: 0,
    pages: [] as string[],
  }
  const platform = platformWith({
    applications: {
      async open({ name }) {
        const alreadyRunning = state.running.includes(name)
        if (!alreadyRunning) state.running.push(name)
        return { alreadyRunning }
      },
      async quit({ name }) {
        const wasRunning = state.running.includes(name)
        state.running = state.running.filter((other) => other !== name)
        return { wasRunning }
      },
      list: async () => state.running,
      front: async () => ({ name: 'Code', bundleId: 'com.microsoft.VSCode' }),
      unsavedDocuments: async () => state.unsaved,
    },
    web: {
      async open(url) {
        state.pages.push(url)
      },
    },
    sound: {
      async setVolume(change) {
        const before = state.volume
        state.volume = Math.max(0, Math.min(100, 'level' in change ? change.level : before + change.delta))
        return { before, after: state.volume }
      },
      async setMuted(muted) {
        const before = state.muted
        state.muted = muted
        return { before }
      },
    },
    media: {
      async command(command) {
        state.playing = command === 'play' || (command !== 'pause' && state.playing)
        return { player: 'Music' }
      },
      nowPlaying: async () => ({
        player: 'Music',
        state: state.playing ? 'playing' : 'paused',
        title: 'So What',
        artist: 'Miles Davis',
      }),
    },
    system: { battery: async () => ({ state: 'discharging', percent: 81, minutesLeft: 312 }) },
  })
  return { state, platform }
}

function tools(platform: Platform, time = createTestClock()) {
  const memory = openMemory()
  const { runner, scheduler } = createTools({
    platform,
    memory,
    clock: time.clock,
    machine: time.machine,
    logger: createTestLogger(),
    onRing() {},
  })
  let calls = 0
  return {
    time,
    memory,
    scheduler,
    run: (tool: string, input: Record<string, unknown> = {}, context: CallContext = callContext()) =>
      runner.run({ callId: `call-${calls++}`, tool, input }, context),
  }
}

describe('taking back', () => {
  test('gives back what was, one action after the other, newest first', async () => {
    const { state, platform } = machine()
    const { run } = tools(platform)
    await run('sound.volume', { level: 70 })
    await run('sound.mute', {})
    await run('apps.open', { app: 'safari' })
    await run('apps.quit', { app: 'notes' })
    await run('media.play', {})
    await run('web.open', { url: 'example.com' })
    expect(state).toMatchObject({ running: ['Safari'], volume: 70, muted: true, playing: true })
    const said = []
    for (let step = 0; step < 6; step += 1) said.push((await run('undo.last')).spoken)
    expect(said).toEqual([
      'Paused again.',
      'I opened Notes again.',
      'I closed Safari again.',
      'The sound is on again.',
      'The volume is back at 40 percent.',
      'There is nothing that I could undo.',
    ])
    expect(state).toMatchObject({ running: ['Notes'], volume: 40, muted: false, playing: false })
  })

  test('an application that ran before is not quit by it', async () => {
    const { state, platform } = machine()
    const { run } = tools(platform)
    await run('apps.open', { app: 'notes' })
    expect(await run('undo.last')).toMatchObject({ ok: false, code: 'nothing-to-undo' })
    expect(state.running).toEqual(['Notes'])
  })

  test('timers: one set is cancelled, one cancelled runs again', async () => {
    const { run, scheduler } = tools(machine().platform)
    await run('time.timer', { durationSeconds: 300, name: 'pasta' })
    await run('undo.last')
    expect(scheduler.waiting()).toEqual([])
    await run('time.timer', { durationSeconds: 300, name: 'tea' })
    await run('time.cancel', { kind: 'timer' })
    expect((await run('undo.last')).spoken).toBe('It runs again.')
    expect(scheduler.waiting().map(({ timer }) => timer.name)).toEqual(['tea'])
  })

  test('ends after a day, and stays possible when it failed', async () => {
    const { state, platform } = machine()
    const { setVolume } = platform.sound
    let broken = false
    const sometimes: Platform = {
      ...platform,
      sound: {
        ...platform.sound,
        async setVolume(change, signal) {
          if (broken) throw new Error('no sound')
          return setVolume(change, signal)
        },
      },
    }
    const { run, time } = tools(sometimes)
    await run('sound.volume', { delta: 20 })
    broken = true
    expect(await run('undo.last')).toMatchObject({ ok: false, code: 'tool-failed' })
    broken = false
    time.pass(23 * 3_600_000)
    expect(await run('undo.last')).toMatchObject({ ok: true })
    expect(state.volume).toBe(40)
    await run('sound.volume', { delta: 20 })
    time.pass(25 * 3_600_000)
    expect(await run('undo.last')).toMatchObject({ ok: false, code: 'nothing-to-undo' })
  })

  test('names the row that it took back', async () => {
    const { run, memory } = tools(machine().platform)
    await run('sound.volume', { level: 10 })
    await run('undo.last')
    const rows = memory.audit.list().filter((row) => row.type === 'action')
    expect(rows.map(({ tool, undoes }) => [tool, undoes])).toEqual([
      ['sound.volume', undefined],
      ['undo.last', rows[0]?.id],
    ])
  })
})

describe('applications', () => {
  test('quitting asks when work would be lost', async () => {
    const { state, platform } = machine()
    const { run } = tools(platform)
    state.unsaved = 2
    expect(await run('apps.quit', { app: 'notes' })).toMatchObject({ ok: false, refused: true })
    expect(state.running).toEqual(['Notes'])
    const asked: string[] = []
    const ask = async (prompt: string) => {
      asked.push(prompt)
      return { approved: true, by: 'panel' }
    }
    await run('apps.quit', { app: 'notes' }, callContext({ ask }))
    expect(asked).toEqual(['Quit Notes, which has 2 unsaved documents.'])
    expect(state.running).toEqual([])
    expect((await run('apps.quit', { app: 'notes' }, callContext({ ask }))).spoken).toBe('Notes is not running.')
  })

  test('an unknown one is said to be unknown, a list is told, and the one in front by its usual name', async () => {
    const { run } = tools(machine().platform)
    expect(await run('apps.open', { app: 'Banana Peeler' })).toMatchObject({ ok: false, code: 'app-unknown' })
    expect((await run('apps.list')).spoken).toBe('Running: Notes.')
    expect((await run('apps.front')).spoken).toBe('Visual Studio Code is in front.')
  })
})

describe('pages', () => {
  test('only http and https are opened, and no address that shows one host and means another', async () => {
    const { state, platform } = machine()
    const { run } = tools(platform)
    for (const url of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,hello',
      'ssh://host.example',
      'x-apple.systempreferences:com.apple.preference',
      'https://bank.example@evil.example/',
      'https://',
      'not a page',
      'word',
    ]) {
      expect(await run('web.open', { url }), url).toMatchObject({ ok: false, code: 'address-unsafe' })
    }
    expect(state.pages).toEqual([])
    await run('web.open', { url: 'github.com/kysely' })
    await run('web.open', { url: 'http://localhost:8080/a' })
    await run('web.search', { query: 'a & b? "c" #d \ud800' })
    expect(state.pages).toEqual([
      'https://github.com/kysely',
      'http://localhost:8080/a',
      'https://duckduckgo.com/?q=a%20%26%20b%3F%20%22c%22%20%23d%20%EF%BF%BD',
    ])
  })
})

describe('sound, music, battery', () => {
  test('say what came of it', async () => {
    const { platform } = machine()
    const { run } = tools(platform)
    expect((await run('sound.volume', { delta: -15 })).spoken).toBe('Volume 25 percent.')
    expect((await run('sound.mute', { muted: false })).spoken).toBe('The sound is on.')
    expect((await run('media.now-playing')).spoken).toBe('Paused at So What by Miles Davis.')
    expect((await run('media.play', { app: 'Music' })).spoken).toBe('Playing.')
    expect((await run('media.now-playing')).spoken).toBe('This is So What by Miles Davis.')
    expect((await run('system.battery')).spoken).toBe(
      'The battery is at 81 percent with about 5 hours and 12 minutes left.',
    )
    for (const input of [{}, { level: 101 }, { level: 5, delta: 5 }]) {
      expect(await run('sound.volume', input)).toMatchObject({ ok: false, code: 'invalid-arguments' })
    }
  })

  test('music that it does not find is not replaced by other music', async () => {
    const { state, platform } = machine()
    const musicLibrary = {
      ...platform.musicLibrary,
      async play(query: string): Promise<never> {
        throw new SamError('nothing-to-play', `I found no ${query} in your music.`)
      },
    }
    const { run } = tools({ ...platform, musicLibrary })
    const result = await run('media.play', { query: 'the beatles' })
    expect(result).toMatchObject({ ok: false, spoken: expect.stringMatching(/found no the beatles/) })
    expect(state.playing).toBe(false)
  })
})

describe('times', () => {
  test('here, elsewhere, and of other days', async () => {
    const { run, time } = tools(machine().platform)
    time.setWall(new Date(2025, 10, 22, 16, 20))
    expect((await run('time.now')).spoken).toBe("It's 4:20 in the afternoon.")
    expect((await run('time.date')).spoken).toBe("It's Saturday, November 22, 2025.")
    expect((await run('time.date', { at: '2025-12-25' })).spoken).toBe('Thursday, December 25, 2025 is in 33 days.')
    expect((await run('time.date', { at: '2025-11-21' })).spoken).toBe('Friday, November 21, 2025 was yesterday.')
    expect(await run('time.now', { place: 'atlantis' })).toMatchObject({ ok: false, code: 'place-unknown' })
    time.setWall(new Date('2025-11-22T16:20:00Z'))
    expect(await run('time.now', { place: 'Tokyo' })).toMatchObject({
      spoken: expect.stringMatching(/^In Tokyo it's 1:20 at night/),
      output: { at: '2025-11-23T01:20:00', timeZone: 'Asia/Tokyo' },
    })
  })

  test('an hour of one place is told for another, with its day, also while only one has summer time', async () => {
    const said = async (input: Record<string, unknown>, moment?: Date) =>
      (await tools(machine().platform, createTestClock(moment)).run('time.now', input)).spoken
    vi.stubEnv('TZ', 'Europe/Lisbon')
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await said({ at: '15:00', from: 'London', place: 'Tokyo' })).toBe(
      "When it's 3 o'clock in the afternoon in London, it's midnight in Tokyo, the next day.",
    )
    expect(await said({ at: '12:00', place: 'New York' })).toBe(
      "When it's noon here, it's 7 o'clock in the morning in New York.",
    )
    expect(await said({ at: '20:00', from: 'los angeles' })).toBe(
      "When it's 8 o'clock in the evening in los angeles, it's 4 o'clock at night here, the next day.",
    )
    expect(await said({ at: '01:00', from: 'Auckland', place: 'Honolulu' })).toMatch(/the day before\.$/)
    // In this week New York has summer time already and Europe has not.
    expect(await said({ at: '12:00', place: 'New York' }, new Date(2026, 2, 16, 10))).toMatch(
      /8 o'clock in the morning/,
    )
    expect(await said({ at: '12:00', place: 'Nowhereville' })).toBe('I do not know the time zone of Nowhereville.')
  })

  test('timers are set, told, chosen and cancelled', async () => {
    const { run, scheduler, time } = tools(machine().platform)
    expect((await run('time.timer', { durationSeconds: 600, name: 'pasta' })).spoken).toBe(
      'Pasta timer set for 10 minutes. It rings only once SAM is running: start it with sam start.',
    )
    scheduler.start()
    expect((await run('time.timer', { durationSeconds: 300 })).spoken).toBe('Timer set for 5 minutes.')
    time.pass(60_000)
    expect((await run('time.list', { kind: 'timer' })).spoken).toBe(
      'Your 5 minute timer has 4 minutes left. Your pasta timer has 9 minutes left.',
    )
    expect((await run('time.list', { durationSeconds: 300 })).spoken).toBe('Your 5 minute timer has 4 minutes left.')
    expect(await run('time.cancel', { kind: 'timer' })).toMatchObject({
      ok: false,
      code: 'timer-ambiguous',
      spoken: 'There are 2: the 5 minute timer and the pasta timer. Which one?',
    })
    expect((await run('time.cancel', { name: 'Pasta' })).spoken).toBe('I cancelled the pasta timer.')
    expect((await run('time.cancel', { kind: 'timer', all: true })).spoken).toBe('I cancelled the 5 minute timer.')
    expect((await run('time.list')).spoken).toBe('No timer or alarm is set.')
    expect(await run('time.cancel', { kind: 'timer', name: 'rice' })).toMatchObject({
      ok: false,
      spoken: 'There is no timer called rice.',
    })
    scheduler.stop()
  })

  test('alarms are for the next such time, chosen by time, day and part of the day', async () => {
    const { run, scheduler } = tools(machine().platform)
    scheduler.start()
    expect((await run('time.alarm', { at: '07:30' })).spoken).toBe('Alarm set for 7:30 in the morning tomorrow.')
    expect((await run('time.alarm', { at: '2025-11-24T19:00:00' })).spoken).toBe(
      "Alarm set for 7 o'clock in the evening on Monday.",
    )
    for (const at of ['2025-11-22T16:00:00', '2025-11-22T16:20:00']) {
      expect(await run('time.alarm', { at })).toMatchObject({ ok: false, code: 'time-past' })
    }
    for (const at of ['soon', '25:00', '7']) {
      expect(await run('time.alarm', { at })).toMatchObject({ ok: false, code: 'time-unclear' })
    }
    const morning = 'An alarm is set for 7:30 in the morning tomorrow.'
    const evening = "An alarm is set for 7 o'clock in the evening on Monday."
    expect((await run('time.list', { kind: 'alarm', part: 'morning' })).spoken).toBe(morning)
    expect((await run('time.list', { kind: 'alarm', day: '2025-11-24' })).spoken).toBe(evening)
    expect((await run('time.list', { kind: 'alarm', at: '2025-11-23T19:00:00' })).spoken).toBe(evening)
    expect((await run('time.list', { kind: 'alarm', day: '2025-12-24' })).spoken).toBe('No such alarm is set.')
    expect(await run('time.cancel', { kind: 'alarm', at: '2025-11-24T07:30:00' })).toMatchObject({ ok: true })
    expect((await run('time.list', { kind: 'alarm' })).spoken).toBe(evening)
    scheduler.stop()
  })
})

describe('choosing among timers and alarms', () => {
  test('to the minute first, else by the time of day; a timer by when it ends', async () => {
    const { run, scheduler } = tools(machine().platform)
    for (const at of ['2025-11-23T07:30', '2025-11-24T07:30', '2025-11-25T08:00']) await run('time.alarm', { at })
    await run('time.timer', { durationSeconds: 600 })
    const cancelled = async (choice: Record<string, unknown>) => {
      const before = scheduler.waiting().map(({ timer }) => timer.id)
      await run('time.cancel', choice)
      const after = new Set(scheduler.waiting().map(({ timer }) => timer.id))
      return before.filter((id) => !after.has(id))
    }
    expect(await cancelled({ kind: 'alarm', at: '2025-11-24T07:30:00' })).toEqual([2])
    expect(await cancelled({ kind: 'alarm', at: '2025-11-24T09:00:00' })).toEqual([])
    expect(await cancelled({ kind: 'alarm', at: '2025-11-24T08:00:00' })).toEqual([3])
    expect(await cancelled({ kind: 'timer', at: '2025-11-22T16:29:00' })).toEqual([])
    expect(await cancelled({ kind: 'timer', at: '2025-11-22T16:30:00' })).toEqual([4])
    expect(await cancelled({ day: '2025-11-23', part: 'evening' })).toEqual([])
    expect(await cancelled({ day: '2025-11-23', part: 'morning' })).toEqual([1])
  })
})

test('what was done last is told, reading left out', async () => {
  const { state, platform } = machine()
  const { run } = tools(platform)
  expect((await run('audit.recent')).spoken).toBe('I have not done anything yet.')
  await run('sound.volume', { level: 30 })
  await run('time.now')
  state.unsaved = 1
  await run('apps.quit', { app: 'notes' })
  expect((await run('audit.recent')).spoken).toBe(
    'Quit Notes, which has an unsaved document: not done, for want of a yes, at 4:20 in the afternoon. ' +
      'Set the volume to 30 percent: done, at 4:20 in the afternoon.',
  )
})
