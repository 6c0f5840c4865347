import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Tensor } from 'onnxruntime-node'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { searchPhrase } from '../../../src/audio/whisper/command-search.ts'
import { KnownPhrases } from '../../../src/audio/whisper/known-phrases.ts'
import { LetterGraph } from '../../../src/audio/whisper/letter-graph.ts'
import { LetterTokens } from '../../../src/audio/whisper/letter-tokens.ts'
import { NearWordings } from '../../../src/audio/whisper/near-wordings.ts'
import {
  afterWords,
  type DecodableSound,
  type DecodingStep,
  decodeFreely,
} from '../../../src/audio/whisper/whisper-decoder.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-tokens-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const texts = ['Open', ' the', ' Sa', 'fari', ' cherry', '.', ',', 'Close', ' é', 'Hey', ' Jarvis', ' Savary']
const file = path.join(folder, 'tokens.txt')
fs.writeFileSync(file, texts.map((text, id) => `${Buffer.from(text).toString('base64')} ${id}`).join('\n'))
const tokens = new LetterTokens(file)
const end = texts.length
const none = new Tensor('float32', new Float32Array(0), [0])

/** A sound whose next tokens are as likely as a table says, by what was written so far; all else is as good as impossible. */
function scripted(table: Record<string, Record<string, number>>): DecodableSound & { steps: number } {
  const after = new Map<DecodingStep, string>()
  const step = (text: string): DecodingStep => {
    const logits = new Float32Array(end + 1).fill(Math.log(1e-9))
    for (const [next, chance] of Object.entries(table[text] ?? {}))
      logits[next === '' ? end : texts.indexOf(next)] = Math.log(chance)
    const made: DecodingStep = { logits, total: 0, keys: none, values: none, length: 0, next: new Map() }
    after.set(made, text)
    return made
  }
  const sound = {
    steps: 0,
    start: step('-'),
    startAfter: async () => step('+'),
    advance(from: DecodingStep, token: number) {
      sound.steps += from.next.has(token) ? 0 : 1
      const taken = from.next.get(token) ?? Promise.resolve(step(`${after.get(from)}${texts[token]}`))
      from.next.set(token, taken)
      return taken
    },
    drop: () => {},
    release: () => {},
  }
  return sound
}

const whisper = { tokens, end }
const graph = new LetterGraph({ phrases: ['(open|close) [the] {app}'], parts: {}, names: { app: ['Safari'] } })
const heard = {
  '-': { Open: 0.6, Close: 0.3, Hey: 0.1 },
  '-Open': { ' the': 0.5, ' Sa': 0.01 },
  '-Open the': { ' cherry': 0.9, ' Sa': 0.05 },
  '-Open the cherry': { '': 0.9 },
  '-Open the Sa': { fari: 0.9 },
  '-Open the Safari': { '.': 0.9 },
  '-Open the Safari.': { '': 0.9, '.': 0.1 },
  '-Hey': { ' Jarvis': 1 },
  '-Hey Jarvis': { ',': 1 },
  '-Hey Jarvis,': { Open: 1 },
  '-Hey Jarvis,Open': { ' Sa': 1 },
  '-Hey Jarvis,Open Sa': { fari: 1 },
  '-Hey Jarvis,Open Safari': { '': 1 },
}

