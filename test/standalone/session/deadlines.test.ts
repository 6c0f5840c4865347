import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RunTurn } from '../../../src/app/session/session.ts'
import { createPcmSource } from '../../../src/audio/pcm-source.ts'
import type { SpeechOutput } from '../../../src/tts/ports.ts'
import { build, command, never, ScriptedEar, scriptedSource } from './session-harness.ts'

const answer: RunTurn = async ({ turnId, text }, { emit }) => {
  emit({ type: 'reply-final', turnId, text: `You said ${text}`, model: 'fast-path' })
  emit({ type: 'turn-finished', turnId, outcome: 'done', timings: { routeMs: 0, totalMs: 1 } })
}

describe('A turn of SAM ends', () => {
  it('when what it waits for never does, not even when it is told to, and is silent afterwards', async () => {
    let tellLate = () => {}
    const runTurn: RunTurn = ({ turnId, text }, hooks) => {
      if (text !== 'hang') return answer({ turnId, text } as Parameters<RunTurn>[0], hooks)
      tellLate = () => hooks.emit({ type: 'reply-final', turnId, text: 'Too late', model: 'fast-path' })
      return new Promise(() => {})
    }
    const { session, events } = build({ runTurn, deadlines: { thinkingMs: 20, endsWithinMs: 20 } })
    await session.submitText('hang')
    expect(session.currentState).toBe('idle')
    expect(events).toContainEqual(expect.objectContaining({ type: 'notice', code: 'turn-stuck' }))
    expect(events.at(-2)).toMatchObject({ type: 'turn-finished', outcome: 'failed' })
    await session.submitText('go on')
    const before = events.length
    tellLate()
    expect(events).toHaveLength(before)
    expect(events).toContainEqual(expect.objectContaining({ type: 'reply-final', text: 'You said go on' }))
  })

  it('when the next request of the user finds it stuck', async () => {
    const runTurn: RunTurn = (request, hooks) =>
      request.text === 'hang' ? new Promise(() => {}) : answer(request, hooks)
    const { session, events } = build({ runTurn, deadlines: { endsWithinMs: 20 } })
    void session.submitText('hang')
    await session.submitText('go on')
    expect(events).toContainEqual(expect.objectContaining({ type: 'reply-final', text: 'You said go on' }))
    expect(session.currentState).toBe('idle')
  })

  it('when a loudspeaker neither ends nor lets itself be cut', async () => {
    const output: SpeechOutput = { play: () => new Promise(() => {}), flush() {} }
    const { session, events } = build({ output, deadlines: { speakingMs: 20 } })
    await session.submitText('say it')
    expect(session.currentState).toBe('idle')
    expect(events.findLast(({ type }) => type === 'turn-finished')).toMatchObject({ outcome: 'interrupted' })
  })
})

describe('A microphone that stops sending', () => {
  it('leaves no half request behind: what was said before a sleep is not carried out after it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { session, requests } = build({ pace: 'live' })
    const source = createPcmSource()
    const listening = session.listen(source, never)
    const hear = async (level: number, frames: number) => {
      const before = session.positionMs
      for (let frame = 1; frame <= frames; frame += 1) {
        source.push(new Float32Array(512).fill(level), 16_000)
        await vi.waitUntil(() => session.positionMs >= before + frame * 32)
      }
    }
    await hear(0.9, 1)
    await hear(0.5, 10)
    expect(session.currentState).toBe('hearing')
    await vi.advanceTimersByTimeAsync(5000)
    expect(session.currentState).toBe('no-signal')
    await hear(0.001, 60)
    expect(session.currentState).toBe('idle')
    source.end()
    await listening
    expect(requests).toEqual([])
  })
})

describe('An ear that dies between two pieces of sound', () => {
  it('is followed by one that counts from its own start, and SAM hears on', async () => {
    const ear = new ScriptedEar()
    const decoded: Float32Array[] = []
    const recognize = async (samples: Float32Array) => {
      decoded.push(samples)
      return { text: 'hey jarvis open the terminal', decodeMs: 50 }
    }
    const { session, requests } = build({ ear, recognizer: { recognize } })
    const quietFrames = 400
    const sound = scriptedSource(`${'.'.repeat(quietFrames)}${command}`)
    await session.listen(
      {
        async *chunks(signal) {
          let chunks = 0
          for await (const chunk of sound.chunks(signal)) {
            if (chunks++ === quietFrames) await ear.reset()
            yield chunk
          }
        },
      },
      never,
    )
    expect(requests.map(({ text }) => text)).toEqual(['open the terminal'])
    // The words themselves, and not what was heard at their place in the time of the ear before.
    expect(decoded.at(-1)?.some((sample) => sample > 0.4)).toBe(true)
  })
})
