import { describe, expect, it } from 'vitest'
import type { TurnJudge } from '../../../src/audio/turn-end.ts'
import {
  defaultTurnTaking,
  TurnTaking,
  type TurnTakingEffect,
  type TurnTakingSettings,
} from '../../../src/audio/turn-taking.ts'

const frameMs = 32

interface Scripted {
  /** Spans in which someone speaks. */
  speech: [fromMs: number, toMs: number][]
  wakeAtMs?: number
  endMs: number
  /** Text of a decode that covers sound up to `toMs`. */
  decode(fromMs: number, toMs: number): string
  decodeMs?: number
  settings?: Partial<TurnTakingSettings>
  judge?: TurnJudge
  /** What the recogniser says of more words to come. */
  more?: number
  /** Other inputs at their time. */
  at?: { ms: number; do(machine: TurnTaking): TurnTakingEffect[] }[]
}

/** Plays a script into the machine; decodes take `decodeMs` of sound time, one at a time. */
function play(script: Scripted): { machine: TurnTaking; effects: (TurnTakingEffect & { positionMs: number })[] } {
  const machine = new TurnTaking({ ...defaultTurnTaking, ...script.settings }, script.judge)
  const effects: (TurnTakingEffect & { positionMs: number })[] = []
  const due: { readyMs: number; decodeId: number; text: string }[] = []
  const decodeMs = script.decodeMs ?? 200
  const take = (list: TurnTakingEffect[], positionMs: number): void => {
    for (const effect of list) {
      effects.push({ ...effect, positionMs })
      if (effect.type === 'decode') {
        due.push({
          readyMs: positionMs + decodeMs,
          decodeId: effect.decodeId,
          text: script.decode(effect.fromMs, effect.toMs),
        })
      }
    }
  }
  const others = [...(script.at ?? [])]
  for (let endMs = frameMs; endMs <= script.endMs; endMs += frameMs) {
    for (;;) {
      const [first] = due
      if (first === undefined || first.readyMs > endMs) break
      due.shift()
      const { more } = script
      take(machine.next({ type: 'decoded', decodeMs, ...(more === undefined ? {} : { more }), ...first }), endMs)
    }
    while (others[0] !== undefined && others[0].ms <= endMs) take(others.shift()?.do(machine) ?? [], endMs)
    const speaking = script.speech.some(([from, to]) => endMs > from && endMs <= to)
    const woke = script.wakeAtMs !== undefined && endMs >= script.wakeAtMs && endMs - frameMs < script.wakeAtMs
    const wake = woke ? { wake: { phrase: 'hey jarvis', score: 0.9 } } : {}
    const frame = { endMs, speechProbability: speaking ? 0.95 : 0.02, loudness: speaking ? 0.1 : 0.001, ...wake }
    take(machine.next({ type: 'frame', frame }), endMs)
  }
  return { machine, effects }
}

const turnsOf = (effects: TurnTakingEffect[]) => effects.filter((effect) => effect.type === 'turn')