describe('the search for a command in a sound', () => {
  it('finds the likeliest phrase of the vocabulary, where the free text is another', async () => {
    const sound = scripted(heard)
    expect((await decodeFreely(whisper, sound, 9)).text).toBe('Open the cherry')
    const found = await searchPhrase(whisper, sound, graph, { from: sound.start, floor: -8 })
    expect(found?.text).toBe('Open the Safari.')
    expect(found?.logLikelihood).toBeCloseTo(Math.log(0.6 * 0.5 * 0.05 * 0.9 ** 3))
  })

  it('finds nothing below the floor, and stops early', async () => {
    const sound = scripted(heard)
    expect(await searchPhrase(whisper, sound, graph, { from: sound.start, floor: -2 })).toBeUndefined()
    expect(sound.steps).toBeLessThanOrEqual(3)
  })

  it('goes no further than its budget, however many paths there are', async () => {
    const endless = new Proxy<Record<string, Record<string, number>>>(
      {},
      { get: () => Object.fromEntries([...texts, ''].map((text) => [text, 0.08])) },
    )
    const circle = new LetterGraph({
      phrases: ['{all}'],
      parts: { all: ['(open|close|the|safari|cherry) {all}'] },
      names: {},
    })
    const sound = scripted(endless)
    await searchPhrase(whisper, sound, circle, { from: sound.start, floor: -60 })
    expect(sound.steps).toBeLessThanOrEqual(20)
  })

  it('begins after the words that were said before', async () => {
    const sound = scripted({ ...heard, '-': { Hey: 1 } })
    const free = await decodeFreely(whisper, sound, 20)
    expect(free).toMatchObject({ text: 'Hey Jarvis,Open Safari', ended: true })
    const start = afterWords(whisper, free, 'Hey Jarvis,')
    const found = await searchPhrase(whisper, sound, graph, { from: start?.step ?? sound.start, floor: -5 })
    expect(found?.text).toBe('Open Safari')
    expect(afterWords(whisper, free, 'Hello Jarvis')).toBeUndefined()
  })

  it('ends a text that goes round in circles', async () => {
    const sound = scripted({
      '-': { Open: 1 },
      ...Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`-Open${' the'.repeat(n)}`, { ' the': 1 }])),
    })
    const free = await decodeFreely(whisper, sound, 20)
    expect(free.ended).toBe(false)
    expect(free.trail).toHaveLength(20)
  })

  it('keeps no steps of a text that is longer than any phrase', async () => {
    const sound = scripted({
      '-': { Open: 1 },
      ...Object.fromEntries(Array.from({ length: 99 }, (_, n) => [`-Open${' the'.repeat(n)}`, { ' the': 1 }])),
      [`-Open${' the'.repeat(99)}`]: { '': 1 },
    })
    const free = await decodeFreely(whisper, sound, 120)
    expect(free).toMatchObject({ text: `Open${' the'.repeat(99)}`, ended: true, trail: [] })
    expect(sound.start.next.size).toBe(0)
    expect(afterWords(whisper, free, 'Open')).toBeUndefined()
  })
})

