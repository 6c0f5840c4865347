import { describe, expect, test } from 'vitest'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot, startListening, until } from './panel-harness.ts'
import type { ScriptedEngine } from './scripted-engine.ts'

/** A morning with SAM, as events. */
function playMorning(engine: ScriptedEngine): void {
  const timings = { routeMs: 1, totalMs: 400 }
  const decided = { confidence: 0.98, reason: 'rule' } as const
  engine.say(
    { type: 'transcript-final', turnId: 'a', text: 'Open Safari and set the volume to 30 percent', audioMs: 2000 },
    {
      type: 'route-decided',
      turnId: 'a',
      route: 'command',
      intent: 'apps.open',
      slots: { app: 'Safari' },
      commands: [
        { intent: 'apps.open', slots: { app: 'Safari' } },
        { intent: 'sound.volume', slots: { level: 30 } },
      ],
      ...decided,
    },
    { type: 'tool-call', turnId: 'a', callId: 'a1', tool: 'apps.open', input: { app: 'Safari' }, tier: 'reversible' },
    { type: 'tool-result', turnId: 'a', callId: 'a1', ok: true },
    { type: 'tool-call', turnId: 'a', callId: 'a2', tool: 'sound.volume', input: { level: 30 }, tier: 'reversible' },
    { type: 'tool-result', turnId: 'a', callId: 'a2', ok: true },
    { type: 'reply-final', turnId: 'a', text: 'Safari is open, and the volume is at 30 percent.', model: 'fast-path' },
    { type: 'turn-finished', turnId: 'a', outcome: 'done', timings },
    { type: 'transcript-final', turnId: 'b', text: 'Why is the sky blue?', audioMs: 9000 },
    { type: 'route-decided', turnId: 'b', route: 'local', ...decided },
    {
      type: 'reply-final',
      turnId: 'b',
      text: 'Air scatters short waves more than long ones. Blue light reaches your eyes from every side, so the whole sky looks blue.',
      model: 'local',
    },
    { type: 'turn-finished', turnId: 'b', outcome: 'done', timings },
  )
}

describe.each([{ dark: false }, { dark: true }])(
  'how the panel looks, dark: $dark',
  { timeout: 90_000 },
  ({ dark }) => {
    const mode = dark ? 'dark' : 'light'
    const { harness, openFirst } = usePanel()

    test('every state has its shape and word', async () => {
      const { page } = await openFirst({ dark })
      await page.getByRole('button', { name: 'Start listening' }).waitFor()
      await keepScreenshot(page, `first-run-${mode}`)
      await startListening(page)
      await keepScreenshot(page, `empty-${mode}`)
      playMorning(harness.engine)
      await page.locator('.reply', { hasText: 'Air scatters short waves' }).waitFor()

      const drawn = new Set<string>()
      const words = new Set<string>()
      const states = [
        'idle',
        'listening',
        'hearing',
        'thinking',
        'speaking',
        'needs-you',
        'muted',
        'no-signal',
      ] as const
      for (const state of states) {
        harness.engine.say({ type: 'session-state', state })
        await page.locator(`.state-line[data-state="${state}"]`).waitFor()
        drawn.add(await page.locator('.state-line .state-shape').innerHTML())
        words.add((await page.locator('.state-word').textContent()) ?? '')
        await page.locator('.state-line').screenshot({ path: `test/e2e/screenshots/state-${state}-${mode}.png` })
      }
      expect(drawn.size).toBe(states.length)
      expect(words.size).toBe(states.length)
    })

    test('a conversation, a question, trouble, and a wide window', async () => {
      const { page } = await openFirst({ dark })
      await startListening(page)
      const { engine, speech } = harness
      playMorning(engine)
      engine.say({ type: 'session-state', state: 'hearing' })
      engine.say({ type: 'transcript-partial', turnId: 'c', text: 'Remind me to call', audioMs: 12_000 })
      await page.locator('.heard[data-final="false"]').waitFor()
      await keepScreenshot(page, `hearing-${mode}`)

      engine.say({ type: 'transcript-final', turnId: 'c', text: 'Remind me to call Anna at five', audioMs: 13_000 })
      engine.say({ type: 'session-state', state: 'needs-you' })
      const prompt = 'Shall I send “I am running ten minutes late” to Anna Berg?'
      engine.say({ type: 'tool-approval-request', turnId: 'c', callId: 'c1', prompt })
      await page.locator('.consent').waitFor()
      await keepScreenshot(page, `question-${mode}`)
      engine.say({ type: 'tool-approval-response', turnId: 'c', callId: 'c1', approved: false, by: 'click' })
      engine.say({ type: 'turn-finished', turnId: 'c', outcome: 'refused', timings: { routeMs: 1, totalMs: 5 } })
      engine.say({
        type: 'error',
        error: { code: 'model-missing', message: 'The voice is not on this computer.', remedy: 'sam models pull' },
      })
      await page.locator('.notice').waitFor()
      await keepScreenshot(page, `trouble-${mode}`)
      await page.getByRole('button', { name: 'Dismiss' }).click()

      await until(() => speech.speakerPresent)
      const text = 'You have two meetings today. The first one is at ten, with the design team.'
      engine.say({ type: 'transcript-final', turnId: 'd', text: 'What is on today?', audioMs: 15_000 })
      engine.say({ type: 'session-state', state: 'speaking' })
      engine.say({ type: 'reply-final', turnId: 'd', text, model: 'local' })
      const samples = Float32Array.from({ length: 22_050 * 60 }, (_, i) => 0.2 * Math.sin(i / 20) * Math.sin(i / 3000))
      const clip = { samples, sampleRateHz: 22_050, firstSampleMs: 1, synthesisMs: 1 }
      const spoken = speech.play({ ...clip, sentence: 'You have two meetings today.' }, 'd')
      await page.locator('.unsaid').waitFor()
      await page.waitForTimeout(6000)
      await keepScreenshot(page, `speaking-${mode}`)
      await page.setViewportSize({ width: 1180, height: 760 })
      await keepScreenshot(page, `wide-${mode}`)
      speech.flush()
      await spoken
      // Nothing is wider than the narrowest window.
      await page.setViewportSize({ width: 320, height: 480 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    })
  },
)