describe('taking turns', () => {
  it('hears a command after the wake word and has its text ready when the pause is over', () => {
    const { effects, machine } = play({
      speech: [[500, 2500]],
      wakeAtMs: 1200,
      endMs: 4000,
      decode: (_from, to) => (to >= 2500 ? 'Hey Jarvis, open the terminal.' : 'Hey Jarvis, open'),
    })
    const [turn] = turnsOf(effects)
    expect(turn).toMatchObject({ text: 'open the terminal.', wakePhrase: 'hey jarvis', recognizeMs: 0 })
    expect(turn?.endpointMs).toBeGreaterThanOrEqual(defaultTurnTaking.endpointMs)
    expect(turn?.endpointMs).toBeLessThan(defaultTurnTaking.endpointMs + 2 * frameMs)
    expect(machine.state).toBe('engaged')
    expect(effects.find((effect) => effect.type === 'partial')).toMatchObject({ text: 'open' })
  })

  it('includes the sound of the wake phrase and what came right before it', () => {
    const { effects } = play({ speech: [[500, 2500]], wakeAtMs: 1200, endMs: 3500, decode: () => 'hey jarvis stop' })
    const decode = effects.find((effect) => effect.type === 'decode')
    expect(decode).toMatchObject({ fromMs: expect.closeTo(500 - defaultTurnTaking.preRollMs, -2) })
  })

  it('does nothing without the wake word', () => {
    const { effects, machine } = play({ speech: [[500, 2500]], endMs: 4000, decode: () => 'open the terminal' })
    expect(effects).toEqual([])
    expect(machine.state).toBe('asleep')
  })

  it('waits for the command when only the name was said, then lapses', () => {
    const heard = play({
      speech: [
        [500, 1200],
        [2600, 3600],
      ],
      wakeAtMs: 1150,
      endMs: 5000,
      decode: (from) => (from < 1000 ? 'Hey, Travis.' : 'Open Safari.'),
    })
    expect(turnsOf(heard.effects)).toMatchObject([{ text: 'Open Safari.' }])
    const silent = play({ speech: [[500, 1200]], wakeAtMs: 1150, endMs: 10_000, decode: () => 'Hey Jarvis' })
    expect(silent.effects.at(-1)).toMatchObject({ type: 'lapsed', reason: 'silence' })
    expect(silent.machine.state).toBe('asleep')
  })

  it('keeps a turn together when speech goes on before the text is final', () => {
    const { effects } = play({
      speech: [
        [300, 1500],
        [2000, 3000],
      ],
      endMs: 5000,
      decodeMs: 900,
      settings: { wakeRequired: false },
      decode: (_from, to) => (to > 2000 ? 'remind me to call Ana' : 'remind me to'),
    })
    expect(turnsOf(effects)).toMatchObject([{ text: 'remind me to call Ana' }])
  })

  it('commits a turn that never pauses at its cap', () => {
    const { effects } = play({
      speech: [[300, 60_000]],
      endMs: 30_000,
      settings: { wakeRequired: false, maximumTurnMs: 8000 },
      decode: () => 'and so on',
    })
    const [turn] = turnsOf(effects)
    expect(turn?.audioMs).toBeGreaterThanOrEqual(8000)
    expect(turn?.audioMs).toBeLessThan(8300)
  })

  it('bounds the decodes that do not become the final text', () => {
    const decodeMs = 300
    const speech: [number, number][] = Array.from({ length: 8 }, (_, index) => [500 + index * 700, 1000 + index * 700])
    const { effects } = play({
      speech,
      endMs: 8000,
      decodeMs,
      settings: { wakeRequired: false },
      decode: () => 'one two three',
    })
    const decodes = effects.filter((effect) => effect.type === 'decode')
    expect(turnsOf(effects)).toHaveLength(1)
    expect((decodes.length - 1) * decodeMs).toBeLessThanOrEqual(2 * decodeMs)
  })

  it.each([3, 4, 5, 6])('looks at the end before the pause is over, however much %i pauses have cost', (pauses) => {
    const { effects } = play({
      speech: Array.from({ length: pauses + 1 }, (_, index) => [320 + index * 704, 832 + index * 704]),
      endMs: 8000,
      decodeMs: 300,
      settings: { wakeRequired: false },
      decode: () => 'one two three',
    })
    const last = effects.findLast((effect) => effect.type === 'decode')
    expect(last?.positionMs).toBeLessThanOrEqual(832 + pauses * 704 + 300)
  })

  it('has the text ready at the end of a turn with several pauses in which its words asked for more', () => {
    const { effects } = play({
      speech: Array.from({ length: 5 }, (_, index) => [320 + index * 1216, 1312 + index * 1216]),
      endMs: 9000,
      decodeMs: 150,
      settings: { wakeRequired: false },
      judge: (text) => (text === 'all of it' ? 'over' : 'unfinished'),
      decode: (_from, to) => (to >= 6176 ? 'all of it' : 'a part'),
    })
    expect(turnsOf(effects)).toMatchObject([{ text: 'all of it', endpointMs: 224, recognizeMs: 0 }])
  })

  it('drops a turn without words', () => {
    const { effects, machine } = play({
      speech: [[300, 900]],
      wakeAtMs: 600,
      endMs: 3000,
      decode: () => '',
      settings: { wakeRequired: true },
    })
    expect(turnsOf(effects)).toEqual([])
    expect(machine.state).toBe('attending')
    const cough = play({ speech: [[300, 900]], endMs: 3000, decode: () => '', settings: { wakeRequired: false } })
    expect(cough.effects.at(-1)).toMatchObject({ type: 'lapsed', reason: 'no-words' })
  })

  it('ignores a click', () => {
    const { effects } = play({
      speech: [[500, 532]],
      endMs: 2000,
      settings: { wakeRequired: false },
      decode: () => 'you',
    })
    expect(effects).toEqual([])
  })

  it('follows up without the wake word for a while only', () => {
    const attend = { ms: 320, do: (machine: TurnTaking) => machine.next({ type: 'attend', atMs: 320, forMs: 3000 }) }
    const soon = play({ speech: [[1500, 2500]], endMs: 4000, at: [attend], decode: () => 'now close it' })
    expect(turnsOf(soon.effects)).toMatchObject([{ text: 'now close it' }])
    const late = play({ speech: [[4500, 5500]], endMs: 7000, at: [attend], decode: () => 'now close it' })
    expect(turnsOf(late.effects)).toEqual([])
    expect(late.effects).toMatchObject([{ type: 'lapsed', reason: 'silence' }])
  })

  it('hears push-to-talk from before the key went down until it came up, even when the detector saw nothing', () => {
    const { effects } = play({
      speech: [],
      endMs: 4000,
      decode: () => 'yes',
      at: [
        { ms: 1000, do: (machine) => machine.next({ type: 'push-to-talk', down: true, atMs: 1000 }) },
        { ms: 2000, do: (machine) => machine.next({ type: 'push-to-talk', down: false, atMs: 2000 }) },
      ],
    })
    expect(effects.find((effect) => effect.type === 'decode')).toMatchObject({
      fromMs: 1000 - defaultTurnTaking.preRollMs,
    })
    expect(turnsOf(effects)).toMatchObject([{ text: 'yes', endpointMs: 0 }])
  })

  it('lets continuous speech interrupt SAM only where that is allowed', () => {
    const engaged = {
      speech: [
        [300, 1200],
        [4000, 5500],
      ] as [number, number][],
      endMs: 7000,
      decode: (from: number) => (from < 2000 ? 'tell me a story' : 'stop'),
    }
    const allowed = play({ ...engaged, settings: { wakeRequired: false, bargeInMs: 350 } })
    expect(allowed.effects.find((effect) => effect.type === 'barge-in')?.positionMs).toBeGreaterThan(4350)
    expect(turnsOf(allowed.effects)).toMatchObject([{ text: 'tell me a story' }, { text: 'stop' }])
    const forbidden = play({ ...engaged, settings: { wakeRequired: false } })
    expect(turnsOf(forbidden.effects)).toHaveLength(1)
  })

  it('lets the wake word interrupt SAM always', () => {
    const { effects } = play({
      speech: [
        [300, 1200],
        [4000, 5500],
      ],
      wakeAtMs: 4600,
      endMs: 7000,
      settings: { wakeRequired: false },
      decode: (from) => (from < 2000 ? 'tell me a story' : 'hey jarvis stop'),
    })
    expect(effects.some((effect) => effect.type === 'barge-in')).toBe(true)
    expect(turnsOf(effects)).toMatchObject([{ text: 'tell me a story' }, { text: 'stop' }])
  })

  it('hears the answer to a question to its end, over a pause in which a command would be over', () => {
    const script: Scripted = {
      speech: [
        [500, 900],
        [1500, 2300],
      ],
      endMs: 4500,
      decode: (_from, to) => (to >= 2300 ? "okay, wait, don't" : 'okay'),
      settings: { wakeRequired: false },
      at: [],
    }
    expect(turnsOf(play(script).effects)[0]).toMatchObject({ text: 'okay' })
    const ask = (machine: TurnTaking) => {
      machine.answerExpected = true
      return []
    }
    const asked = { ms: 32, do: ask }
    expect(turnsOf(play({ ...script, at: [asked] }).effects)).toMatchObject([{ text: "okay, wait, don't" }])
  })

  it('does not look for text while only its name can have been said', () => {
    const decoded = (effects: (TurnTakingEffect & { positionMs: number })[]) =>
      effects.filter((effect) => effect.type === 'decode').map((effect) => effect.positionMs)
    const script = { speech: [[600, 4000]] as [number, number][], endMs: 4600, decode: () => 'hey jarvis and so on' }
    const [first = 0] = decoded(play({ ...script, wakeAtMs: 1600 }).effects)
    expect(first).toBeGreaterThanOrEqual(2500)
    expect(decoded(play({ ...script, settings: { wakeRequired: false } }).effects)[0]).toBeLessThan(1600)
  })

  it('ends the turn with the sound', () => {
    const machine = new TurnTaking({ ...defaultTurnTaking, wakeRequired: false })
    for (let endMs = frameMs; endMs <= 800; endMs += frameMs) {
      machine.next({ type: 'frame', frame: { endMs, speechProbability: 0.9, loudness: 0.1 } })
    }
    const [ended, decode] = machine.next({ type: 'end-of-sound', atMs: 810 })
    expect(ended).toMatchObject({ type: 'speech-ended' })
    expect(decode).toMatchObject({ type: 'decode', toMs: 810 })
    const [turn] = machine.next({ type: 'decoded', decodeId: 1, text: 'stop', decodeMs: 100, readyMs: 910 })
    expect(turn).toMatchObject({ type: 'turn', text: 'stop', audioMs: 810, recognizeMs: 100 })
  })

  it('gives up a turn whose decode failed', () => {
    const machine = new TurnTaking({ ...defaultTurnTaking, wakeRequired: false })
    for (let endMs = frameMs; endMs <= 800; endMs += frameMs) {
      machine.next({ type: 'frame', frame: { endMs, speechProbability: 0.9, loudness: 0.1 } })
    }
    machine.next({ type: 'end-of-sound', atMs: 810 })
    expect(machine.next({ type: 'decode-failed', decodeId: 1 })).toMatchObject([
      { type: 'lapsed', reason: 'decode-failed' },
    ])
    expect(machine.state).toBe('attending')
  })
})

