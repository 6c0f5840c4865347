import { afterEach, describe, expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from '../../../src/app/server/frames.ts'
import { joinPage, pause, type Running, startServer, until } from './fixtures.ts'

const clip = (seconds: number, sentence = 'Hello.') => ({
  sentence,
  samples: Float32Array.from({ length: 16_000 * seconds }, (_, i) => Math.sin(i / 10) / 2),
  sampleRateHz: 16_000,
  firstSampleMs: 1,
  synthesisMs: 1,
})
const microphoneFrame = (value: number, sequence = 0, sampleRateHz = 16_000) =>
  encodeFrame({
    kind: 'microphone',
    sequence,
    sampleRateHz,
    position: sequence * 320,
    samples: new Float32Array(320).fill(value),
  })

describe('pages at the socket', () => {
  let running: Running
  afterEach(() => running.server.close())

  test('a page that joins late is told what happened, and then every event', async () => {
    running = await startServer()
    const { engine, server } = running
    engine.say({ type: 'transcript-partial', turnId: 't', text: 'Open', audioMs: 1 })
    engine.say({ type: 'transcript-final', turnId: 't', text: 'Open Safari', audioMs: 2 })
    engine.say({ type: 'reply-delta', turnId: 't', text: 'Op' }, { type: 'reply-delta', turnId: 't', text: 'ening.' })
    const page = await joinPage(server)
    const snapshot = await page.got('snapshot')
    expect(snapshot.recent.map((event) => event.type)).toEqual(['transcript-final', 'reply-delta', 'reply-delta'])
    expect(snapshot.wakePhrases).toEqual(['hey jarvis'])
    expect(Math.abs(snapshot.startedAtEpochMs + performance.now() - Date.now())).toBeLessThan(1000)
    engine.say({ type: 'reply-final', turnId: 't', text: 'Opening.', model: 'fast-path' })
    expect((await page.got('reply-final')).text).toBe('Opening.')
  })

  test('what a page asks reaches the engine; typed words go to every page', async () => {
    running = await startServer()
    const { engine, server } = running
    const page = await joinPage(server)
    const other = await joinPage(server)
    page.send({ type: 'text-request', text: '  what time is it  ' })
    page.send({ type: 'push-to-talk', down: true })
    page.send({ type: 'mute', muted: true })
    page.send({ type: 'consent-answer', callId: 'c', approved: false })
    page.send({ type: 'stop' })
    await until(() => engine.asked.length === 5)
    expect(engine.asked.map((entry) => entry.what)).toEqual(['text', 'push-to-talk', 'mute', 'consent', 'stop'])
    const typed = await other.got('request-typed')
    expect(typed.text).toBe('what time is it')
    expect(engine.askedFor('text')).toEqual([{ what: 'text', text: 'what time is it', turnId: typed.turnId }])
  })

  test('only the page that is the microphone is heard, and the others see its level', async () => {
    running = await startServer()
    const { engine, server } = running
    const first = await joinPage(server)
    const second = await joinPage(server)
    first.socket.send(microphoneFrame(0.9))
    first.send({ type: 'claim-audio', microphone: true, speaker: true })
    expect((await first.got('audio-role')).role).toEqual({ microphone: true, speaker: true })
    first.socket.send(microphoneFrame(0.25))
    expect((await second.got('level')).loudness).toBeCloseTo(0.25, 3)
    expect(engine.recording().length).toBe(320)
    expect(engine.recording()[0]).toBeCloseTo(0.25, 4)

    second.send({ type: 'claim-audio', microphone: true, speaker: true })
    expect((await first.got('audio-role', 2)).role).toEqual({ microphone: false, speaker: false })
    first.socket.send(microphoneFrame(0.9))
    second.socket.send(microphoneFrame(0.5))
    await until(() => engine.heard.length > 0)
    expect(engine.recording()[0]).toBeCloseTo(0.5, 4)

    second.socket.terminate()
    expect((await first.got('audio-role', 3)).role).toEqual({ microphone: true, speaker: true })
    expect(engine.askedFor('microphone').map(({ change }) => change)).toEqual([
      'attached',
      'given-back',
      'attached',
      'page-closed',
      'attached',
    ])
  })

  test('trouble with the microphone counts only from the page that is it', async () => {
    running = await startServer()
    const { engine, server } = running
    const first = await joinPage(server)
    const second = await joinPage(server)
    first.send({ type: 'claim-audio', microphone: true, speaker: false })
    await first.got('audio-role')
    second.send({ type: 'microphone-problem', problem: 'missing' })
    first.send({ type: 'microphone-problem', problem: 'silent' })
    expect((await second.got('microphone-problem')).problem).toBe('silent')
    expect(engine.askedFor('problem')).toEqual([{ what: 'problem', problem: 'silent' }])
    expect((await (await joinPage(server)).got('snapshot')).microphoneProblem).toBe('silent')
  })

  test('speech reaches the speaker whole and in order, the others its text', async () => {
    running = await startServer()
    const { speech, server } = running
    const speaker = await joinPage(server)
    const other = await joinPage(server)
    speaker.send({ type: 'claim-audio', microphone: false, speaker: true })
    await speaker.got('audio-role')
    const sentence = clip(2)
    const played = speech.play(sentence, 'turn')
    const { clipId, sampleCount, sampleRateHz } = await speaker.got('speech-clip')
    await until(() => speaker.frames.length === 5)
    const frames = speaker.frames.map((bytes) => decodeFrame(bytes))
    expect(frames.map((frame) => frame?.position)).toEqual([0, 3200, 11_200, 19_200, 27_200])
    const samples = frames.flatMap((frame) => [...(frame?.samples ?? [])])
    expect(samples.length).toBe(sampleCount)
    expect(sampleRateHz).toBe(16_000)
    const worst = samples.reduce((most, value, i) => Math.max(most, Math.abs(value - (sentence.samples[i] ?? 9))), 0)
    expect(worst).toBeLessThan(1 / 32_000)

    // A page that is not the speaker cannot say what was heard.
    other.send({ type: 'playback-progress', clipId, playedMs: 1999, finished: true })
    speaker.send({ type: 'playback-progress', clipId, playedMs: 700, finished: false })
    expect((await other.got('speech-progress')).playedMs).toBe(700)
    expect((await other.got('speech-clip')).sentence).toBe('Hello.')
    expect(other.frames.length).toBe(0)
    speech.flush()
    expect(await played).toEqual({ playedMs: 700 })
    expect((await speaker.got('speech-flush')).throughClipId).toBe(clipId)
  })

  test('only a page that hears what it plays can say when a clip sounds', async () => {
    running = await startServer()
    const { speech, server } = running
    const page = await joinPage(server)
    const other = await joinPage(server)
    const reports: object[] = []
    page.send({ type: 'claim-audio', microphone: false, speaker: true })
    await page.got('audio-role')
    void speech.play(clip(1), 'turn', undefined, (report) => reports.push(report))
    const { clipId } = await page.got('speech-clip')
    const start = { type: 'playback-start', clipId, fromMs: 0, atSample: 2 ** 32 + 100.5, openings: 1 } as const
    page.send(start)
    page.send({ type: 'claim-audio', microphone: true, speaker: true })
    await page.got('audio-role', 2)
    page.send(start)
    page.socket.send(microphoneFrame(0.1))
    other.send(start)
    page.send(start)
    page.send({ ...start, fromMs: 20, atSample: 500 })
    other.send({ type: 'playback-stop', clipId, untilMs: 1 })
    speech.flush()
    // The page hears of the flush later than SAM forgot the clip.
    page.send({ type: 'playback-stop', clipId, untilMs: 70 })
    page.send({ type: 'playback-progress', clipId, playedMs: 70, finished: true })
    page.send({ type: 'playback-stop', clipId, untilMs: 80 })
    page.send({ type: 'stop' })
    await until(() => running.engine.askedFor('stop').length === 1)
    expect(reports).toEqual([
      // One frame of 320 samples was heard; positions begin anew after 2^32.
      { type: 'start', fromMs: 0, afterHeard: -219.5, openings: 1 },
      { type: 'start', fromMs: 20, afterHeard: 180, openings: 1 },
      { type: 'stop', untilMs: 70 },
    ])
  })

  test('a microphone of another page was opened anew, whatever that page counts, and its places are in its own rate', async () => {
    running = await startServer()
    const { speech, server } = running
    const reports: object[] = []
    const tell = async (sampleRateHz: number, atSample: number) => {
      const page = await joinPage(server)
      page.send({ type: 'claim-audio', microphone: true, speaker: true })
      await page.got('audio-role')
      page.socket.send(microphoneFrame(0.1, 0, sampleRateHz))
      void speech.play(clip(1), 'turn', undefined, (report) => reports.push(report))
      const { clipId } = await page.got('speech-clip')
      page.send({ type: 'playback-start', clipId, fromMs: 0, atSample, openings: 1 })
      return page
    }
    await tell(16_000, 480)
    await until(() => reports.length === 1)
    const second = await tell(48_000, 800)
    await until(() => reports.length === 2)
    const { clipId } = await second.got('speech-clip')
    const start = { type: 'playback-start', clipId, fromMs: 0, openings: 1 } as const
    // Ten seconds later than all that was heard: no page can know that.
    second.send({ ...start, atSample: 320 + 10 * 48_000 + 1 })
    second.send({ ...start, atSample: 320, openings: 2 })
    await until(() => reports.length === 3)
    expect(reports).toEqual([
      { type: 'start', fromMs: 0, afterHeard: 160, openings: 1 },
      { type: 'start', fromMs: 0, afterHeard: 160, openings: 2 },
      { type: 'start', fromMs: 0, afterHeard: 0, openings: 3 },
    ])
  })

  test('a page that falls silent cannot hold a turn for ever', async () => {
    running = await startServer({ graceMs: 50 })
    const { speech, server } = running
    expect(await speech.play(clip(1), 'turn')).toEqual({ playedMs: 0 })
    const speaker = await joinPage(server)
    speaker.send({ type: 'claim-audio', microphone: false, speaker: true })
    await speaker.got('audio-role')
    expect(await speech.play(clip(0.1), 'turn')).toEqual({ playedMs: 0 })
  })

  test.each([
    ['no JSON', 'hello'],
    ['an unknown type', '{"type":"format-disk"}'],
    ['a field too many', '{"type":"stop","now":true}'],
    ['an empty request', '{"type":"text-request","text":"   "}'],
    ['a request of 4001 letters', JSON.stringify({ type: 'text-request', text: 'a'.repeat(4001) })],
    ['a wrong type', '{"type":"mute","muted":"yes"}'],
  ])('%s closes the connection and reaches nobody', async (_, text) => {
    running = await startServer()
    const page = await joinPage(running.server)
    page.socket.send(text)
    expect((await page.closed).code).toBe(1008)
    expect(running.engine.asked).toEqual([])
    expect((await joinPage(running.server)).messages.length).toBeGreaterThan(0)
  })

  test.each([
    ['short', new Uint8Array(7)],
    ['of unknown kind', new Uint8Array(40)],
    [
      'speech',
      encodeFrame({ kind: 'speech', sequence: 1, sampleRateHz: 16_000, position: 0, samples: new Float32Array(4) }),
    ],
  ])('a frame that is %s closes the connection', async (_, bytes) => {
    running = await startServer()
    const page = await joinPage(running.server)
    page.socket.send(bytes)
    expect((await page.closed).code).toBe(1008)
  })

  test('a message of one megabyte closes the connection', async () => {
    running = await startServer()
    const page = await joinPage(running.server)
    page.socket.send('x'.repeat(1024 * 1024))
    expect((await page.closed).code).toBe(1009)
    expect(running.engine.asked).toEqual([])
  })

  test('a flood of messages closes the connection', async () => {
    running = await startServer()
    const page = await joinPage(running.server)
    for (let i = 0; i < 2000; i++) page.send({ type: 'stop' })
    expect((await page.closed).code).toBe(1008)
    expect(running.engine.asked.length).toBeLessThan(1000)
  })

  test('a page that does not read is cut off instead of filling the memory', async () => {
    running = await startServer({ unreadBytes: 512 * 1024 })
    const page = await joinPage(running.server)
    const healthy = await joinPage(running.server)
    page.socket.pause()
    const text = 'x'.repeat(100_000)
    for (let i = 0; i < 200 && running.server.pages === 2; i++) {
      running.engine.say({ type: 'reply-delta', turnId: `t${i}`, text })
      await pause(1)
    }
    expect(running.server.pages).toBe(1)
    expect((await healthy.got('reply-delta')).text.length).toBe(100_000)
  })

  test('stopping tells the pages', async () => {
    running = await startServer()
    const page = await joinPage(running.server)
    await running.server.close()
    expect((await page.closed).code).toBe(1001)
  })
})
