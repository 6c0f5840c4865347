import { describe, expect, test } from 'vitest'
import { loadPlatform } from '../../../src/tools/platform/load-platform.ts'
import { callContext, createTestClock, createTestLogger, temporaryFolder } from './fixtures.ts'
import { macWith, at as moment } from './mac-applications.ts'
import { toolsOverTime } from './tools-over-time.ts'

const minute = 60_000
const unattended = ' I can say it only while SAM is running: start it with sam start.'

/** SAM on a Linux machine with nothing on it. */
async function linuxWith(home = temporaryFolder(), time = createTestClock()) {
  const environment = { SAM_PLATFORM: 'linux', PATH: '', HOME: '/nowhere' }
  const { runner, ...rest } = toolsOverTime(await loadPlatform({ environment, logger: createTestLogger() }), home, time)
  const ask = async () => ({ approved: true, by: 'panel' })
  const run = (tool: string, input: Record<string, unknown> = {}) =>
    runner.run({ callId: 'call-1', tool, input }, callContext({ ask }))
  const said = async (tool: string, input: Record<string, unknown> = {}) => (await run(tool, input)).spoken
  return { ...rest, run, said }
}

describe('on a Mac', () => {
  const reminders = () => ({ reminders: { lists: [{ name: 'Reminders', reminders: [] as object[] }] } })

  test('a reminder is made in Reminders and spoken at its time', async () => {
    const { run, until, holds } = macWith(reminders())
    const made = await run('reminders.create', { text: 'take the pizza out', at: '2025-11-22T16:40:00' })
    expect(made.spoken).toBe('I will remind you today at 4:40 in the afternoon: take the pizza out.')
    expect(holds('reminders')['lists']).toMatchObject([{ reminders: [{ name: 'take the pizza out' }] }])
    expect(await until(new Date(2025, 10, 22, 16, 39))).toEqual([])
    expect(await until(new Date(2025, 10, 22, 16, 40))).toEqual(['A reminder: take the pizza out.'])
  })

  test('one that was done, there or by voice, or taken back, is not spoken', async () => {
    const { run, until, holds, put } = macWith(reminders())
    for (const text of ['milk', 'oil', 'bread', 'eggs', 'salt'])
      await run('reminders.create', { text, at: '2025-11-22T17:00:00' })
    expect(await run('undo.last')).toMatchObject({ spoken: 'I removed the reminder again.' })
    expect(await run('reminders.complete', { text: 'bread' })).toMatchObject({ ok: true })
    const [list] = holds('reminders')['lists'] as { reminders: { name: string }[] }[]
    const done = list?.reminders
      .filter((one) => one.name !== 'oil')
      .map((one) => (one.name === 'milk' ? { ...one, completed: true } : one))
    put('reminders', { lists: [{ name: 'Reminders', reminders: done }] })
    expect(await until(new Date(2025, 10, 22, 17))).toEqual(['A reminder: eggs.'])
  })

  test('one whose application does not answer is spoken: better once too often', async () => {
    const { run, until, fail } = macWith(reminders())
    await run('reminders.create', { text: 'milk', at: '2025-11-22T17:00:00' })
    fail('execution error: Not authorized to send Apple events to Reminders. (-1743)', true)
    expect(await until(new Date(2025, 10, 22, 17))).toEqual(['A reminder: milk.'])
  })

  test('a whole day is spoken at nine; what has no time, or whose hour is over, is only made', async () => {
    const { run, until } = macWith(reminders())
    expect((await run('reminders.create', { text: 'taxes', day: '2025-11-24' })).spoken).toBe(
      'I will remind you on Monday: taxes.',
    )
    expect((await run('reminders.create', { text: 'walk', day: '2025-11-22' })).spoken).toBe(
      'I made a reminder today: walk.',
    )
    expect(await until(new Date(2025, 10, 23, 23))).toEqual([])
    expect(await until(new Date(2025, 10, 24, 9))).toEqual(['A reminder: taxes.'])
  })

  test('a repeating one is kept and spoken by SAM alone, listed, ended, and brought back', async () => {
    const { run, until, holds } = macWith({
      reminders: {
        lists: [
          {
            name: 'Reminders',
            reminders: [{ id: 'a', name: 'bank', completed: false, dueDate: moment(2025, 10, 25, 9) }],
          },
        ],
      },
    })
    const made = await run('reminders.create', {
      text: 'water the plants',
      at: '2025-11-24T09:00:00',
      repeat: 'monday',
    })
    expect(made.spoken).toBe(
      `I will remind you every Monday at 9 o'clock in the morning: water the plants.${unattended}`,
    )
    expect(holds('reminders')['lists']).toMatchObject([{ reminders: [{ name: 'bank' }] }])
    expect((await run('reminders.list')).spoken).toBe(
      "You have 2 open reminders: water the plants, every Monday at 9 o'clock in the morning; bank, on Tuesday at 9 o'clock in the morning.",
    )
    expect((await run('reminders.list', { day: '2025-11-25' })).spoken).toMatch(
      /^You have 1 open reminder on Tuesday: bank/,
    )
    const spoken = ['A reminder: water the plants.']
    expect(await until(new Date(2025, 10, 24, 9))).toEqual(spoken)
    expect(await until(new Date(2025, 10, 25, 9))).toEqual([])
    expect(await until(new Date(2025, 11, 1, 9))).toEqual(spoken)
    expect(await run('reminders.remove', { text: 'plants' })).toMatchObject({
      spoken: 'I will not remind you of it any more: water the plants.',
    })
    expect((await run('undo.last')).spoken).toBe('It is back: water the plants.')
    expect(await until(new Date(2025, 11, 8, 9))).toEqual(spoken)
    await run('reminders.remove', { text: 'plants' })
    expect(await until(new Date(2025, 11, 15, 9))).toEqual([])
  })

  test('what cannot be repeated is refused, and nothing is made', async () => {
    const { run, holds } = macWith(reminders())
    expect(await run('reminders.create', { text: 'drink', repeat: 'every hour' })).toMatchObject({
      ok: false,
      code: 'repeat-unclear',
    })
    expect(holds('reminders')['lists']).toMatchObject([{ reminders: [] }])
  })

  test('are deleted by their words or their time, and brought back with both', async () => {
    const { run, holds, until } = macWith(reminders())
    await run('reminders.create', { text: 'call ana', at: '2025-11-22T17:00:00' })
    await run('reminders.create', { text: 'call bo', at: '2025-11-22T18:00:00' })
    expect(await run('reminders.remove', { text: 'call' })).toMatchObject({ ok: false, code: 'reminder-ambiguous' })
    expect(await run('reminders.remove', {})).toMatchObject({ ok: false, code: 'reminder-ambiguous' })
    expect((await run('reminders.remove', { at: '2025-11-22T17:00:00' })).spoken).toBe(
      'I deleted the reminder: call ana.',
    )
    const names = () =>
      (holds('reminders')['lists'] as { reminders: { name: string }[] }[])[0]?.reminders.map((one) => one.name)
    expect(names()).toEqual(['call bo'])
    await run('undo.last')
    expect(names()).toEqual(['call bo', 'call ana'])
    expect(await until(new Date(2025, 10, 22, 17))).toEqual(['A reminder: call ana.'])
  })
})