describe('the end of a turn by its words', () => {
  const judge: TurnJudge = (text) => {
    if (text.endsWith('to')) return 'open'
    return text === 'open safari' ? 'complete' : 'unknown'
  }
  const spoken = (speech: [number, number][], decode: Scripted['decode'], others: Partial<Scripted> = {}) =>
    play({ speech, decode, judge, endMs: 14_000, decodeMs: 90, settings: { wakeRequired: false }, ...others }).effects

  it('takes a complete command after a short pause', () => {
    const [turn] = turnsOf(spoken([[500, 1500]], () => 'open safari'))
    expect(turn).toMatchObject({ text: 'open safari' })
    expect(turn?.type === 'turn' && turn.endpointMs).toBeLessThanOrEqual(200)
  })

  it('waits less for what sounds finished, as likely as the recogniser says that more words follow', () => {
    const byChance: TurnJudge = (_text, more = 1) => (more < 0.2 ? 'over' : more > 0.5 ? 'unfinished' : 'unknown')
    const pauses = [0.1, 0.3, 0.9].map((more) => {
      const [turn] = turnsOf(spoken([[500, 1500]], () => 'who won the match', { judge: byChance, more, decodeMs: 60 }))
      return turn?.type === 'turn' ? turn.endpointMs : Number.NaN
    })
    const [over = 0, unknown = 0, unfinished = 0] = pauses
    const { completeEndpointMs, endpointMs, unfinishedEndpointMs, openEndpointMs } = defaultTurnTaking
    expect(over).toBeGreaterThan(completeEndpointMs)
    expect(over).toBeLessThan(endpointMs)
    expect(unknown).toBeGreaterThanOrEqual(endpointMs)
    expect(unknown).toBeLessThan(unfinishedEndpointMs)
    expect(unfinished).toBeGreaterThanOrEqual(unfinishedEndpointMs)
    expect(unfinished).toBeLessThan(openEndpointMs)
  })

  it('counts the wait for late words as recognition, not as a pause', () => {
    const [turn] = turnsOf(spoken([[500, 1500]], () => 'open safari', { decodeMs: 300 }))
    if (turn?.type !== 'turn') throw new Error('no turn')
    expect(turn.endpointMs).toBeLessThanOrEqual(200)
    expect(turn.audioMs + turn.recognizeMs).toBeGreaterThanOrEqual(1500 + 300)
  })

  it('waits while the words ask for more, however often the pause looked like an end', () => {
    const decode = (_from: number, toMs: number) => (toMs > 2600 ? 'remind me to call mom' : 'remind me to')
    const turns = turnsOf(
      spoken(
        [
          [500, 1500],
          [2400, 3200],
        ],
        decode,
      ),
    )
    expect(turns).toMatchObject([{ text: 'remind me to call mom' }])
  })

  it('comes back from an end that the words deny when they are late', () => {
    const decode = (_from: number, toMs: number) => (toMs > 2600 ? 'remind me to call mom' : 'remind me to')
    const turns = turnsOf(
      spoken(
        [
          [500, 1500],
          [2400, 3200],
        ],
        decode,
        { decodeMs: 600 },
      ),
    )
    expect(turns).toMatchObject([{ text: 'remind me to call mom' }])
  })

  it('does not wait for ever for more', () => {
    const turns = turnsOf(spoken([[500, 1500]], () => 'remind me to'))
    expect(turns).toMatchObject([{ text: 'remind me to' }])
  })

  it('keeps the turn through a spoken "hold on", and leaves those words out', () => {
    const decode = (_from: number, toMs: number) =>
      toMs > 7000 ? 'play some, hold on, quiet music' : 'play some, hold on'
    const turns = turnsOf(
      spoken(
        [
          [500, 1500],
          [7000, 7800],
        ],
        decode,
      ),
    )
    expect(turns).toMatchObject([{ text: 'play some quiet music' }])
  })

  it('stops waiting after "hold on" when nothing comes', () => {
    const turns = turnsOf(spoken([[500, 1500]], () => 'hold on'))
    expect(turns).toMatchObject([{ text: 'hold on' }])
  })

  it('waits as long again for a speaker who pauses', () => {
    const decode = (_from: number, toMs: number) => (toMs > 3000 ? 'the third part' : toMs > 2000 ? 'two' : 'one')
    const speech: [number, number][] = [
      [500, 1500],
      [1820, 2500],
      [2900, 3400],
    ]
    expect(turnsOf(spoken(speech, decode))).toMatchObject([{ text: 'the third part' }])
  })

  it("takes a held key's turn at once, whatever the words", () => {
    const at = [
      { ms: 400, do: (machine: TurnTaking) => machine.next({ type: 'push-to-talk', down: true, atMs: 400 }) },
      { ms: 1600, do: (machine: TurnTaking) => machine.next({ type: 'push-to-talk', down: false, atMs: 1600 }) },
    ]
    const [turn] = turnsOf(spoken([[500, 1500]], () => 'remind me to', { at }))
    expect(turn).toMatchObject({ text: 'remind me to', audioMs: 1600 })
  })
})

