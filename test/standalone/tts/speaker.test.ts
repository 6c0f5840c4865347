import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import { SamError } from '../../../src/core/errors.ts'
import type { SamEvent } from '../../../src/core/events.ts'
import type { SentencePiece, SpeechOutput, SynthesisOptions, SynthesizedSentence } from '../../../src/tts/ports.ts'
import { Speaker } from '../../../src/tts/speaker.ts'

/** One sentence a line, so that the test decides where sentences end. */
function lines() {
  let text = ''
  return {
    push(more: string): string[] {
      const parts = (text + more).split('\n')
      text = parts.pop() ?? ''
      return parts
    },
    end: () => (text === '' ? [] : [text]),
  }
}

const sound = (sentence: string): SynthesizedSentence => ({
  sentence,
  samples: new Float32Array(16_000),
  sampleRateHz: 16_000,
  firstSampleMs: 3,
  synthesisMs: 5,
})

function build(
  options: {
    synthesize?: (sentence: string, options?: SynthesisOptions) => Promise<SynthesizedSentence>
    output?: SpeechOutput
  } = {},
) {
  const events: SamEvent[] = []
  const troubles: SamError[] = []
  const log: string[] = []
  const output = options.output ?? {
    async play(clip, _turnId, onStart) {
      log.push(`play ${clip.sentence}`)
      onStart?.({ file: `${clip.sentence}.wav` })
      return { playedMs: 1000 }
    },
    flush: () => log.push('flush'),
  }
  const speaker = new Speaker({
    synthesizer: {
      async synthesize(sentence, request) {
        log.push(`make ${sentence}`)
        return options.synthesize === undefined ? sound(sentence) : options.synthesize(sentence, request)
      },
    },
    output,
    createSplitter: lines,
    clock: systemClock,
    emit: (event) => events.push(event),
    onTrouble: (error) => troubles.push(error),
  })
  return { speaker, events, troubles, log }
}

