import fs from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freshUser } from './run-sam.ts'

let user: ReturnType<typeof freshUser>
beforeEach(() => {
  user = freshUser()
})
afterEach(() => user.remove())

describe('sam doctor', () => {
  it('looks at everything and exits 3 with the cure when models are missing', async () => {
    const phrase = `${user.environment.SAM_HOME}/wake/hey_sam`
    fs.mkdirSync(phrase, { recursive: true })
    fs.writeFileSync(`${phrase}/phrase.json`, '{ broken')
    const run = await user.sam('doctor', '--json')
    const checks = run.lines().filter(({ type }) => type === 'check')
    expect(checks.length).toBeGreaterThanOrEqual(20)
    for (const check of checks) {
      expect(check).toMatchObject({ name: expect.any(String), ok: expect.any(Boolean), detail: expect.any(String) })
      if (check['ok'] === false) expect(check['remedy']).toEqual(expect.any(String))
    }
    const ofName = (name: string) => checks.find((check) => check['name'] === name)
    expect(ofName('engine better-sqlite3')).toMatchObject({ ok: true })
    expect(ofName('home folder')).toMatchObject({ ok: true })
    expect(ofName('wake words')).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('sam wake train "hey sam"'),
    })
    expect(ofName('model whisper-tiny-en')).toMatchObject({ ok: false, remedy: 'sam models pull whisper-tiny-en' })
    expect(run.code).toBe(3)
    expect(run.error()).toMatchObject({ code: 'not-ready', remedy: 'sam models pull' })
  })

  it.each([
    { what: 'what it knew of it is damaged', voiceprint: '{ broken', remedy: 'sam wake only-me on' },
    {
      what: 'the model that tells voices apart is missing',
      voiceprint: JSON.stringify({
        direction: Array.from({ length: 256 }, () => 1 / 16),
        threshold: 0.4,
        recordings: 8,
        madeAt: '2026-11-30T00:00:00.000Z',
      }),
      remedy: 'sam models pull speaker-encoder',
    },
  ])('says that SAM hears nobody where only one voice may wake it and $what', async ({ voiceprint, remedy }) => {
    fs.mkdirSync(`${user.environment.SAM_HOME}/wake`, { recursive: true })
    fs.writeFileSync(`${user.environment.SAM_HOME}/wake/voiceprint.json`, voiceprint)
    const { lines } = await user.sam('doctor', '--json')
    expect(lines().find(({ name }) => name === 'only your voice wakes SAM')).toMatchObject({ ok: false, remedy })
  })

  it('never shows the key', async () => {
    process.env['ANTHROPIC_API_KEY'] = 'sk-ant-very-secret'
    try {
      const { stdout, stderr } = await user.sam('doctor')
      expect(stdout).toMatch(/Claude key: set in the environment/)
      expect(stdout + stderr).not.toContain('very-secret')
    } finally {
      delete process.env['ANTHROPIC_API_KEY']
    }
  })

  it('names settings that lead nowhere', async () => {
    fs.mkdirSync(user.environment.SAM_HOME, { recursive: true })
    const settings = { wake: { models: ['hey_nobody'] }, briefing: { schedule: 'soon' } }
    fs.writeFileSync(`${user.environment.SAM_HOME}/config.json`, JSON.stringify(settings))
    const { lines } = await user.sam('doctor', '--json')
    const wrong = lines().filter(({ name }) => String(name).startsWith('setting'))
    expect(wrong).toMatchObject([
      { name: 'setting wake.models', ok: false, remedy: 'sam wake list' },
      { name: 'setting briefing.schedule', ok: false, remedy: expect.stringContaining('weekdays at 7:30') },
    ])
  })

  it('goes on after a broken part', async () => {
    fs.mkdirSync(user.environment.SAM_HOME, { recursive: true })
    fs.writeFileSync(`${user.environment.SAM_HOME}/config.json`, '{ broken')
    fs.writeFileSync(
      `${user.environment.SAM_HOME}/sam.db`,
      'not a database at all, but long enough to be read as one'.repeat(40),
    )
    const { code, lines } = await user.sam('doctor', '--json')
    const wrong = lines().filter((line) => line['ok'] === false)
    expect(wrong.map(({ name }) => name)).toEqual(expect.arrayContaining(['settings', 'database']))
    expect(lines().at(-1)).toMatchObject({ type: 'error' })
    expect(code).toBe(3)
  })
})
