import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/core/clock.ts'
import { SamError } from '../../../../src/core/errors.ts'
import type { SentencePiece, SynthesisOptions } from '../../../../src/tts/ports.ts'
import type { OwnVoice } from '../../../../src/tts/rvc/own-voice.ts'
import {
  createOwnVoiceSynthesizer,
  type OwnVoiceSynthesizerOptions,
} from '../../../../src/tts/rvc/own-voice-synthesizer.ts'
import { PieceQueue } from '../../../../src/tts/rvc/piece-queue.ts'

const settings = { semitones: 0, indexRate: 0.75, protect: 0.33, speaker: 0 }

/** Answers four pieces of a second each at 100 samples a second, all of `level`. */
function voice(level: number, change: Partial<OwnVoice> = {}) {
  const state = { converting: 0, mostAtOnce: 0, closed: 0 }
  const own: OwnVoice = {
    settings,
    realTimeFactor: 0.3,
    converter: {
      sampleRateHz: 100,
      async *convert(_sound, _settings, signal) {
        state.mostAtOnce = Math.max(state.mostAtOnce, ++state.converting)
        try {
          for (let second = 0; second < 4; second++) {
            if (signal?.aborted) throw new SamError('cancelled', 'Cut.', { kind: 'cancelled' })
            await new Promise((resolve) => setTimeout(resolve, 1))
            yield new Float32Array(100).fill(level)
          }
        } finally {
          state.converting--
        }
      },
    },
    async close() {
      state.closed++
    },
    ...change,
  }
  return { own, state }
}

/** The plain voice is silence at 50 samples a second; own voices are `me` and `you`. Rates are changed by repeating samples. */
function build(open: (id: string) => Promise<OwnVoice>, change: Partial<OwnVoiceSynthesizerOptions> = {}) {
  const requests: SynthesisOptions[] = []
  const synthesizer = createOwnVoiceSynthesizer({
    plain: {
      async synthesize(sentence, options = {}) {
        requests.push(options)
        return { sentence, samples: new Float32Array(200), sampleRateHz: 50, firstSampleMs: 1, synthesisMs: 2 }
      },
    },
    ownVoice: 'me',
    isOwn: (id) => id === 'me' || id === 'you',
    openVoice: open,
    fingerprint: () => 'the same',
    changeRate: (from, to) => ({
      push: (samples) =>
        Float32Array.from(
          { length: (samples.length * to) / from },
          (_, i) => samples[Math.floor((i * from) / to)] ?? 0,
        ),
      end: () => new Float32Array(0),
    }),
    outputRateHz: 200,
    clock: systemClock,
    ...change,
  })
  return { synthesizer, requests }
}

const sentence = 'one two three four five six seven eight'
const missing = async (): Promise<OwnVoice> => {
  throw new SamError('model-missing', 'No features.', { kind: 'missing', remedy: 'sam models pull contentvec-768' })
}