describe('where there is no such application', () => {
  test('SAM keeps reminders itself: made, listed, spoken, done', async () => {
    const { said, run, until } = await linuxWith()
    expect(await said('reminders.create', { text: 'take the pizza out', at: '2025-11-22T16:40:00' })).toBe(
      `I will remind you today at 4:40 in the afternoon: take the pizza out.${unattended}`,
    )
    await run('reminders.create', { text: 'call ana', day: '2025-11-24' })
    await run('reminders.create', { text: 'write a book' })
    expect(await said('reminders.list')).toBe(
      'You have 3 open reminders: take the pizza out, today at 4:40 in the afternoon; call ana, on Monday; write a book.',
    )
    expect(await until(new Date(2025, 10, 22, 16, 40))).toEqual(['A reminder: take the pizza out.'])
    expect(await said('reminders.complete', { text: 'pizza' })).toBe('Done: take the pizza out.')
    expect(await said('reminders.list', { day: '2025-11-22' })).toBe('You have no open reminders today.')
    expect(await said('undo.last')).toBe('take the pizza out is open again.')
    expect(await said('reminders.list')).toMatch(/^You have 3/)
    expect(await run('reminders.create', { text: 'x', list: 'garden' })).toMatchObject({ code: 'list-not-found' })
  })

  test('lists too', async () => {
    const { said } = await linuxWith()
    expect(await said('lists.add', { text: 'milk', list: 'shopping' })).toBe(
      'I put milk on the list Shopping. It is a new list.',
    )
    expect(await said('lists.add', { text: 'bread', list: 'groceries' })).toBe('I put bread on the list Shopping.')
    expect(await said('lists.show', { list: 'shopping' })).toBe('On the list Shopping: milk and bread.')
    expect(await said('lists.remove', { text: 'milk', list: 'shopping' })).toBe('I took milk off the list Shopping.')
    expect(await said('lists.remove', { list: 'shopping' })).toBe('I removed the list Shopping.')
    expect(await said('lists.show')).toBe('Your list is Reminders.')
    expect(await said('undo.last')).toBe('bread is back on the list Shopping.')
  })

  test('a restart loses nothing; what came due meanwhile is told, and can ring again', async () => {
    const home = temporaryFolder()
    const before = await linuxWith(home)
    await before.run('reminders.create', { text: 'take the pizza out', at: '2025-11-22T16:40:00' })
    before.memory.database.close()
    before.time.pass(60 * minute)
    const { said, until } = await linuxWith(home, before.time)
    expect(await until(before.time.clock.wallTime())).toEqual([
      'I was not there to remind you at 4:40 in the afternoon: take the pizza out.',
    ])
    expect(await said('time.snooze', { durationSeconds: 300 })).toBe('I will remind you again in 5 minutes.')
    expect(await said('time.list')).toBe('No timer or alarm is set.')
    expect(await until(new Date(2025, 10, 22, 17, 25))).toEqual(['A reminder: take the pizza out.'])
  })
})
