import { describe, expect, it, vi } from 'vitest'
import { createPcmSource } from '../../../src/audio/pcm-source.ts'
import { defaultTurnTaking } from '../../../src/audio/turn-taking.ts'
import { build, command, loudspeaker, never, scriptedSource } from './session-harness.ts'

const ring = "It's 7 o'clock. This is your alarm."
const talk = `${'.'.repeat(10)}${'s'.repeat(15)}${'.'.repeat(40)}`

/** A session that listens to a microphone whose words the test chooses; barge-in works as behind an echo canceller. */
function listening(options: Parameters<typeof build>[0] & { output?: ReturnType<typeof loudspeaker> } = {}) {
  const output = options.output ?? loudspeaker(true)
  const words = ['']
  const built = build({
    output,
    pace: 'live',
    followUpMs: 2000,
    turnTaking: { ...defaultTurnTaking, bargeInMs: 100 },
    recognizer: { recognize: async () => ({ text: words[0] ?? '', decodeMs: 1 }) },
    ...options,
  })
  const source = createPcmSource()
  const over = built.session.listen(source, never)
  const end = async () => {
    source.end()
    await over
  }
  const hear = async (text: string, script = talk) => {
    words[0] = text
    for await (const chunk of scriptedSource(script).chunks(never)) {
      source.push(chunk, 16_000)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { ...built, output, hear, end, texts: () => built.requests.map((request) => request.text) }
}

describe('What SAM says of its own accord', () => {
  it.each(['stop', 'snooze', 'okay'])('is silenced and answered by "%s" without the wake word', async (word) => {
    const { session, output, hear, texts, end, states } = listening()
    const said = session.announce(ring)
    await expect.poll(() => output.played).toEqual([ring])
    expect(states()).toContain('speaking')
    // A briefing that is due waits.
    expect(session.busy).toBe(true)
    await hear(word)
    await said
    await expect.poll(texts).toEqual([word])
    expect(output.flushed).toBe(1)
    expect(output.played.filter((sentence) => sentence === ring)).toHaveLength(1)
    await end()
  })

  it('is not shown as speaking any more while SAM thinks about what was asked meanwhile', async () => {
    const thought = Promise.withResolvers<void>()
    const { session, output, end, states } = listening({ runTurn: () => thought.promise })
    const said = session.announce(ring)
    await expect.poll(() => output.played).toEqual([ring])
    expect(session.currentState).toBe('speaking')
    const asked = session.submitText('why is the sky blue')
    await said
    await expect.poll(() => states().at(-1)).toBe('thinking')
    thought.resolve()
    await asked
    await end()
  })

  it('can be answered for a while after it', async () => {
    const { session, hear, texts, end } = listening({ output: loudspeaker() })
    await session.announce(ring)
    await hear('snooze', `${'.'.repeat(30)}${talk}`)
    await expect.poll(texts).toEqual(['snooze'])
    await end()
  })

  it('does not take the talk of others for the user, and is said again when that silenced it', async () => {
    const { session, output, hear, texts, end, events } = listening({ followUpMs: 6000 })
    const said = session.announce(ring)
    await expect.poll(() => output.played).toHaveLength(1)
    await hear('did you feed the cat')
    await said
    expect(output.played).toEqual([ring, ring])
    await hear('yes I fed her and took the rubbish out')
    // After other talk the window is still open for what is left of it.
    await hear('snooze')
    await expect.poll(texts).toEqual(['snooze'])
    const told = events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []))
    expect(told).toEqual(['snooze'])
    await end()
  })

  it('is said again and again until somebody answers, where it has to wake', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const { session, output, hear, texts, end } = listening({ output: loudspeaker(), followUpMs: 6000 })
    const said = session.announce(ring, 12)
    for (const times of [1, 2, 3]) {
      await vi.waitFor(() => expect(output.played).toHaveLength(times))
      await vi.advanceTimersByTimeAsync(8000)
    }
    vi.useRealTimers()
    await hear('stop')
    await said
    await expect.poll(texts).toEqual(['stop'])
    expect(output.played.filter((sentence) => sentence === ring).length).toBeLessThan(6)
    await end()
  })

  it('is said again when a noise silenced it', async () => {
    const { session, output, hear, texts, end } = listening()
    const said = session.announce(ring)
    await expect.poll(() => output.played).toHaveLength(1)
    await hear('')
    await said
    expect(output.played).toEqual([ring, ring])
    expect(texts()).toEqual([])
    await end()
  })

  it('lets the user say anything after the wake word', async () => {
    const { session, output, hear, texts, end } = listening()
    const said = session.announce(ring)
    await expect.poll(() => output.played).toHaveLength(1)
    await hear('hey jarvis open the terminal', command)
    await said
    await expect.poll(texts).toEqual(['open the terminal'])
    expect(output.played.filter((sentence) => sentence === ring)).toHaveLength(1)
    await end()
  })

  it('leaves the wake word needed once the time to answer is over', async () => {
    const { session, hear, texts, end, states } = listening({ output: loudspeaker() })
    await session.announce(ring)
    await hear('', '.'.repeat(80))
    await expect.poll(() => states().at(-1)).toBe('idle')
    await hear('snooze')
    expect(texts()).toEqual([])
    await end()
  })

  it('waits for what SAM does, is not lost when the user goes on talking, and two follow each other', async () => {
    const { session, output, end, texts } = listening({ output: loudspeaker() })
    const turns = [session.submitText('one'), session.submitText('two')]
    const said = [session.announce(ring), session.announce('Your tea timer is done.')]
    await Promise.all([...turns, ...said])
    expect(texts()).toContain('two')
    expect(output.played.slice(-2)).toEqual([ring, 'Your tea timer is done.'])
    await end()
  })

  it('ends at stop, and leaves the session asleep', async () => {
    const { session, output, hear, texts, end } = listening()
    const said = [session.announce(ring), session.announce('Your tea timer is done.')]
    await expect.poll(() => output.played).toHaveLength(1)
    session.stop()
    await Promise.all(said)
    expect(output.played).toEqual([ring])
    expect(session.currentState).toBe('idle')
    await hear('snooze')
    expect(texts()).toEqual([])
    await end()
  })

  it('a scheduled turn is silenced by any talk, and answered only by words that are for it', async () => {
    const { session, output, hear, texts, end } = listening()
    const briefing = session.submitText('give me my briefing', 'schedule')
    await expect.poll(() => output.played).toHaveLength(1)
    await hear('did you feed the cat')
    await briefing
    expect(texts()).toEqual(['give me my briefing'])
    await hear('hey jarvis open the terminal', command)
    await expect.poll(texts).toEqual(['give me my briefing', 'open the terminal'])
    await end()
  })
})
