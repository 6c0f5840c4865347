import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BrowserOptions } from '../../src/app/bench/panel/browser.ts'
import { usePanels } from './panel-fixture.ts'
import { openPage, startListening, temporaryFolder, until } from './panel-harness.ts'
import { bestCorrelation, envelope, voiceLikeSound, writeWav } from './sound.ts'

describe('the microphone of the page', { timeout: 60_000 }, () => {
  const start = usePanels()
  const open = async (options: BrowserOptions) => {
    const { browser, harness } = await start(options)
    const watched = await openPage(browser)
    return { ...watched, engine: harness.engine, speech: harness.speech, address: harness.server.createAddress() }
  }

  /** One second of silence, the sound, one second of silence, as the fake device plays it. */
  const spokenSeconds = 3
  const fakeMicrophone = () => {
    const rate = 48_000
    const voice = voiceLikeSound(spokenSeconds, rate)
    const file = new Float32Array(rate * (spokenSeconds + 2))
    file.set(voice, rate)
    const name = path.join(temporaryFolder(), 'microphone.wav')
    writeWav(name, file, rate)
    return { file: name, at16kHz: voiceLikeSound(spokenSeconds, rate).filter((_, i) => i % 3 === 0) }
  }

  test('what the device delivers arrives sample for sample', async () => {
    const { file, at16kHz } = fakeMicrophone()
    const { page, engine, address } = await open({ microphoneFile: file })
    // Without the browser's processing the sound can be compared with the file itself.
    await page.addInitScript(() => {
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = () =>
        original({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } })
    })
    await page.goto(address)
    await startListening(page)
    await until(() => engine.recording().length > 16_000 * (spokenSeconds + 2))
    const heard = engine.recording()
    const coarse = bestCorrelation(envelope(heard, 16_000), envelope(at16kHz, 16_000))
    const from = Math.max(0, coarse.offset * 160 - 400)
    const around = heard.subarray(from, from + at16kHz.length + 800)
    expect(bestCorrelation(around, at16kHz).correlation).toBeGreaterThan(0.98)
  })

  test('with echo cancellation, noise suppression and gain control it is still the same speech', async () => {
    const { file, at16kHz } = fakeMicrophone()
    const { page, engine, address } = await open({ microphoneFile: file })
    let asked: unknown
    await page.exposeFunction('note', (constraints: unknown) => {
      asked = constraints
    })
    await page.addInitScript(() => {
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = (constraints) => {
        ;(window as unknown as { note(value: unknown): void }).note(constraints)
        return original(constraints)
      }
    })
    await page.goto(address)
    await startListening(page)
    await until(() => engine.recording().length > 16_000 * (spokenSeconds + 2))
    const { correlation } = bestCorrelation(envelope(engine.recording(), 16_000), envelope(at16kHz, 16_000))
    expect(correlation).toBeGreaterThan(0.6)
    expect(asked).toEqual({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    })
  })

  test('the page says to the sample where in the stream of its microphone a sentence began', async () => {
    const { page, engine, speech, address } = await open({})
    /** What the page plays is what it hears, so many frames of its sound card later. */
    const lateFrames = 4800
    await page.addInitScript((frames) => {
      const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode
      let loudspeaker: AudioNode | undefined
      AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
        if (target instanceof AudioDestinationNode) loudspeaker = this
        return connect.call(this, target)
      } as AudioNode['connect']
      AudioContext.prototype.createMediaStreamSource = function (this: AudioContext) {
        const late = new DelayNode(this, { delayTime: frames / this.sampleRate })
        loudspeaker?.connect(late)
        return late as unknown as MediaStreamAudioSourceNode
      }
    }, lateFrames)
    await page.goto(address)
    await startListening(page)
    await until(() => engine.heard.length > 10)
    const told: { samples: Float32Array; from: number; at: number }[] = []
    for (const [index, seconds] of [0.7, 0.4, 0.9].entries()) {
      const samples = voiceLikeSound(seconds, 16_000, index + 1)
      await speech.play({ sentence: 'said', samples, sampleRateHz: 16_000 }, 'turn', undefined, (report) => {
        if (report.type === 'stop') return
        const at = engine.recording().length + report.afterHeard
        told.push({ samples, from: Math.round(report.fromMs * 16), at })
      })
    }
    expect(told.filter(({ from }) => from === 0)).toHaveLength(3)
    await until(() => engine.recording().length > Math.max(...told.map(({ at }) => at)) + 20_000)
    const recording = engine.recording()
    for (const [index, { samples, from, at }] of told.entries()) {
      // On a busy machine a sentence may sound with gaps: each piece is told.
      const next = told[index + 1]
      const piece = samples.subarray(from, next?.samples === samples ? next.from : samples.length)
      if (piece.length < 3200) continue
      const expected = Math.round(at + lateFrames / 3)
      const around = recording.subarray(expected - 200, expected + piece.length + 200)
      const { correlation, offset } = bestCorrelation(around, piece)
      expect(correlation).toBeGreaterThan(0.99)
      expect(Math.abs(offset - 200)).toBeLessThanOrEqual(1)
    }
  })

  test('a device that delivers zeros is named with its cure, never "listening"', async () => {
    const file = path.join(temporaryFolder(), 'zeros.wav')
    writeWav(file, new Float32Array(48_000), 48_000)
    const { page, engine, address } = await open({ microphoneFile: file })
    engine.state = { ...engine.state, state: 'listening' }
    await page.goto(address)
    await page.getByRole('button', { name: 'Start listening' }).click()
    await page.getByRole('heading', { name: 'The microphone delivers no sound' }).waitFor()
    await page.locator('.state-word', { hasText: 'No signal' }).waitFor()
    expect(await page.locator('.state-word').textContent()).not.toBe('Listening')
    await page.getByText('Check its mute switch').waitFor()
    await until(() => engine.askedFor('problem').length > 0)
    expect(engine.askedFor('problem')).toEqual([{ what: 'problem', problem: 'silent' }])
  })

  test('no device is named with its cure, and plugging one in is noticed', async () => {
    const { page, engine, address } = await open({})
    await page.addInitScript(() => {
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      let plugged = false
      navigator.mediaDevices.getUserMedia = (constraints) =>
        plugged ? original(constraints) : Promise.reject(new DOMException('no device', 'NotFoundError'))
      Object.assign(window, {
        plugIn() {
          plugged = true
          navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
        },
      })
    })
    await page.goto(address)
    await page.getByRole('button', { name: 'Start listening' }).click()
    await page.getByRole('heading', { name: 'No microphone' }).waitFor()
    await page.locator('.state-word', { hasText: 'No signal' }).waitFor()
    await until(() => engine.askedFor('problem').length === 1)
    expect(engine.askedFor('problem')).toEqual([{ what: 'problem', problem: 'missing' }])

    await page.evaluate(() => (window as unknown as { plugIn(): void }).plugIn())
    await page.locator('.state-word', { hasText: 'Ready' }).waitFor()
    await until(() => engine.askedFor('problem').length === 2 && engine.heard.length > 10)
    expect(engine.askedFor('problem').at(-1)).toEqual({ what: 'problem', problem: null })
  })

  test('a microphone that is unplugged while it listens is named, and found again', async () => {
    const { page, engine, address } = await open({})
    await page.addInitScript(() => {
      const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await original(constraints)
        // Stopping alone does not tell the page, a lost device does.
        Object.assign(window, {
          unplug() {
            const track = stream.getAudioTracks()[0]
            track?.stop()
            track?.dispatchEvent(new Event('ended'))
          },
        })
        return stream
      }
    })
    await page.goto(address)
    await startListening(page)
    await until(() => engine.heard.length > 10)
    await page.evaluate(() => (window as unknown as { unplug(): void }).unplug())
    await page.getByRole('heading', { name: 'The microphone was unplugged' }).waitFor()
    await page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event('devicechange')))
    await page.locator('.state-word', { hasText: 'Ready' }).waitFor()
    const before = engine.heard.length
    await until(() => engine.heard.length > before + 10)
  })

  test('a refused microphone is named, and typing still works', async () => {
    const { page, engine, address } = await open({ denyMicrophone: true })
    await page.goto(address)
    await page.getByRole('button', { name: 'Start listening' }).click()
    await page.getByRole('heading', { name: 'The microphone is not allowed' }).waitFor()
    await page.getByRole('textbox').fill('what time is it')
    await page.keyboard.press('Enter')
    await until(() => engine.askedFor('text').length === 1)
  })
})
