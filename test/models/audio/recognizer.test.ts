import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { SpeechRecognizer } from '../../../src/audio/ports.ts'
import { createRecognizer } from '../../../src/audio/recognizer.ts'
import { loadVoiceActivity } from '../../../src/audio/voice-activity.ts'
import { NearWordings } from '../../../src/audio/whisper/near-wordings.ts'
import { type DecodingStep, decodeFreely, loadWhisper } from '../../../src/audio/whisper/whisper-decoder.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { joinSamples } from '../../../src/core/numbers/join-samples.ts'
import { installedModels } from '../installed-models.ts'
import { music, noise, quiet, spoken } from '../spoken-sound.ts'

const words = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []

describe('the recogniser', () => {
  const voiceActivity = loadVoiceActivity(installedModels.locate('silero-vad').files['model'] ?? '')
  const whisper = loadWhisper(installedModels, 'whisper-tiny-en')
  const failure = new Error('the model is damaged')
  const failures: unknown[] = []
  let recognizer: SpeechRecognizer
  beforeAll(async () => {
    recognizer = createRecognizer(await whisper, await voiceActivity, systemClock, {
      chanceOfMore: async (text) => {
        if (text.includes('calculator')) throw failure
        return text.split(' ').length / 100
      },
      onFailure: (thrown) => void failures.push(thrown),
    })
  })

  it('says of words, and of nothing else, how likely it is that more follow', async () => {
    const { text, more } = await recognizer.recognize(await spoken('Open the second window.'))
    expect(more).toBe(text.split(' ').length / 100)
    expect(await recognizer.recognize(quiet(1000))).not.toHaveProperty('more')
  })

  it('is sure of what was said clearly, and less of what no one says', async () => {
    const clear = await spoken('Open the second window on the left.')
    const { confidence: ofWords = 0 } = await recognizer.recognize(clear)
    const { text, confidence: ofNoWords = 0 } = await recognizer.recognize(clear.toReversed())
    expect(ofWords).toBeGreaterThan(0.7)
    expect(text === '' ? 0 : ofNoWords).toBeLessThan(0.6)
    expect(await recognizer.recognize(quiet(1000))).not.toHaveProperty('confidence')
  })

  it('hears on where nothing can say whether more follow, and tells that', async () => {
    const heard = await recognizer.recognize(await spoken('Open the calculator.'))
    expect(heard.text).toContain('calculator')
    expect(heard).not.toHaveProperty('more')
    expect(failures).toEqual([failure])
  })

  it('writes down nearly every word of what the voice says', async () => {
    const sentences = [
      'What is the weather like in London today?',
      'Please turn the music down a little.',
      'I will be at the office on Monday morning.',
      'Remind me to call my mother after lunch.',
      'Open the second window on the left.',
    ]
    let missing = 0
    let count = 0
    for (const sentence of sentences) {
      const heard = new Set(words((await recognizer.recognize(await spoken(sentence))).text))
      count += words(sentence).length
      missing += words(sentence).filter((word) => !heard.has(word)).length
    }
    expect(missing / count).toBeLessThan(0.15)
  })

  it.each([
    ['nothing', () => new Float32Array(0)],
    ['zeros', () => new Float32Array(48_000)],
    ['a quiet room', () => quiet(3000)],
    ['noise', () => noise(3000, 0.2)],
    ['music', () => music(3000)],
  ])('invents no word for %s', async (_, sound) => {
    expect((await recognizer.recognize(sound())).text).toBe('')
  })

  it('writes a name as the examples of its vocabulary do, and talk as before', async () => {
    const taught = createRecognizer(await whisper, await voiceActivity)
    const name = await spoken('Text Ximena Okonjo.')
    const talk = await spoken('The children were playing in the garden all afternoon.')
    expect((await recognizer.recognize(name)).text).not.toContain('Okonjo')
    const examples = 'Call Ximena Okonjo. Turn on the lamp.'
    taught.learnVocabulary({ phrases: [], parts: {}, names: {}, nameExamples: {}, examples })
    expect((await taught.recognize(name)).text).toContain('Okonjo')
    expect((await taught.recognize(talk)).text).toBe((await recognizer.recognize(talk)).text)
  })

  it('shows itself the names that sound like what it heard, when it is asked again', async () => {
    const taught = createRecognizer(await whisper, await voiceActivity)
    taught.learnVocabulary({
      phrases: ['call {person}'],
      parts: {},
      names: { person: ['Peter', 'Boris Eriksen', 'Walter'] },
      examples: 'Open the window. Call Anna.',
      nameExamples: { person: 'Call {name}.' },
    })
    const { text, soundId = 0 } = await taught.recognize(await spoken('Text Boris Eriksen.'))
    expect(text).not.toContain('Eriksen')
    const { readings } = await taught.reconsider(soundId, {
      spokenBefore: '',
      mostDoubt: 2,
      thorough: true,
      doubted: false,
      wordings: false,
    })
    expect(readings[0]).toMatchObject({ text: expect.stringMatching(/Boris Eriksen/), kind: 'named' })
    expect(
      (
        await taught.reconsider(soundId - 1, {
          spokenBefore: '',
          mostDoubt: 2,
          thorough: true,
          doubted: false,
          wordings: false,
        })
      ).readings,
    ).toEqual([])
  })

  it('can be asked once more how it reads beside sentences that sound alike, where a thorough look left that', async () => {
    const wordings = new NearWordings(() => ['Is the oven still on?', 'Open the oven slowly.'])
    const taught = createRecognizer(await whisper, await voiceActivity, undefined, undefined, wordings)
    taught.learnVocabulary({
      ...{ phrases: ['close the door'], parts: {}, names: {}, nameExamples: {} },
      examples: 'Close the door.',
    })
    const { soundId = 0 } = await taught.recognize(await spoken('Open the oven.'))
    const look = { spokenBefore: '', mostDoubt: 1, thorough: true, doubted: false, wordings: true }
    expect(await taught.reconsider(soundId, look)).toMatchObject({ wordingsLeft: true })
    const last = await taught.reconsider(soundId, { ...look, onlyWordings: true })
    expect(last.decodeMs).toBeGreaterThan(0)
    expect(await taught.reconsider(soundId, look)).toEqual({ decodeMs: 0, readings: [] })
  })

  it('can be asked again about a sound only at once', async () => {
    const taught = createRecognizer(await whisper, await voiceActivity)
    taught.learnVocabulary({
      ...{ phrases: ['open the window'], parts: {}, names: {}, nameExamples: {} },
      examples: 'Open the window.',
    })
    const sound = await spoken('Open the windows.')
    const look = { spokenBefore: '', mostDoubt: 20, thorough: false, doubted: true, wordings: false }
    const { soundId = 0 } = await taught.recognize(sound)
    expect((await taught.reconsider(soundId, look)).readings).not.toEqual([])
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { soundId: late = 0 } = await taught.recognize(sound)
      vi.advanceTimersByTime(60_000)
      expect(late).toBeGreaterThan(soundId)
      expect((await taught.reconsider(late, look)).readings).toEqual([])
    } finally {
      vi.useRealTimers()
    }
  })

  it('holds nothing of a sound that was given back, nor most of a long text', async () => {
    const networks = await whisper
    const sound = await networks.listen(await spoken('Open the second window on the left.'))
    const { trail } = await decodeFreely(networks, sound, 20)
    const numbers = () => trail.map(({ from }) => [from.logits.length, from.keys.data.length, from.values.data.length])
    expect(trail.length).toBeGreaterThan(5)
    expect(Math.min(...numbers().flat())).toBeGreaterThan(0)
    sound.release()
    expect(Math.max(...numbers().flat())).toBe(0)

    const steps: number[] = []
    const long = await networks.listen(quiet(1000))
    const counted = {
      ...long,
      drop(step: DecodingStep) {
        steps.push(step.length)
        long.drop(step)
      },
    }
    // Its end is never written, so that the text goes on.
    await decodeFreely({ tokens: networks.tokens, end: -1 }, counted, 80)
    expect(steps).toHaveLength(79)
    expect(long.start.logits.length).toBeGreaterThan(0)
    long.release()
    expect(long.start.logits.length).toBe(0)
  })

  it('hears a speech that is longer than the 30 seconds of its network', async () => {
    const parts: Float32Array[] = []
    for (const city of [
      'London',
      'Paris',
      'Berlin',
      'Madrid',
      'Vienna',
      'Lisbon',
      'Athens',
      'Dublin',
      'Warsaw',
      'Prague',
    ]) {
      parts.push(await spoken(`Tomorrow morning we are going to travel all the way to ${city}.`))
    }
    const { text } = await recognizer.recognize(joinSamples(parts))
    expect(joinSamples(parts).length / 16_000).toBeGreaterThan(30)
    expect(text).toMatch(/London/)
    expect(text).toMatch(/Prague/)
    expect(text.match(/tomorrow morning/gi)?.length).toBeGreaterThanOrEqual(8)
  })

  it('answers overlapping calls each with its own words', async () => {
    const sounds = await Promise.all([
      spoken('The first one is an apple.'),
      quiet(2000),
      spoken('The last one is a banana.'),
    ])
    const [apple, nobody, banana] = await Promise.all(sounds.map((sound) => recognizer.recognize(sound)))
    expect([apple?.text, nobody?.text, banana?.text]).toEqual([
      expect.stringMatching(/apple/i),
      '',
      expect.stringMatching(/banana/i),
    ])
  })

  it('says what to do when its model is not one', async () => {
    const load = (model: string) => loadWhisper(installedModels, model)
    await expect(load('swift-f0')).rejects.toMatchObject({ code: 'model-missing', kind: 'missing' })
    const { files } = installedModels.locate('whisper-tiny-en')
    const damaged = { locate: (id: string) => ({ id, folder: '', files: { ...files, encoder: import.meta.filename } }) }
    const refused = loadWhisper(damaged, 'damaged')
    await expect(refused).rejects.toMatchObject({ code: 'model-corrupted', remedy: 'sam models pull damaged' })
  })
})
