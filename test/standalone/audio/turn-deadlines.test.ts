import { describe, expect, it } from 'vitest'
import { defaultTurnTaking, longestTextMs, TurnTaking, type TurnTakingInput } from '../../../src/audio/turn-taking.ts'
import { seededRandom } from '../../../src/core/numbers/random.ts'

const frameMs = 32
const settings = { ...defaultTurnTaking, bargeInMs: 350 }
/** Nothing that SAM waits for here may take longer. */
const longestMs = settings.attentionMs + settings.holdMs + 2 * settings.maximumTurnMs + longestTextMs

/** A machine, and sound for it: each frame says whether somebody speaks in it. */
function listening() {
  const machine = new TurnTaking(settings)
  let endMs = 0
  const frame = (speaking: boolean, wake = false) => {
    endMs += frameMs
    const woken = wake ? { wake: { phrase: 'hey jarvis', score: 0.9 } } : {}
    return machine.next({
      type: 'frame',
      frame: { endMs, speechProbability: speaking ? 0.9 : 0.01, loudness: 0.1, ...woken },
    })
  }
  return {
    machine,
    frame,
    next: (input: TurnTakingInput) => machine.next(input),
    get endMs() {
      return endMs
    },
    /** Hears this for so long; answers the state at the end. */
    hear(lengthMs: number, speaking: (atMs: number) => boolean) {
      for (let at = 0; at < lengthMs; at += frameMs) frame(speaking(at))
      return machine.state
    },
  }
}

const silence = () => false
const talk = () => true
const inPieces = (atMs: number) => atMs % 400 < 200

describe('Every state of turn-taking but sleep and SAM’s own turn ends by itself', () => {
  it('waiting for speech, also where talk that began before never stops', () => {
    const sound = listening()
    sound.hear(2000, talk)
    sound.next({ type: 'attend', atMs: sound.endMs, forMs: 6000 })
    expect(sound.machine.state).toBe('attending')
    expect(sound.hear(longestMs, talk)).toBe('asleep')
  })

  it('hearing, while somebody never stops and no text ever comes', () => {
    const sound = listening()
    sound.frame(true, true)
    expect(sound.machine.state).toBe('hearing')
    expect(sound.hear(longestMs, talk)).toBe('asleep')
  })

  it('waiting for the text of a turn, in silence and while somebody goes on in pieces', () => {
    for (const after of [silence, inPieces]) {
      const sound = listening()
      sound.frame(true, true)
      sound.hear(1000, talk)
      expect(sound.hear(1000, silence)).toBe('committed')
      expect(sound.hear(longestMs, after)).toBe('asleep')
    }
  })

  it('a key that is held for ever', () => {
    const sound = listening()
    sound.next({ type: 'push-to-talk', down: true, atMs: 0 })
    expect(sound.hear(longestMs, inPieces)).toBe('asleep')
  })

  it('looking at what is said over SAM gives SAM its turn back', () => {
    const sound = listening()
    sound.next({ type: 'engage' })
    sound.machine.resumable = true
    sound.hear(200, talk)
    expect(sound.machine.state).toBe('hearing')
    expect(sound.hear(longestMs, silence)).toBe('engaged')
  })

  it('whatever came before, in any order', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = seededRandom(seed)
      const sound = listening()
      const decodes: number[] = []
      const take = (effects: ReturnType<typeof sound.next>) => {
        for (const effect of effects) if (effect.type === 'decode') decodes.push(effect.decodeId)
      }
      for (let step = 0; step < 60; step += 1) {
        const chance = random()
        const speaking = random() < 0.5
        if (chance < 0.6)
          for (let frames = random() * 40; frames > 0; frames -= 1) take(sound.frame(speaking, random() < 0.01))
        else if (chance < 0.68) take(sound.next({ type: 'attend', atMs: sound.endMs, forMs: random() * 8000 }))
        else if (chance < 0.74) take(sound.next({ type: 'engage' }))
        else if (chance < 0.8) take(sound.next({ type: 'push-to-talk', down: speaking, atMs: sound.endMs }))
        else if (chance < 0.84) take(sound.next({ type: 'drop', atMs: sound.endMs }))
        else if (chance < 0.88) sound.machine.answerExpected = speaking
        else if (chance < 0.92) sound.machine.resumable = speaking
        else {
          const decodeId = decodes.pop() ?? 0
          const text = ['', 'mhm', 'open the door', 'hold on', 'hey jarvis'][Math.floor(random() * 5)] ?? ''
          if (speaking) take(sound.next({ type: 'decode-failed', decodeId }))
          else take(sound.next({ type: 'decoded', decodeId, text, decodeMs: 50, readyMs: sound.endMs }))
        }
      }
      // No text comes any more.
      expect(['asleep', 'engaged'], `seed ${seed}`).toContain(sound.hear(longestMs, silence))
    }
  })
})
