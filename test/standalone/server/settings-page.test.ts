import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultConfig } from '../../../src/core/config.ts'
import { DeskPage } from './desk-page.ts'
import { type Running, startServer } from './fixtures.ts'

let running: Running
let page: DeskPage
beforeEach(async () => {
  running = await startServer()
  page = await DeskPage.open(running)
})
afterEach(async () => {
  await running.server.close()
  await running.desk.close()
})

const file = () => path.join(running.desk.home, 'config.json')
const stored = () => JSON.parse(fs.readFileSync(file(), 'utf8')) as unknown
const line = async (key: string) => (await page.ask('settings.list', {})).settings.find((one) => one.key === key)

describe('what the Settings page asks', () => {
  test('a change is checked by the core, written, and keeps what it does not know', async () => {
    fs.writeFileSync(file(), JSON.stringify({ later: { a: 1 }, hearing: { warp: 9, endpointMs: 300 } }))
    await page.ask('settings.set', { key: 'hearing.followUpMs', value: 9000 })
    expect(stored()).toEqual({ later: { a: 1 }, hearing: { warp: 9, endpointMs: 300, followUpMs: 9000 } })
    expect(await line('hearing.followUpMs')).toMatchObject({ value: 9000, fallback: 6000, waits: true })

    await page.ask('settings.set', { key: 'hearing.endpointMs', value: null })
    expect(stored()).toEqual({ later: { a: 1 }, hearing: { warp: 9, followUpMs: 9000 } })
    expect(await line('hearing.endpointMs')).toMatchObject({
      value: defaultConfig.hearing.endpointMs,
      waits: false,
    })
  })

  test.each([
    ['hearing.endpointMs', 10, 'setting-invalid'],
    ['hearing.endpointMs', 'soon', 'setting-invalid'],
    ['weather.units', 'kelvin', 'setting-invalid'],
    ['news.feeds', ['file:///etc/passwd'], 'setting-invalid'],
    ['no.such', true, 'setting-unknown'],
    ['__proto__.x', true, 'setting-unknown'],
  ])('%s = %j is refused, and nothing is written', async (key, value, code) => {
    expect(await page.refusal('settings.set', { key, value })).toMatchObject({ code })
    expect(fs.existsSync(file())).toBe(false)
  })

  test('a file that cannot be read is told, never overwritten', async () => {
    fs.writeFileSync(file(), '{ broken')
    expect(await page.refusal('settings.set', { key: 'offline', value: true })).toMatchObject({
      code: 'config-invalid',
    })
    expect(fs.readFileSync(file(), 'utf8')).toBe('{ broken')
  })

  test('what is read anew each time waits for no restart', async () => {
    await page.ask('settings.set', { key: 'scraping.enabled', value: ['own-code'] })
    expect(await line('scraping.enabled')).toMatchObject({ value: ['own-code'], waits: false })
  })

  test('one rule holds for a whole tool, rules for a target stay, and each can be forgotten', async () => {
    const rules = async () =>
      (await page.ask('settings.tools', {})).rules.map(({ effect, tool, target }) => [effect, tool, target])
    await page.ask('settings.rule', { tool: 'notes.create', effect: 'allow' })
    await page.ask('settings.rule', { tool: 'notes.create', effect: 'deny' })
    expect(await rules()).toEqual([['deny', 'notes.create', undefined]])
    await page.ask('settings.rule', { tool: 'notes.create', effect: 'usual' })
    expect(await rules()).toEqual([])
    await page.ask('settings.rule', { tool: 'mail.send', effect: 'allow' })
    const [rule] = (await page.ask('settings.tools', {})).rules
    expect(rule?.expiresAtMs).toBeGreaterThan(rule?.createdAtMs ?? Number.POSITIVE_INFINITY)
    await page.ask('settings.forget-rule', { id: rule?.id ?? 0 })
    expect(await page.refusal('settings.forget-rule', { id: rule?.id ?? 0 })).toMatchObject({ code: 'rule-unknown' })
    expect(await page.refusal('settings.rule', { tool: 'bank.empty', effect: 'allow' })).toMatchObject({
      code: 'tool-unknown',
    })
  })
})