describe('an own voice', () => {
  it('says what the plain voice said, at the rate of the device', async () => {
    const { synthesizer, requests } = build(async () => voice(0.5).own)
    const sound = await synthesizer.synthesize(sentence, { rate: 1.2 })
    expect(sound).toMatchObject({ sentence, sampleRateHz: 200 })
    expect(sound.samples).toEqual(new Float32Array(800).fill(0.5))
    expect(sound.trouble).toBeUndefined()
    expect(requests).toEqual([{ rate: 1.2 }])
  })

  it('comes in pieces that hold all the samples and all the words, in order', async () => {
    const { synthesizer } = build(async () => voice(0.5).own)
    const pieces: SentencePiece[] = []
    const sound = await synthesizer.synthesize(sentence, { onPiece: (piece) => pieces.push(piece) })
    expect(pieces.map((piece) => piece.sentence)).toEqual(['one two', 'three four', 'five six', 'seven eight'])
    expect(pieces.map(({ samples }) => samples.length)).toEqual([200, 200, 200, 200])
    expect(sound.samples).toHaveLength(800)
    expect(sound.firstSampleMs).toBeLessThanOrEqual(sound.synthesisMs)
  })

  it('converts one sentence at a time', async () => {
    const { own, state } = voice(0.5)
    const { synthesizer } = build(async () => own)
    await Promise.all(['a', 'b', 'c'].map((text) => synthesizer.synthesize(text)))
    expect(state.mostAtOnce).toBe(1)
  })

  it('stops when it is cancelled, and speaks the next sentence', async () => {
    const { synthesizer } = build(async () => voice(0.5).own)
    const stop = new AbortController()
    const onPiece = () => stop.abort()
    await expect(synthesizer.synthesize(sentence, { signal: stop.signal, onPiece })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect((await synthesizer.synthesize('next')).samples).toHaveLength(800)
  })

  it('is loaded once, and makes room for another one', async () => {
    const opened: string[] = []
    const { own, state } = voice(0.5)
    const { synthesizer } = build(async (id) => {
      opened.push(id)
      return own
    })
    await synthesizer.warm()
    await synthesizer.synthesize('a')
    await synthesizer.synthesize('b', { voice: 'me' })
    expect(opened).toEqual(['me'])
    await synthesizer.synthesize('c', { voice: 'you' })
    expect(opened).toEqual(['me', 'you'])
    expect(state.closed).toBe(1)
  })
})

describe('a voice whose files are replaced while it is in use', () => {
  it('is loaded anew for the next sentence, and closed before', async () => {
    let file = 'one'
    const [one, two] = [voice(0.5), voice(0.25)]
    const { synthesizer } = build(async () => (file === 'one' ? one.own : two.own), { fingerprint: () => file })
    expect((await synthesizer.synthesize('a')).samples[0]).toBe(0.5)
    file = 'two'
    const next = await synthesizer.synthesize('b')
    expect(new Set(next.samples)).toEqual(new Set([0.25]))
    expect([one.state.closed, two.state.closed]).toEqual([1, 0])
  })

  it('says what is wrong with the new file once, speaks plainly, and takes a good one up again', async () => {
    let file = 'good'
    const open = async () => {
      if (file === 'bad') throw new SamError('voice-file-refused', 'voice.pth is a web page.')
      return voice(0.5).own
    }
    const { synthesizer } = build(open, { fingerprint: () => file })
    expect((await synthesizer.synthesize('a')).samples[0]).toBe(0.5)
    file = 'bad'
    const plain = await synthesizer.synthesize('b')
    expect(plain.samples).toEqual(new Float32Array(800))
    expect(plain.trouble).toMatchObject({
      code: 'voice-file-refused',
      message: 'voice.pth is a web page. The plain voice speaks instead.',
    })
    expect((await synthesizer.synthesize('c')).trouble).toBeUndefined()
    file = 'good again'
    expect((await synthesizer.synthesize('d')).samples[0]).toBe(0.5)
  })
})

describe('the plain voice', () => {
  it('speaks by itself, untouched, where no own voice is wanted', async () => {
    const { synthesizer } = build(missing, { ownVoice: '' })
    expect(await synthesizer.synthesize(sentence)).toMatchObject({ sampleRateHz: 50 })
    await synthesizer.warm()
    const named = build(missing)
    expect(await named.synthesizer.synthesize(sentence, { voice: 'joe' })).toMatchObject({ sampleRateHz: 50 })
    expect(named.requests).toEqual([{ voice: 'joe' }])
  })

  it('takes over where something is missing, says so once, and hands over when it has come', async () => {
    let there = false
    const { synthesizer } = build(() => (there ? Promise.resolve(voice(0.5).own) : missing()))
    await synthesizer.warm()
    const first = await synthesizer.synthesize(sentence)
    expect(first).toMatchObject({ sampleRateHz: 200, samples: new Float32Array(800) })
    expect(first.trouble).toEqual({
      code: 'model-missing',
      kind: 'missing',
      message: 'No features. The plain voice speaks instead.',
      remedy: 'sam models pull contentvec-768',
    })
    expect((await synthesizer.synthesize(sentence)).trouble).toBeUndefined()
    there = true
    expect((await synthesizer.synthesize(sentence)).samples[0]).toBe(0.5)
  })

  it('takes over where a conversion fails before anything of it was heard, and not after', async () => {
    const failing = (after: number): OwnVoice => ({
      ...voice(0.5).own,
      converter: {
        sampleRateHz: 100,
        async *convert() {
          for (let piece = 0; piece < after; piece++) yield new Float32Array(100).fill(0.5)
          throw new SamError('voice-model-failed', 'The voice broke.')
        },
      },
    })
    const pieces: SentencePiece[] = []
    const onPiece = (piece: SentencePiece) => pieces.push(piece)
    const early = await build(async () => failing(0)).synthesizer.synthesize(sentence, { onPiece })
    expect(early).toMatchObject({ samples: new Float32Array(800), trouble: { code: 'voice-model-failed' } })
    expect(pieces).toEqual([])
    const late = build(async () => failing(1)).synthesizer.synthesize(sentence, { onPiece })
    await expect(late).rejects.toMatchObject({ code: 'voice-model-failed' })
  })

  it('takes over on a machine that is much too slow, and says so once', async () => {
    const { synthesizer } = build(async () => voice(0.5, { realTimeFactor: 2.04 }).own)
    const first = await synthesizer.synthesize(sentence)
    expect(first.samples).toEqual(new Float32Array(800))
    expect(first.trouble?.message).toBe(
      'Your voice takes 2.0 seconds of work for a second of sound on this machine. The plain voice speaks instead.',
    )
    expect((await synthesizer.synthesize(sentence)).trouble).toBeUndefined()
  })

  it('leaves the word to a voice that is only a little slow, and says once why there is a pause', async () => {
    const { synthesizer } = build(async () => voice(0.5, { realTimeFactor: 1 }).own)
    const first = await synthesizer.synthesize(sentence)
    expect(first.samples[0]).toBe(0.5)
    expect(first.trouble).toMatchObject({ code: 'voice-slow', message: expect.stringMatching(/pause before each/) })
    expect((await synthesizer.synthesize(sentence)).trouble).toBeUndefined()
  })
})

describe('a voice that sounds worse than it could', () => {
  it('says so once, and speaks', async () => {
    const trouble = new SamError('pitch-detector-missing', 'Found by another.', { remedy: 'sam models pull rmvpe' })
    const { synthesizer } = build(async () => voice(0.5, { trouble }).own)
    const first = await synthesizer.synthesize(sentence)
    expect(first.samples[0]).toBe(0.5)
    expect(first.trouble).toMatchObject({ code: 'pitch-detector-missing', remedy: 'sam models pull rmvpe' })
    expect((await synthesizer.synthesize(sentence)).trouble).toBeUndefined()
  })
})

describe('pieces of a sentence', () => {
  /** Pieces of a second in a sentence of `seconds`, each of which takes `factor` seconds; answers after which they went out. */
  function told(seconds: number, factor: number, usualFactor = factor): number[] {
    const after: number[] = []
    let made = 0
    const queue = new PieceQueue(seconds, usualFactor, () => after.push(made))
    while (made < seconds) {
      made++
      queue.push({ sentence: '', samples: new Float32Array(100), sampleRateHz: 100 }, made * factor)
    }
    queue.end()
    return after
  }

  it('go out as they come where they come in time', () => {
    expect(told(6, 0.5)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it.each([0.9, 1, 1.2, 1.5, 3])('wait at %f of real time until the rest will come in time', (factor) => {
    const after = told(10, factor)
    expect(after).toHaveLength(10)
    const begin = (after[0] ?? 0) * factor
    // Piece after piece is there before the one in front of it has ended.
    after.forEach((piece, index) => {
      expect(piece * factor).toBeLessThanOrEqual(begin + index)
    })
    expect(after[0]).toBeLessThan(10)
  })

  it('wait longer where the work turns out to take longer than usual', () => {
    const [begin = 0] = told(10, 3, 1)
    expect(begin).toBeGreaterThan(told(10, 1)[0] ?? 0)
  })

  it('all go out at the end of a sentence that is too short to share out', () => {
    expect(told(1, 0.1)).toEqual([1])
  })
})
