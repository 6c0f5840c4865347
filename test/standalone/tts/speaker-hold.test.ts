import { expect, it } from 'vitest'
import { systemClock } from '../../../src/core/clock.ts'
import type { SentencePiece, SpeechOutput } from '../../../src/tts/ports.ts'
import { Speaker } from '../../../src/tts/speaker.ts'

const rateHz = 1000

/** A loudspeaker that plays as far as the test lets it. */
function build() {
  const playing: { piece: SentencePiece; stopAt(playedMs: number): void }[] = []
  const log: string[] = []
  const output: SpeechOutput = {
    play(piece, _turnId, onStart) {
      onStart?.({})
      return new Promise((resolve) => playing.push({ piece, stopAt: (playedMs) => resolve({ playedMs }) }))
    },
    flush: () => log.push('flush'),
  }
  const speaker = new Speaker({
    synthesizer: {
      synthesize: async (sentence) => ({
        sentence,
        samples: Float32Array.from({ length: 1000 }, (_, at) => at),
        sampleRateHz: rateHz,
        firstSampleMs: 1,
        synthesisMs: 1,
      }),
    },
    output,
    createSplitter: () => ({ push: (text) => [text], end: () => [] }),
    clock: systemClock,
    emit: (event) => log.push(event.type),
    onTrouble: (error) => log.push(error.code),
  })
  return { speaker, playing, log }
}

const next = async (playing: unknown[], count: number) => expect.poll(() => playing.length).toBe(count)

it('goes on where it was held', async () => {
  const { speaker, playing, log } = build()
  const reply = speaker.begin('t', new AbortController().signal)
  reply.push('one two three four')
  await next(playing, 1)
  reply.hold()
  playing[0]?.stopAt(400)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(playing).toHaveLength(1)
  reply.resume()
  await next(playing, 2)
  expect(playing[1]?.piece.samples[0]).toBe(400)
  playing[1]?.stopAt(600)
  expect(await reply.finish()).toMatchObject({ heardText: 'one two three four', interrupted: false })
  expect(log).toEqual(['speech-audio', 'flush'])
})

it('loses nothing when it may go on before the loudspeaker says where it stopped', async () => {
  const { speaker, playing } = build()
  const reply = speaker.begin('t', new AbortController().signal)
  reply.push('one two three four')
  await next(playing, 1)
  reply.hold()
  reply.resume()
  playing[0]?.stopAt(250)
  await next(playing, 2)
  expect(playing[1]?.piece.samples).toHaveLength(750)
  playing[1]?.stopAt(750)
  expect(await reply.finish()).toMatchObject({ interrupted: false })
})

it('ends at once when the turn is taken while it is held, and tells what was heard', async () => {
  const { speaker, playing } = build()
  const turn = new AbortController()
  const reply = speaker.begin('t', turn.signal)
  reply.push('one two three four')
  await next(playing, 1)
  reply.hold()
  playing[0]?.stopAt(500)
  turn.abort()
  expect(await reply.finish()).toMatchObject({ heardText: 'one two', interrupted: true })
  expect(playing).toHaveLength(1)
})
