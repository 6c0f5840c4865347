import { describe, expect, test } from 'vitest'
import { askDesk, measure } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'

describe('the pages Timers and Service levels', { timeout: 60_000 }, () => {
  const { harness, open } = usePanel()

  test('a timer, an alarm and a reminder are set, cancelled and taken back', async () => {
    const { page, complaints } = await open('#timers')
    await page.getByText('No timer, alarm or reminder is set.').waitFor()
    await page.getByLabel('Minutes').fill('12')
    await page.getByLabel('Name').fill('pasta')
    await page.keyboard.press('Enter')
    const pasta = page.locator('.timer', { hasText: 'pasta' })
    await pasta.locator('.timer-left', { hasText: /^1[12]:\d\d$/ }).waitFor()

    await page.getByRole('button', { name: 'Alarm', exact: true }).click()
    await page.getByLabel('When').fill('2099-03-04T07:30')
    await page.getByLabel('Repeat').selectOption('weekdays')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByText('every weekday at').waitFor()
    await page.getByRole('button', { name: 'Reminder', exact: true }).click()
    await page.getByLabel('When').fill('2001-01-01T10:00')
    await page.getByLabel('What of').fill('call Ana')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.locator('.failure-line', { hasText: 'That time is already over.' }).waitFor()
    await page.getByLabel('When').fill('2099-03-04T10:00')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.locator('.timer', { hasText: 'call Ana' }).waitFor()

    await page.getByRole('button', { name: 'Cancel: pasta' }).click()
    await pasta.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await pasta.waitFor()
    const { lines } = await askDesk(harness.desk, 'history.audit', {})
    expect(lines.map((line) => ('tool' in line ? line.tool : ''))).toEqual([
      'time.cancel',
      'time.cancel',
      'reminders.create',
      'reminders.create',
      'time.alarm',
      'time.timer',
    ])

    // Many of them scroll by themselves, and are searched.
    for (let i = 0; i < 60; i += 1)
      await askDesk(harness.desk, 'timers.add', { kind: 'timer', durationSeconds: 9000 + i, name: `round ${i}` })
    const search = page.getByRole('searchbox', { name: 'Search: Set now' })
    await search.waitFor()
    expect(await page.locator('.timer').count()).toBeLessThan(40)
    await search.fill('round 57')
    await page.locator('.timer', { hasText: 'round 57' }).waitFor()
    await expect.poll(() => page.locator('.timer').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.locator('.timer', { hasText: 'pasta' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('the briefing gets its time, its days and its order, and is told at a click', async () => {
    const { page, complaints } = await open('#timers')
    await page.getByRole('switch', { name: 'Tell it by myself' }).click()
    await page.getByText(/^Next: /).waitFor()
    await page.getByRole('button', { name: 'Saturday' }).click()
    await page.getByRole('button', { name: 'Saturday', pressed: true }).waitFor()
    await page.locator('input[type="time"]').fill('06:45')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Weather: earlier' }).click()
    // Not `uncheck`: the box follows what was written, a moment after the click.
    await page.getByRole('checkbox', { name: 'News' }).click()
    const state = () => askDesk(harness.desk, 'timers.briefing', {})
    await expect.poll(state).toMatchObject({
      schedule: { weekdays: [1, 2, 3, 4, 5, 6], hour: 6, minute: 45 },
      sections: ['calendar', 'reminders', 'weather', 'mail', 'learning'],
    })
    await page.getByRole('button', { name: 'Tell it now' }).click()
    await expect.poll(() => harness.engine.askedFor('text').map(({ text }) => text)).toEqual(['give me my briefing'])
    await page.getByText('give me my briefing', { exact: false }).waitFor()
    expect(complaints).toEqual([])
  })

  test('the steps of an answer, lost frames and what woke it are shown, and a false wake is named', async () => {
    measure(harness.service)
    const { page, complaints } = await open('#service')
    const stage = page.locator('.stage', { hasText: 'Recognising' })
    await stage.getByText('as a rule').waitFor()
    await stage.locator('canvas').waitFor()
    await stage.getByText('The same as a table').click()
    expect(await stage.locator('tbody tr').count()).toBe(40)
    await page.getByText('2 frames lost of 3,002.').waitFor()
    const nobody = page.locator('.wake', { hasText: 'then nobody spoke' })
    await nobody.getByText('score 0.52').waitFor()
    await nobody.getByRole('button').click()
    await nobody.locator('[aria-pressed="true"]').waitFor()
    expect(harness.service.levels().wakes.map(({ falseWake }) => falseWake)).toEqual([true, false])
    await page.getByText('wakes me less').waitFor()
    expect(complaints).toEqual([])
  })
})
