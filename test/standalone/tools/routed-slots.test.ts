import { describe, expect, test } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { createTools } from '../../../src/tools/create-tools.ts'
import { createTestClock, createTestLogger, openMemory, platformWith } from './fixtures.ts'

/** What people say, and the commands that must come of it, each understood by its tool as it stands. */
const requests: readonly (readonly [text: string, ...tools: string[]])[] = [
  ['open safari', 'apps.open'],
  ['launch visual studio code please', 'apps.open'],
  ['could you open the terminal for me', 'apps.open'],
  ['switch to chrome', 'apps.open'],
  ['open photoshop and turn the volume down', 'apps.open', 'sound.volume'],
  ['quit spotify', 'apps.quit'],
  ['close the mail app', 'apps.quit'],
  ['open the zorblax app', 'apps.open'],
  ['find my tax return', 'files.find'],
  ['find my tax returns from last year', 'files.find'],
  ['search my computer for budget', 'files.find'],
  ['show me my photos from last summer', 'files.find'],
  ['find the latest invoice', 'files.find'],
  ['where did i put my passport scan', 'files.find'],
  ['find pdfs from this week', 'files.find'],
  ['which files did i change yesterday', 'files.find'],
  ['find the presentation about the merger', 'files.find'],
  ['find a zip file called backup', 'files.find'],
  ['open the second one', 'files.open'],
  ['open number three', 'files.open'],
  ['open my downloads', 'files.open'],
  ['open my latest invoice', 'files.open'],
  ['open report.pdf', 'files.open'],
  ['open github.com', 'web.open'],
  ['go to youtube', 'web.open'],
  ['open h t t p s colon slash slash example dot com slash help', 'web.open'],
  ['google how tall is the eiffel tower', 'web.search'],
  ['search the web for cheap bicycles', 'web.search'],
  ['set the volume to 30', 'sound.volume'],
  ['turn it up a bit', 'sound.volume'],
  ['turn the volume down by 20 percent', 'sound.volume'],
  ['volume to the max', 'sound.volume'],
  ['mute', 'sound.mute'],
  ['unmute the sound', 'sound.mute'],
  ['play', 'media.play'],
  ['play some music', 'media.play'],
  ['play the beatles on spotify', 'media.play'],
  ['play bbc radio four please', 'media.play'],
  ['pause the music', 'media.pause'],
  ['skip this song', 'media.next'],
  ['next track', 'media.next'],
  ['play the previous song', 'media.previous'],
  ['what song is this', 'media.now-playing'],
  ['set a timer for ten minutes', 'time.timer'],
  ['set a pasta timer for 9 and a half minutes', 'time.timer'],
  ['timer for 1 hour 30 seconds', 'time.timer'],
  ['wake me up at 7', 'time.alarm'],
  ["set an alarm for five o'clock this evening labelled taxi", 'time.alarm'],
  ['set an alarm for six thirty every weekday', 'time.alarm'],
  ['cancel the pasta timer', 'time.cancel'],
  ['cancel all timers', 'time.cancel'],
  ['get rid of my eight am alarm', 'time.cancel'],
  ['cancel timer for 30 seconds', 'time.cancel'],
  ['cancel my alarm for tomorrow', 'time.cancel'],
  ['how long is left on my timer', 'time.list'],
  ['do i have any alarms for tomorrow morning', 'time.list'],
  ['status of 5 minutes timer', 'time.list'],
  ['what time is it', 'time.now'],
  ['what time is it in beijing', 'time.now'],
  ['what is the date today', 'time.date'],
  ['what day does april sixteenth fall on', 'time.date'],
  ['wake me at seven every weekday', 'time.alarm'],
  ['cancel my weekday alarm', 'time.cancel'],
  ['ten more minutes', 'time.snooze'],
  ['remind me every monday at nine to water the plants', 'reminders.create'],
  ['stop reminding me to water the plants', 'reminders.remove'],
  ['how many days until christmas', 'time.date'],
  ['how much battery is left', 'system.battery'],
]

describe('what the router yields fits the tools', () => {
  const tools = createTools({
    platform: platformWith(),
    memory: { audit: unused(), timers: unused(), reminders: unused(), grants: unused(), facts: unused() },
    clock: createTestClock().clock,
    logger: createTestLogger(),
    onRing() {},
  })
  const router = createRouter({ applications: tools.applications })
  const now = new Date(2025, 10, 22, 16, 20)

  test.each(requests)('%s', (text, ...expected) => {
    const routed = router.route(text, { now })
    const commands = routed.commands ?? [{ intent: routed.intent ?? routed.route, slots: routed.slots ?? {} }]
    expect(commands.map((command) => command.intent)).toEqual(expected)
    for (const { intent, slots } of commands) {
      const parsed = tools.registry.get(intent)?.schema.safeParse(slots)
      expect(parsed?.error?.message ?? 'fits', JSON.stringify(slots)).toBe('fits')
    }
  })

  test('the first question for a missing part is completed by the answer into what the tool takes', () => {
    for (const [first, answer] of [
      ['set a timer', 'ten minutes'],
      ['set an alarm', 'half past seven'],
      ['set the volume', 'forty percent'],
    ] as const) {
      const asked = router.route(first, { now })
      const command = { intent: asked.intent ?? '', slots: asked.slots ?? {} }
      const routed = router.route(answer, { now, pending: { command, slot: asked.missing?.slot ?? '' } })
      expect(routed.intent).toBe(asked.intent)
      const parsed = tools.registry.get(routed.intent ?? '')?.schema.safeParse(routed.slots)
      expect(parsed?.success, JSON.stringify(routed.slots)).toBe(true)
    }
  })
})

test('every tool has a plain name, a sentence and a schema of one object', () => {
  const { runner } = createTools({
    platform: platformWith(),
    memory: openMemory(),
    clock: createTestClock().clock,
    logger: createTestLogger(),
    onRing() {},
  })
  for (const tool of runner.list()) {
    expect(tool.name).toMatch(/^[a-z]+\.[a-z-]+$/)
    expect(tool.summary).toMatch(/^[A-Z].*\.$/)
    expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false })
    expect(runner.tierOf(tool.name)).toBe(tool.tier)
  }
})

/** Stands for memory that these tests must not touch. */
function unused<Part extends object>(): Part {
  return new Proxy({} as Part, {
    get(_, name) {
      throw new Error(`nothing here may touch the memory: ${String(name)}`)
    },
  })
}
