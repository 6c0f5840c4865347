import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshUser } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

const file = () => path.join(user.environment.SAM_HOME, 'config.json')
const stored = () => JSON.parse(fs.readFileSync(file(), 'utf8'))
function store(text: string): void {
  fs.mkdirSync(path.dirname(file()), { recursive: true })
  fs.writeFileSync(file(), text)
}

describe('sam config', () => {
  it('shows the defaults without writing anything', async () => {
    const run = await user.sam('config', 'get')
    expect(run.stdout).toMatch(/^hearing\.endpointMs +350$/m)
    expect(fs.existsSync(file())).toBe(false)
  })

  it('shows one setting as bare words', async () => {
    expect((await user.sam('config', 'get', 'speech.voice')).stdout).toBe('piper-en-us-joe\n')
  })

  it.each([
    ['hearing.endpointMs', '650', 650],
    ['offline', 'true', true],
    ['wake.models', 'hey_jarvis, alexa', ['hey_jarvis', 'alexa']],
    ['wake.models', '["timer"]', ['timer']],
    ['weather.place', '12', '12'],
    ['briefing.schedule', 'weekdays at 7:30', 'weekdays at 7:30'],
    ['learning.nightAt', '', ''],
  ])('sets %s to %s', async (key, text, value) => {
    expect((await user.sam('config', 'set', key, text)).code).toBe(0)
    expect((await user.sam('config', 'get', key, '--json')).lines()).toMatchObject([{ key, value }])
  })

  it('keeps what it does not know', async () => {
    store('{ "fromTheFuture": { "a": 1 }, "hearing": { "later": true } }')
    await user.sam('config', 'set', 'hearing.endpointMs', '500')
    expect(stored()).toEqual({ fromTheFuture: { a: 1 }, hearing: { later: true, endpointMs: 500 } })
  })

  it.each([
    ['hearing.endpointMs', '5'],
    ['hearing.endpointMs', 'long'],
    ['offline', 'perhaps'],
    ['hearing', '{}'],
    ['no.such', '1'],
    ['__proto__.polluted', '1'],
  ])('refuses %s = %s and changes nothing', async (key, text) => {
    store('{ "offline": true }')
    const { code, error } = await user.sam('config', 'set', key, text, '--json')
    expect({ code, message: error().message }).toEqual({ code: 2, message: expect.stringContaining(key) })
    expect(stored()).toEqual({ offline: true })
  })

  it.each([
    ['wake.models', 'hey_jarvis,hey_nobody', 'There is no wake word called "hey_nobody".', 'sam wake list'],
    ['speech.voice', 'nobody', 'There is no voice called "nobody".', 'sam models list'],
    ['speech.ownVoice', 'nobody', 'There is no voice of your own called "nobody".', 'sam voices list'],
    ['briefing.schedule', 'soon', '"soon" is not a time I understand.', 'weekdays at 7:30'],
    ['learning.nightAt', 'at night', '"at night" is not a time I understand.', 'weekdays at 7:30'],
  ])('takes no %s that is not there', async (key, text, message, remedy) => {
    const { code, error } = await user.sam('config', 'set', key, text, '--json')
    expect(code).toBeGreaterThan(0)
    expect(error()).toMatchObject({ message, remedy: expect.stringContaining(remedy) })
    expect(fs.existsSync(file())).toBe(false)
  })

  it('says in one sentence what does not fit', async () => {
    const { error } = await user.sam('config', 'set', 'wake.threshold', '7', '--json')
    expect(error().message).toBe('"7" does not fit wake.threshold: Too big: expected number to be <=0.99.')
  })

  it('chooses another wake word beside one that is gone', async () => {
    store('{ "wake": { "models": ["gone"] } }')
    expect((await user.sam('config', 'set', 'wake.models', 'gone,alexa')).code).toBe(0)
    expect(stored().wake.models).toEqual(['gone', 'alexa'])
  })

  it('says that its home is a file', async () => {
    fs.writeFileSync(user.environment.SAM_HOME, '')
    const { error } = await user.sam('config', 'get', 'offline', '--json')
    expect(error()).toMatchObject({ code: 'home-unusable', remedy: 'Name a folder with SAM_HOME.' })
  })

  it('never overwrites settings that it cannot read', async () => {
    store('{ broken')
    const { code, error } = await user.sam('config', 'set', 'offline', 'true', '--json')
    expect(code).toBe(1)
    expect(error()).toMatchObject({ code: 'config-invalid', remedy: expect.stringContaining('config.json') })
    expect(fs.readFileSync(file(), 'utf8')).toBe('{ broken')
  })

  it('names what a later version set and this one cannot follow, and leaves the file as it was', async () => {
    const later = '{ "speech": { "pitch": "of-the-future", "rate": 1 }, "fromTheFuture": true }'
    store(later)
    const { code, error } = await user.sam('config', 'get', 'speech.rate', '--json')
    expect(code).toBe(1)
    expect(error()).toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining('speech.pitch'),
      remedy: expect.stringContaining('move it away'),
    })
    expect(fs.readFileSync(file(), 'utf8')).toBe(later)
  })

  it('names an unknown setting', async () => {
    expect((await user.sam('config', 'get', 'no.such', '--json')).error()).toMatchObject({
      code: 'setting-unknown',
      remedy: 'sam config get',
    })
  })
})