describe('Speaker', () => {
  it('starts with the first sentence while the reply is still being written', async () => {
    const { speaker, log, events } = build()
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('One.\nTwo')
    await expect.poll(() => log).toEqual(['make One.', 'play One.'])
    reply.push(' and a half.\n')
    const result = await reply.finish()
    expect(result).toMatchObject({ heardText: 'One. Two and a half.', interrupted: false })
    expect(events).toMatchObject([
      { type: 'speech-audio', sentence: 'One.', file: 'One..wav', firstSampleMs: 3 },
      { type: 'speech-audio', sentence: 'Two and a half.' },
    ])
  })

  it('makes no more than one sentence ahead of the one that plays', async () => {
    const made: string[] = []
    const ends: (() => void)[] = []
    const output: SpeechOutput = {
      play: () => new Promise((resolve) => ends.push(() => resolve({ playedMs: 1000 }))),
      flush() {},
    }
    const synthesize = async (sentence: string) => {
      made.push(sentence)
      return sound(sentence)
    }
    const { speaker } = build({ output, synthesize })
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('1\n2\n3\n4\n')
    await expect.poll(() => ends.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(made).toEqual(['1', '2'])
    ends[0]?.()
    await expect.poll(() => made).toEqual(['1', '2', '3'])
    for (const index of [1, 2, 3]) {
      await expect.poll(() => ends.length).toBeGreaterThan(index)
      ends[index]?.()
    }
    expect((await reply.finish()).heardText).toBe('1 2 3 4')
  })

  it('falls silent when cut, and answers with the words that sounded', async () => {
    const abort = new AbortController()
    let end: (() => void) | undefined
    const output: SpeechOutput = {
      play: (_clip, _turn, onStart) =>
        new Promise((resolve) => {
          onStart?.({})
          end = () => resolve({ playedMs: 500 })
        }),
      flush: () => end?.(),
    }
    const { speaker } = build({ output })
    const reply = speaker.begin('t', abort.signal)
    reply.push('one two three four\nfive\n')
    await expect.poll(() => end).toBeDefined()
    abort.abort()
    expect(await reply.finish()).toMatchObject({ heardText: 'one two', interrupted: true })
  })

  it('speaks a sentence again whose worker died, once', async () => {
    let failures = 1
    const synthesize = async (sentence: string) => {
      if (failures-- > 0) throw new SamError('speech-worker-crashed', 'The speech worker died.')
      return sound(sentence)
    }
    const { speaker, troubles } = build({ synthesize })
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('Hello.')
    expect((await reply.finish()).heardText).toBe('Hello.')
    expect(troubles).toEqual([])
  })

  it('tells what could not be spoken and goes on', async () => {
    const synthesize = async (sentence: string) => {
      if (sentence === 'bad') throw new SamError('voice-missing', 'There is no such voice.')
      return sound(sentence)
    }
    const { speaker, troubles } = build({ synthesize })
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('bad\ngood\n')
    expect((await reply.finish()).heardText).toBe('good')
    expect(troubles.map((error) => error.code)).toEqual(['voice-missing'])
  })

  it('tells trouble that came with a sentence, and speaks it', async () => {
    const trouble = { code: 'model-missing', message: 'The plain voice speaks.', remedy: 'fetch it' }
    const { speaker, troubles } = build({ synthesize: async (sentence) => ({ ...sound(sentence), trouble }) })
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('Hello.')
    expect((await reply.finish()).heardText).toBe('Hello.')
    expect(troubles).toMatchObject([{ code: 'model-missing', remedy: 'fetch it' }])
  })
})

describe('a sentence in pieces', () => {
  const piece = (sentence: string) => ({ sentence, samples: new Float32Array(16_000), sampleRateHz: 16_000 })

  /** A voice that makes pieces when it is told to, into an output that plays each until it is told to end. */
  function inPieces(takesPieces = true) {
    const playing: { sentence: string; end: (playedMs: number) => void }[] = []
    const output: SpeechOutput = {
      takesPieces,
      play: ({ sentence }, _turn, onStart) =>
        new Promise((resolve) => {
          onStart?.({})
          playing.push({ sentence, end: (playedMs) => resolve({ playedMs }) })
        }),
      flush: () => {
        for (const clip of playing) clip.end(0)
      },
    }
    const makers: { onPiece?: (clip: SentencePiece) => void; end: (failure?: SamError) => void }[] = []
    const built = build({
      output,
      synthesize: (sentence, options) =>
        new Promise((resolve, reject) => {
          const end = (failure?: SamError) => (failure === undefined ? resolve(sound(sentence)) : reject(failure))
          makers.push({ ...(options?.onPiece === undefined ? {} : { onPiece: options.onPiece }), end })
          options?.signal?.addEventListener('abort', () => end(new SamError('cancelled', 'Cut.')))
        }),
    })
    return { ...built, playing, makers }
  }

  it('sounds from its first piece on, each handed out while the one before it plays', async () => {
    const { speaker, events, playing, makers } = inPieces()
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('one two three.\n')
    await expect.poll(() => makers.length).toBe(1)
    makers[0]?.onPiece?.(piece('one'))
    await expect.poll(() => playing.length).toBe(1)
    expect(events).toMatchObject([{ type: 'speech-audio', sentence: 'one two three.' }])
    makers[0]?.onPiece?.(piece('two three.'))
    await expect.poll(() => playing.map(({ sentence }) => sentence)).toEqual(['one', 'two three.'])
    makers[0]?.end()
    for (const clip of playing) clip.end(1000)
    expect(await reply.finish()).toMatchObject({ heardText: 'one two three.', interrupted: false })
    expect(events).toHaveLength(1)
  })

  it('waits for the end of the sentence before', async () => {
    const { speaker, playing, makers } = inPieces()
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('one\ntwo\n')
    await expect.poll(() => makers.length).toBe(1)
    makers[0]?.onPiece?.(piece('one'))
    makers[0]?.end()
    await expect.poll(() => makers.length).toBe(2)
    makers[1]?.onPiece?.(piece('two'))
    makers[1]?.end()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(playing.map(({ sentence }) => sentence)).toEqual(['one'])
    playing[0]?.end(1000)
    await expect.poll(() => playing.length).toBe(2)
    playing[1]?.end(1000)
    expect((await reply.finish()).heardText).toBe('one two')
  })

  it('cut in the middle counts as far as it sounded', async () => {
    const abort = new AbortController()
    const { speaker, playing, makers } = inPieces()
    const reply = speaker.begin('t', abort.signal)
    reply.push('one two three four five six\n')
    await expect.poll(() => makers.length).toBe(1)
    makers[0]?.onPiece?.(piece('one two'))
    makers[0]?.onPiece?.(piece('three four'))
    await expect.poll(() => playing.length).toBe(2)
    playing[0]?.end(1000)
    playing[1]?.end(500)
    abort.abort()
    expect(await reply.finish()).toMatchObject({ heardText: 'one two three', interrupted: true })
  })

  it('is not begun again when its worker dies in the middle', async () => {
    const { speaker, troubles, playing, makers } = inPieces()
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('one two\n')
    await expect.poll(() => makers.length).toBe(1)
    makers[0]?.onPiece?.(piece('one'))
    makers[0]?.end(new SamError('speech-worker-crashed', 'The speech worker died.'))
    await expect.poll(() => playing.length).toBe(1)
    playing[0]?.end(1000)
    expect((await reply.finish()).heardText).toBe('one')
    expect(makers).toHaveLength(1)
    expect(troubles.map(({ code }) => code)).toEqual(['speech-worker-crashed'])
  })

  it('comes whole where the output takes no pieces', async () => {
    const { speaker, playing, makers } = inPieces(false)
    const reply = speaker.begin('t', new AbortController().signal)
    reply.push('one two\n')
    await expect.poll(() => makers.length).toBe(1)
    expect(makers[0]?.onPiece).toBeUndefined()
    makers[0]?.end()
    await expect.poll(() => playing.map(({ sentence }) => sentence)).toEqual(['one two'])
    playing[0]?.end(1000)
    expect((await reply.finish()).heardText).toBe('one two')
  })
})