describe('speech over a reply that can go on', () => {
  /** A first turn is taken; then SAM speaks, and somebody else does from 4000 ms on. */
  function over(speech: [number, number][], said: string, settings: Partial<TurnTakingSettings> = {}) {
    const at = [
      {
        ms: 64,
        do(machine: TurnTaking) {
          machine.resumable = true
          return []
        },
      },
    ]
    return play({
      speech: [[500, 1500], ...speech],
      endMs: 9000,
      decodeMs: 100,
      at,
      decode: (_from, toMs) => (toMs > 3500 ? said : 'tell me a story'),
      settings: { wakeRequired: false, bargeInMs: 350, ...settings },
    })
  }
  const kinds = (effects: (TurnTakingEffect & { positionMs: number })[]) =>
    effects.filter(({ positionMs }) => positionMs > 3500).map(({ type }) => type)

  it('stops it at once, and takes the turn when words are there', () => {
    const { effects } = over([[4000, 5500]], 'no, another one')
    const stopped = effects.find(({ type }) => type === 'speech-over')
    expect(stopped?.positionMs).toBeLessThanOrEqual(4000 + 150)
    expect(kinds(effects)).toContain('barge-in')
    expect(turnsOf(effects)).toMatchObject([{}, { text: 'no, another one' }])
  })

  it('tells no later beginning than the first sound over it, of which less from before is kept', () => {
    const { effects } = over([[4000, 5500]], 'no, another one')
    const stopped = effects.find(({ type }) => type === 'speech-over')
    const [, turn] = effects.filter((effect) => effect.type === 'turn')
    expect(turn?.startedMs).toBe(4000)
    expect(turn?.startedMs).toBeLessThan(stopped?.positionMs ?? 0)
  })

  it.each(['Mhm.', 'right', '', 'Thank you.', 'Umbrella.'])('gives the turn back after "%s"', (said) => {
    const { effects, machine } = over([[4000, 4400]], said)
    expect(kinds(effects)).toContain('false-interruption')
    expect(kinds(effects)).not.toContain('barge-in')
    expect(turnsOf(effects)).toHaveLength(1)
    expect(machine.state).toBe('engaged')
  })

  it('takes the turn for short words that mean something', () => {
    const { effects } = over([[4000, 4400]], 'stop')
    expect(turnsOf(effects)).toMatchObject([{}, { text: 'stop' }])
  })

  describe('that the detector takes for none', () => {
    /** Frames of a voice, or of quiet, while SAM speaks. */
    function stage() {
      const machine = new TurnTaking({ ...defaultTurnTaking, wakeRequired: true, bargeInMs: 350 })
      machine.resumable = true
      machine.next({ type: 'engage' })
      let positionMs = 0
      return {
        machine,
        hear(frames: number, voice: boolean, speechProbability = 0.02) {
          return Array.from({ length: frames }, () => {
            positionMs += frameMs
            return machine.next({
              type: 'frame',
              frame: { endMs: positionMs, speechProbability, voice, loudness: 0.1 },
            })
          }).flat()
        },
        say(effects: TurnTakingEffect[], text: string) {
          const decode = effects.find(({ type }) => type === 'decode')
          if (decode?.type !== 'decode') throw new Error('nothing was decoded')
          return machine.next({
            type: 'decoded',
            ...{ decodeId: decode.decodeId, text, decodeMs: 60, readyMs: positionMs },
          })
        },
      }
    }
    const typesOf = (effects: TurnTakingEffect[]) => effects.map(({ type }) => type)

    it('stops SAM in the frame in which it is known to be a voice, and its words take the turn', () => {
      const { machine, hear, say } = stage()
      expect(typesOf(hear(1, true))).toEqual(['speech-over', 'speech-started'])
      hear(8, true)
      const after = say(hear(4, false), 'stop')
      expect(typesOf([...after, ...hear(14, false)])).toEqual(expect.arrayContaining(['barge-in', 'turn']))
      expect(machine.state).toBe('engaged')
    })

    it('stops SAM once and not again and again for music, but still for speech', () => {
      const { hear, say } = stage()
      hear(8, true)
      const after = say(hear(4, false), '')
      expect(typesOf([...after, ...hear(4, false)])).toContain('false-interruption')
      expect(hear(20, true)).toEqual([])
      expect(typesOf(hear(2, false, 0.9))).toContain('speech-over')
    })

    it('is listened to less and less while it goes on to be none', () => {
      const { hear, say } = stage()
      const stops = [0, 1].map(() => {
        let quiet = 0
        while (!typesOf(hear(1, true)).includes('speech-over')) quiet++
        const after = say(hear(4, false), '')
        expect(typesOf([...after, ...hear(4, false)])).toContain('false-interruption')
        return quiet
      })
      let quiet = 0
      while (!typesOf(hear(1, true)).includes('speech-over')) quiet++
      expect(stops[0]).toBe(0)
      expect(quiet).toBeGreaterThan(1.5 * (stops[1] ?? 0))
    })

    it('is not doubted for sound that was cut off before it was known what it was', () => {
      const { machine, hear } = stage()
      expect(typesOf(hear(8, true))).toContain('speech-over')
      expect(typesOf(machine.next({ type: 'drop', atMs: 0 }))).toEqual(['false-interruption'])
      expect(typesOf(hear(1, true))).toContain('speech-over')
    })

    it('is listened to again later, and at once where the detector had agreed', () => {
      const later = stage()
      later.hear(8, true)
      later.say(later.hear(4, false), 'mhm')
      later.hear(120, false)
      expect(typesOf(later.hear(1, true))).toContain('speech-over')
      const agreed = stage()
      agreed.hear(8, true, 0.9)
      const after = agreed.say(agreed.hear(4, false), 'mhm')
      expect(typesOf([...after, ...agreed.hear(4, false)])).toContain('false-interruption')
      expect(typesOf(agreed.hear(1, true))).toContain('speech-over')
    })
  })

  it('takes the turn when the key goes down before it is known what was said', () => {
    const machine = new TurnTaking({ ...defaultTurnTaking, wakeRequired: true, bargeInMs: 350 })
    machine.resumable = true
    machine.next({ type: 'engage' })
    const speech = (endMs: number) => ({ endMs, speechProbability: 0.9, loudness: 0.1 })
    const effects = [32, 64, 96].flatMap((endMs) => machine.next({ type: 'frame', frame: speech(endMs) }))
    expect(effects.map(({ type }) => type)).toEqual(['speech-over', 'speech-started'])
    const held = machine.next({ type: 'push-to-talk', down: true, atMs: 96 })
    expect(held.map(({ type }) => type)).toEqual(['barge-in', 'speech-started'])
  })

  it("does what comes after SAM's turn when it ended meanwhile", () => {
    const machine = new TurnTaking({ ...defaultTurnTaking, wakeRequired: true, bargeInMs: 350 })
    machine.resumable = true
    machine.next({ type: 'engage' })
    const hear = (fromMs: number, toMs: number, speechProbability: number) => {
      const effects: TurnTakingEffect[] = []
      for (let endMs = fromMs + frameMs; endMs <= toMs; endMs += frameMs)
        effects.push(...machine.next({ type: 'frame', frame: { endMs, speechProbability, loudness: 0.1 } }))
      return effects
    }
    hear(0, 320, 0.9)
    machine.next({ type: 'attend', atMs: 320, forMs: 0 })
    const decode = hear(320, 1280, 0).find(({ type }) => type === 'decode')
    if (decode?.type !== 'decode') throw new Error('nothing was decoded')
    machine.next({ type: 'decoded', decodeId: decode.decodeId, text: 'mhm', decodeMs: 100, readyMs: 1300 })
    hear(1280, 2560, 0)
    expect(machine.state).toBe('asleep')
  })
})
