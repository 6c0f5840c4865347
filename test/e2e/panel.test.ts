import { describe, expect, test } from 'vitest'
import { tapLoudspeaker } from './loudspeaker.ts'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot, openPage, startListening, until } from './panel-harness.ts'

const sentence = (text: string, seconds: number, hertz = 440) => ({
  sentence: text,
  samples: Float32Array.from(
    { length: 22_050 * seconds },
    (_, i) => 0.4 * Math.sin((i * 2 * Math.PI * hertz) / 22_050),
  ),
  sampleRateHz: 22_050,
  firstSampleMs: 1,
  synthesisMs: 1,
})

describe('the panel in a browser', { timeout: 60_000 }, () => {
  const { browser, harness, openFirst, startCore } = usePanel()

  test('first run gives a reason, then the microphone goes to the engine; nothing leaves this machine', async () => {
    const { page, complaints } = await openFirst()
    await page.getByText('To hear you I need the microphone.').waitFor()
    expect(harness.engine.askedFor('microphone')).toEqual([])
    expect(new URL(page.url()).search).toBe('')

    await startListening(page)
    await until(() => harness.engine.heard.length > 20)
    expect(harness.engine.askedFor('microphone')).toEqual([{ what: 'microphone', change: 'attached' }])
    expect(harness.engine.heardRateHz).toBe(16_000)
    await page.getByText('Say “hey jarvis”, or hold Space.').waitFor()
    expect(complaints).toEqual([])
  })

  test('a turn is drawn as it happens', async () => {
    const { page, complaints } = await openFirst()
    await startListening(page)
    const { engine } = harness
    const turnId = 'turn-1'

    engine.say({ type: 'session-state', state: 'hearing' })
    engine.say({ type: 'transcript-partial', turnId, text: 'Open the', audioMs: 900 })
    await page.locator('.heard[data-final="false"]', { hasText: 'Open the' }).waitFor()
    await page.locator('.state-word', { hasText: 'Hearing you' }).waitFor()

    engine.say({ type: 'transcript-final', turnId, text: 'Open the terminal', audioMs: 1500 })
    await page.locator('.heard[data-final="true"]', { hasText: 'Open the terminal' }).waitFor()

    engine.say(
      { type: 'session-state', state: 'thinking' },
      {
        type: 'route-decided',
        turnId,
        route: 'command',
        intent: 'apps.open',
        slots: { app: 'Terminal' },
        confidence: 1,
        reason: 'rule',
      },
    )
    await page.locator('.chip', { hasText: 'Open Terminal' }).waitFor()

    const callId = 'call-1'
    engine.say({ type: 'tool-call', turnId, callId, tool: 'apps.open', input: { app: 'Terminal' }, tier: 'reversible' })
    await page.locator('.receipt[data-outcome="running"]').waitFor()
    engine.say({ type: 'tool-result', turnId, callId, ok: true, output: {}, receipt: { quit: 'Terminal' } })
    const opened = page.locator('.receipt[data-outcome="done"]', { hasText: 'Open Terminal' })
    await opened.getByRole('button', { name: 'Undo: Open Terminal' }).click()
    await until(() => engine.askedFor('text').some(({ text }) => text === 'undo that'))

    engine.say({ type: 'reply-delta', turnId, text: 'Opening ' })
    await page.locator('.reply', { hasText: 'Opening' }).waitFor()
    engine.say({ type: 'reply-delta', turnId, text: 'Terminal.' })
    engine.say({ type: 'reply-final', turnId, text: 'Opening Terminal.', model: 'fast-path' })
    engine.say({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 1, totalMs: 20 } })
    await page.locator('.reply', { hasText: /^Opening Terminal\.$/ }).waitFor()

    engine.say({ type: 'tool-call', turnId, callId: 'call-2', tool: 'files.find', input: { query: 'x' }, tier: 'read' })
    const error = { code: 'not-available-here', message: 'There is no file search here.', remedy: 'Install plocate.' }
    engine.say({ type: 'tool-result', turnId, callId: 'call-2', ok: false, error })
    await page.getByText('There is no file search here. Install plocate.').waitFor()

    engine.say({ type: 'notice', code: 'speech-worker-restarted', message: 'My ears were restarted.' })
    await page.getByText('My ears were restarted.').waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).click()
    await expect.poll(() => page.locator('.notice').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('typing sends a request, and every page shows its words', async () => {
    const first = await openFirst()
    const second = await openFirst()
    await second.page.getByRole('button', { name: 'Type instead' }).click()
    await first.page.getByRole('textbox').fill('what time is it')
    await first.page.keyboard.press('Enter')
    await until(() => harness.engine.asked.length > 0)
    const [asked] = harness.engine.askedFor('text')
    expect(asked?.text).toBe('what time is it')
    harness.engine.say({ type: 'reply-final', turnId: asked?.turnId ?? '', text: 'Nine.', model: 'fast-path' })
    for (const { page } of [first, second]) {
      const turn = page.locator('.turn', { hasText: 'what time is it' })
      await turn.locator('.reply', { hasText: 'Nine.' }).waitFor()
    }
  })

  test('whoever typed first turns the microphone on later, and the focus stays where something was answered', async () => {
    const { page, complaints } = await openFirst()
    const { engine } = harness
    await page.getByRole('button', { name: 'Type instead' }).click()
    engine.say({ type: 'transcript-final', turnId: 'turn-1', text: 'Empty the trash', audioMs: 1 })
    engine.say({
      type: 'tool-approval-request',
      turnId: 'turn-1',
      callId: 'call-1',
      prompt: 'Shall I empty the Trash?',
    })
    await page.getByRole('button', { name: 'No', exact: true }).press('Enter')
    await until(() => engine.askedFor('consent').length === 1)
    engine.say({ type: 'tool-approval-response', turnId: 'turn-1', callId: 'call-1', approved: false, by: 'click' })
    await page.locator('.consent').waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')

    await page.getByRole('button', { name: 'Turn the microphone on' }).click()
    await page.locator('.level-meter[data-active="true"]').waitFor()
    await page.getByRole('button', { name: 'Mute the microphone' }).waitFor()
    await until(() => engine.heard.length > 5)
    expect(complaints).toEqual([])
  })

  test('speech is played, shown word by word and reported', async () => {
    const { page, complaints } = await openPage(browser)
    const loudspeaker = await tapLoudspeaker(page)
    await page.goto(harness.server.createAddress())
    await startListening(page)
    const { engine, speech } = harness
    await until(() => speech.speakerPresent)
    const text = 'It is a quarter past nine. Your next meeting is at ten.'
    engine.say({ type: 'reply-final', turnId: 'turn-1', text, model: 'fast-path' })

    const first = speech.play(sentence('It is a quarter past nine.', 4), 'turn-1')
    const second = speech.play(sentence('Your next meeting is at ten.', 30, 880), 'turn-1')
    await expect.poll(async () => Math.abs((await loudspeaker.peak()).hertz - 440) < 15, { timeout: 20_000 }).toBe(true)
    await page.locator('.unsaid', { hasText: 'Your next meeting is at ten.' }).waitFor()
    expect(await first).toEqual({ playedMs: 4000 })

    await expect.poll(async () => Math.abs((await loudspeaker.peak()).hertz - 880) < 15, { timeout: 20_000 }).toBe(true)
    speech.flush()
    const heard = await second
    expect(heard.playedMs).toBeGreaterThan(0)
    expect(heard.playedMs).toBeLessThan(20_000)
    await expect.poll(async () => (await loudspeaker.peak()).decibel < -90, { timeout: 20_000 }).toBe(true)
    // What was cut off stays marked as not said.
    await page.locator('.unsaid', { hasText: 'ten.' }).waitFor()

    // And the next sentence is heard again.
    expect(await speech.play(sentence('Good.', 1), 'turn-2')).toEqual({ playedMs: 1000 })
    expect(complaints).toEqual([])
  })

  test('the page that is closed while it speaks reports nothing more, and the turn goes on', async () => {
    const { page } = await openFirst()
    await startListening(page)
    await until(() => harness.speech.speakerPresent)
    const speaking = harness.speech.play(sentence('A long story.', 60), 'turn-1')
    await page.close()
    expect((await speaking).playedMs).toBeLessThan(60_000)
    await until(() => harness.engine.askedFor('microphone').length === 2)
    expect(harness.engine.askedFor('microphone').at(-1)).toEqual({ what: 'microphone', change: 'page-closed' })
    expect(await harness.speech.play(sentence('Nobody is there.', 1), 'turn-1')).toEqual({ playedMs: 0 })
  })

  test('sound whose code could not be loaded is named, and comes with the next try', async () => {
    const { page, complaints } = await openPage(browser)
    await page.addInitScript(() => {
      const addModule = AudioWorklet.prototype.addModule
      let failures = 2
      AudioWorklet.prototype.addModule = function (this: AudioWorklet, ...request) {
        if (failures-- > 0) return Promise.reject(new DOMException('Network error', 'AbortError'))
        return addModule.apply(this, request)
      }
    })
    await page.goto(harness.server.createAddress())
    await page.getByRole('button', { name: 'Start listening' }).click()
    const problem = page.getByRole('heading', { name: 'The microphone cannot be opened' })
    await problem.waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    await problem.waitFor({ state: 'detached' })
    await until(() => harness.engine.heard.length > 10)
    expect(complaints).toEqual([])
  })

  test('a question is answered by a click or by Escape', async () => {
    const { page } = await openFirst()
    await startListening(page)
    const { engine } = harness
    const ask = (callId: string) => {
      engine.say({ type: 'session-state', state: 'needs-you' })
      engine.say({ type: 'tool-approval-request', turnId: 'turn-1', callId, prompt: 'Shall I empty the trash?' })
    }
    const answered = (callId: string) =>
      engine.say({ type: 'tool-approval-response', turnId: 'turn-1', callId, approved: true, by: 'click' })
    ask('call-1')
    await page.getByRole('button', { name: 'Allow once' }).click()
    await until(() => engine.askedFor('consent').length === 1)
    answered('call-1')
    await expect.poll(() => page.locator('.consent').count()).toBe(0)

    // With all that would be done, and a yes that holds on where the policy lets it.
    const text = 'Buy oats, and tell nobody about the surprise on Friday. '.repeat(4)
    const about = {
      tool: 'notes.append',
      input: { app: 'Notes', text },
      always: { target: 'com.apple.Notes', days: 30 },
    }
    engine.say({ type: 'session-state', state: 'needs-you' })
    engine.say({ type: 'tool-approval-request', turnId: 'turn-1', callId: 'call-3', prompt: 'Add to the note?', about })
    await page.locator('.consent').getByText(text.trim()).waitFor()
    await keepScreenshot(page, 'consent-light')
    await page.getByRole('button', { name: 'Always for Notes' }).click()
    await until(() => engine.askedFor('consent').length === 2)
    answered('call-3')
    await expect.poll(() => page.locator('.consent').count()).toBe(0)

    ask('call-2')
    await page.locator('.consent').waitFor()
    await page.keyboard.press('Escape')
    await until(() => engine.askedFor('consent').length === 3)
    expect(engine.askedFor('consent')).toEqual([
      { what: 'consent', callId: 'call-1', approved: true },
      { what: 'consent', callId: 'call-3', approved: true, always: true },
      { what: 'consent', callId: 'call-2', approved: false },
    ])
    expect(engine.askedFor('stop')).toEqual([])
  })

  test('Space holds to talk, Escape stops, the mute button mutes', async () => {
    const { page } = await openPage(browser)
    await page.addInitScript(() => {
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await original(constraints)
        Object.assign(window, { deviceState: () => stream.getAudioTracks()[0]?.readyState })
        return stream
      }
    })
    const device = () => page.evaluate(() => (window as unknown as { deviceState(): string }).deviceState())
    await page.goto(harness.server.createAddress())
    await startListening(page)
    const { engine } = harness
    await page.locator('.state-hint', { hasText: 'hey jarvis' }).waitFor()
    expect(await device()).toBe('live')
    await page.keyboard.down('Space')
    await until(() => engine.askedFor('push-to-talk').length === 1)
    await page.keyboard.up('Space')
    await until(() => engine.askedFor('push-to-talk').length === 2)
    expect(engine.askedFor('push-to-talk').map(({ down }) => down)).toEqual([true, false])
    await page.keyboard.press('Escape')
    await until(() => engine.askedFor('stop').length === 1)

    // In the text box Space is a space.
    await page.getByRole('textbox').pressSequentially('a b')
    expect(await page.getByRole('textbox').inputValue()).toBe('a b')
    expect(engine.askedFor('push-to-talk').length).toBe(2)

    await page.getByRole('button', { name: 'Mute the microphone' }).click()
    await page.locator('.state-word', { hasText: 'Muted' }).waitFor()
    // While muted the device is let go, no sound leaves the page, and its silence is no fault of the device.
    expect(await device()).toBe('ended')
    const before = engine.heard.length
    await new Promise((resolve) => setTimeout(resolve, 3500))
    expect(engine.heard.length - before).toBeLessThan(5)
    expect(engine.askedFor('problem')).toEqual([])
    await page.getByRole('button', { name: 'Unmute the microphone' }).click()
    const muted = engine.heard.length
    await until(() => engine.heard.length > muted + 20)
    expect(await device()).toBe('live')
  })

  test('reloading goes on: same session, conversation and microphone', async () => {
    const { page, complaints } = await openFirst()
    await startListening(page)
    harness.engine.say({ type: 'transcript-final', turnId: 'turn-1', text: 'Remember me', audioMs: 1 })
    await page.locator('.heard', { hasText: 'Remember me' }).waitFor()
    await page.reload()
    await page.locator('.heard', { hasText: 'Remember me' }).waitFor()
    // Where the browser wants a click before sound, the page says so.
    const goOn = page.getByRole('button', { name: 'Go on listening' })
    const listening = page.locator('.level-meter[data-active="true"]')
    await goOn.or(listening).first().waitFor()
    if (await goOn.isVisible()) await goOn.click()
    await listening.waitFor()
    await until(() => harness.engine.askedFor('microphone').at(-1)?.change === 'attached')
    await until(() => harness.engine.heard.length > 10)
    expect(complaints).toEqual([])
  })

  test('two pages are in step, the newest is the microphone, and it falls back', async () => {
    const first = await openFirst()
    await startListening(first.page)
    const { engine } = harness
    engine.say({ type: 'transcript-final', turnId: 'turn-1', text: 'Said before', audioMs: 1 })

    const second = await openFirst()
    await second.page.locator('.heard', { hasText: 'Said before' }).waitFor()
    await startListening(second.page)
    await first.page.getByText('Another window is the microphone.').waitFor()
    const changes = () => engine.askedFor('microphone').map(({ change }) => change)
    await until(() => changes().length === 3)
    expect(changes()).toEqual(['attached', 'given-back', 'attached'])

    engine.say({ type: 'reply-final', turnId: 'turn-1', text: 'Heard by both.', model: 'local' })
    for (const { page } of [first, second]) await page.locator('.reply', { hasText: 'Heard by both.' }).waitFor()

    await second.page.close()
    await first.page.locator('.state-hint', { hasText: 'hey jarvis' }).waitFor()
    expect(changes()).toEqual(['attached', 'given-back', 'attached', 'page-closed', 'attached'])
    await until(() => engine.heard.length > 10)
  })

  test('a lost connection is named; a core that was started anew asks for a fresh address', async () => {
    const { page, complaints } = await openFirst()
    await startListening(page)
    const { port } = harness.server
    const box = page.getByRole('textbox', { name: 'Ask or command' })
    await box.pressSequentially('Half a ')
    await harness.close()
    await page.getByText('The connection to SAM was lost').waitFor()
    // Whoever is typing goes on; nothing can be sent meanwhile.
    await page.keyboard.type('sentence')
    await page.keyboard.press('Enter')
    expect(await box.inputValue()).toBe('Half a sentence')
    await page.locator('.state-word', { hasText: 'Not connected' }).waitFor()
    await startCore(port)
    await page.getByText('SAM was started anew').waitFor()
    await page.goto(harness.server.createAddress())
    await page.locator('.state-word', { hasText: 'Ready' }).waitFor()
    expect(complaints).toEqual([])
  })
})