describe('what else a sound may have been', () => {
  const known = new KnownPhrases(whisper, {
    phrases: ['(open|close) {app}'],
    parts: {},
    names: { app: ['Safari'] },
    examples: 'Open the cherry.',
    nameExamples: { app: 'Open {name}.' },
  })
  /** "Open Savary" until the name is shown, which then is as likely as given. */
  const readings = async (shownChance: number, thorough = true) => {
    const sound = scripted({
      '-': { Open: 1 },
      '-Open': { ' Savary': 0.3, ' Sa': 0.001 },
      '-Open Savary': { '': 1 },
      '+': { Open: 1 },
      '+Open': { ' Sa': shownChance, ' Savary': 0.1 },
      '+Open Sa': { fari: 1 },
      '+Open Safari': { '': 1 },
      '+Open Savary': { '': 1 },
    })
    const free = await decodeFreely(whisper, sound, 9)
    expect(free.text).toBe('Open Savary')
    const look = { spokenBefore: '', mostDoubt: 2, thorough, doubted: false, wordings: false }
    return (await known.readings(sound, free, look, 9)).readings
  }

  it('is heard after the examples, and after nothing where there are none', () => {
    expect(known.before).toEqual(tokens.tokensOf(' Open the cherry.'))
    const names = { app: ['Safari'] }
    expect(new KnownPhrases(whisper, { phrases: [], parts: {}, names, examples: '', nameExamples: {} }).before).toEqual(
      [],
    )
  })

  it('is a name that sounds like it, where showing it makes the sentence likelier', async () => {
    const [named] = await readings(0.9)
    expect(named).toMatchObject({ text: 'Open Safari', kind: 'named' })
    expect(named?.doubt).toBeCloseTo(Math.log(0.3 / 0.9))
  })

  it('is no name that the sound is no likelier with, nor any when none is wanted', async () => {
    for (const others of [await readings(0.35), await readings(0.9, false)])
      expect(others.filter(({ kind }) => kind === 'named')).toEqual([])
  })

  it('is a phrase; one that only the example made likely is doubted more', async () => {
    const sound = scripted({
      '-': { Open: 0.5, Close: 0.5 },
      '-Open': { ' the': 0.9, ' Sa': 0.1 },
      '-Open the': { '': 1 },
      '-Open Sa': { fari: 1 },
      '-Open Safari': { '': 1 },
    })
    const doubtWith = async (examples: string) => {
      const names = { app: ['Safari'] }
      const taught = new KnownPhrases(whisper, {
        phrases: ['open {app}'],
        parts: {},
        names,
        examples,
        nameExamples: {},
      })
      const look = { spokenBefore: '', mostDoubt: 4, thorough: false, doubted: false, wordings: false }
      return (
        (await taught.readings(sound, await decodeFreely(whisper, sound, 9), look, 9)).readings[0]?.doubt ?? Number.NaN
      )
    }
    expect(await doubtWith('Close it. Stop.')).toBeCloseTo(Math.log(9))
    expect(await doubtWith('Close it. Open Safari.')).toBeGreaterThan(Math.log(9) + 3)
    // The first example is said to SAM by its name.
    expect(await doubtWith('Hey Jarvis, open Safari. Close it.')).toBeGreaterThan(Math.log(9) + 3)
  })
  it('is nothing else where the free text is a phrase already, unless that is doubted', async () => {
    const sound = scripted({
      ...heard,
      '-': { Open: 0.9 },
      '-Open': { ' Sa': 0.9, ' the': 0.1 },
      '-Open Sa': { fari: 1 },
      '-Open Safari': { '': 1 },
      '+': { Close: 1 },
      '+Close': { '': 1 },
    })
    const free = await decodeFreely(whisper, sound, 9)
    expect(free.text).toBe('Open Safari')
    const look = { spokenBefore: '', mostDoubt: 9, thorough: true, doubted: false, wordings: false }
    const { steps } = sound
    expect(await known.readings(sound, free, look, 9)).toEqual({ readings: [] })
    expect(sound.steps).toBe(steps)
    const doubted = await known.readings(sound, free, { ...look, doubted: true }, 9)
    expect(doubted.readings).toMatchObject([{ text: 'Close', kind: 'plain' }])
  })

  it('is what is heard without the examples, where no phrase and no name will do', async () => {
    const sound = scripted({
      '-': { Open: 1 },
      '-Open': { ' cherry': 1 },
      '-Open cherry': { '': 1 },
      '+': { Close: 0.5 },
      '+Close': { ' Savary': 1 },
      '+Close Savary': { '': 1 },
    })
    const free = await decodeFreely(whisper, sound, 9)
    const look = { spokenBefore: '', mostDoubt: 2, thorough: true, doubted: false, wordings: false }
    const { readings: found } = await known.readings(sound, free, look, 9)
    const [plain, ...others] = found
    expect(others).toEqual([])
    expect(plain).toMatchObject({ text: 'Close Savary', kind: 'plain' })
    expect(plain?.doubt).toBeCloseTo(Math.log(2))
    expect(await known.readings(sound, free, { ...look, thorough: false }, 9)).toEqual({ readings: [] })
  })

  describe('beside sentences that sound alike', () => {
    const vocabulary = { phrases: ['open {app}'], parts: {}, names: {}, examples: '', nameExamples: {} }
    const readings = async (sentence: string, chance: number, asked = true) => {
      const taught = new KnownPhrases(whisper, vocabulary, new NearWordings(() => [sentence, 'Sing.', 'Dance.']))
      const sound = scripted({
        '-': { Close: 0.4 },
        '-Close': { ' the': 0.5 },
        '-Close the': { ' Savary': 1 },
        '-Close the Savary': { '': 1 },
        '+': { Close: chance },
        '+Close': { ' the': 1 },
        '+Close the': { ' cherry': 1 },
        '+Close the cherry': { '': 1 },
      })
      const free = await decodeFreely(whisper, sound, 9)
      const look = { spokenBefore: '', mostDoubt: 1, thorough: false, doubted: false, wordings: asked }
      return (await taught.readings(sound, free, look, 9)).readings
    }

    it('is what is heard then', async () => {
      const [alike, ...others] = await readings('Close the cherry now.', 0.9)
      expect(others).toEqual([])
      expect(alike).toMatchObject({ text: 'Close the cherry', kind: 'alike' })
      expect(alike?.doubt).toBeCloseTo(Math.log(0.2 / 0.9))
    })

    it('is what is heard behind the wake phrase, which is said again before the nearest sentence', async () => {
      const shown = vi.spyOn(tokens, 'tokensOf')
      const sound = scripted({
        '-': { Hey: 1 },
        '-Hey': { ' Jarvis': 1 },
        '-Hey Jarvis': { ',': 1 },
        '-Hey Jarvis,': { Close: 0.2 },
        '-Hey Jarvis,Close': { ' Savary': 1 },
        '-Hey Jarvis,Close Savary': { '': 1 },
        '+': { Hey: 1 },
        '+Hey': { ' Jarvis': 1 },
        '+Hey Jarvis': { ',': 1 },
        '+Hey Jarvis,': { Close: 0.9 },
        '+Hey Jarvis,Close': { ' cherry': 1 },
        '+Hey Jarvis,Close cherry': { '': 1 },
      })
      const sentences = ['Sing.', 'Dance.', 'Close the cherry.']
      const taught = new KnownPhrases(whisper, vocabulary, new NearWordings(() => sentences))
      const free = await decodeFreely(whisper, sound, 9)
      const look = { spokenBefore: 'Hey Jarvis,', mostDoubt: 1, thorough: false, doubted: false, wordings: true }
      expect(await taught.readings(sound, free, look, 9)).toMatchObject({
        readings: [{ text: 'Close cherry', kind: 'alike' }],
      })
      expect(shown).toHaveBeenLastCalledWith(' Hey Jarvis, Close the cherry.')
      shown.mockRestore()
    })

    it('is doubted more where it is one of the sentences', async () => {
      expect((await readings('Close the cherry.', 0.9))[0]?.doubt).toBeCloseTo(Math.log(0.2 / 0.9) + 4)
    })

    it('is no other sentence, however likely it is then', async () => {
      const taught = new KnownPhrases(whisper, vocabulary, new NearWordings(() => ['Close the Savary.', 'Sing.']))
      const sound = scripted({
        '-': { Close: 0.2 },
        '-Close': { ' Savary': 1 },
        '-Close Savary': { '': 1 },
        '+': { Open: 1 },
        '+Open': { ' the': 1 },
        '+Open the': { ' cherry': 1 },
        '+Open the cherry': { '': 1 },
      })
      const look = { spokenBefore: '', mostDoubt: 1, thorough: false, doubted: false, wordings: true }
      const free = await decodeFreely(whisper, sound, 9)
      expect(await taught.readings(sound, free, look, 9)).toEqual({ readings: [] })
    })

    it('is left for a second look where what is heard without the examples may do', async () => {
      const taught = new KnownPhrases(
        whisper,
        { ...vocabulary, examples: 'Open the lid.' },
        new NearWordings(() => ['Close the cherry.', 'Sing.']),
      )
      const sound = scripted({
        '-': { Close: 0.4 },
        '-Close': { ' Savary': 1 },
        '-Close Savary': { '': 1 },
        '+': { Close: 1 },
        '+Close': { ' cherry': 1 },
        '+Close cherry': { '': 1 },
      })
      const free = await decodeFreely(whisper, sound, 9)
      const look = { spokenBefore: '', mostDoubt: 1, thorough: true, doubted: false, wordings: true }
      const first = await taught.readings(sound, free, look, 9)
      expect(first.wordingsLeft).toBe(true)
      expect(first.readings.map(({ kind }) => kind)).not.toContain('alike')
      expect(await taught.likeWordings(sound, free, '', 9)).toMatchObject([{ text: 'Close cherry', kind: 'alike' }])
      expect(await taught.readings(sound, free, { ...look, wordings: false }, 9)).not.toHaveProperty('wordingsLeft')
    })

    it('is nothing that is hardly like the sound, nor where nothing sounds alike or it is not asked for', async () => {
      expect(await readings('Close the cherry now.', 0.001)).toEqual([])
      expect(await readings('Who won?', 0.9)).toEqual([])
      expect(await readings('Close the cherry now.', 0.9, false)).toEqual([])
    })
  })

  it('is no phrase of a sound that is hardly like it, however much less likely the free text is', async () => {
    const chances = async (chance: number) => {
      const sound = scripted({
        '-': { Close: 0.4, Open: chance },
        '-Close': { ' Savary': 0.001 },
        '-Close Savary': { '': 0.001 },
        '-Open': { ' Sa': chance },
        '-Open Sa': { fari: chance },
        '-Open Safari': { '': chance },
      })
      const free = await decodeFreely(whisper, sound, 9)
      const look = { spokenBefore: '', mostDoubt: 4, thorough: false, doubted: false, wordings: false }
      return (await known.readings(sound, free, look, 9)).readings.map(({ text }) => text)
    }
    expect(await chances(0.29)).toEqual([])
    expect(await chances(0.35)).toEqual(['Open Safari'])
  })
})
