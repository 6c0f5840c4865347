import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyPhrase } from '../../../../src/audio/wake/phrase-verifier.ts'
import {
  listDamagedPhrases,
  listTrainedPhrases,
  phraseId,
  removeTrainedPhrase,
} from '../../../../src/audio/wake/trained-phrases.ts'
import { keepTrainedPhrase, rollBackTrainedPhrase } from '../../../../src/audio/wake/training/keep-trained-phrase.ts'
import { nearMisses } from '../../../../src/audio/wake/training/near-misses.ts'
import { listWakeModels } from '../../../../src/audio/wake/wake-phrases.ts'
import { seededRandom } from '../../../../src/core/numbers/random.ts'

describe('near misses', () => {
  it('resemble the phrase and are never the phrase', () => {
    const found = nearMisses('hey sam', 40, seededRandom(1))
    expect(found).toContain('hey')
    expect(found).not.toContain('hey sam')
    expect(found.every((text) => /^[a-z ]+$/.test(text))).toBe(true)
    expect(new Set(found).size).toBe(found.length)
    expect(nearMisses('snowboy', 200, seededRandom(1))).toContain('shnowboy')
  })

  it('are the same for the same seed', () => {
    expect(nearMisses('snowboy', 10, seededRandom(2))).toEqual(nearMisses('snowboy', 10, seededRandom(2)))
  })
})

describe('trained phrases', () => {
  let home: string
  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-phrases-'))
  })
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }))

  const trained = {
    network: {
      windowSteps: 10,
      hidden: new Float32Array(960 * 2),
      hiddenBias: new Float32Array(2),
      output: new Float32Array(2),
      outputBias: -1,
    },
    otherSpellings: ['heysom'],
    phraseMs: 600,
    candidateLogit: 0,
    unheardLikelihood: -18,
    metrics: { missRate: 0, candidatesPerHour: 3, heldOut: 8 },
  }
  const about = { phrase: 'Hey Sam', recordings: 8, trainedAt: new Date('2026-05-01T10:00:00Z') }

  it('are kept, listed beside the ready-made ones, replaced and removed', () => {
    expect(keepTrainedPhrase(home, about, trained)).toMatchObject({
      id: 'hey_sam',
      phrase: 'hey sam',
      source: 'trained',
    })
    keepTrainedPhrase(home, { ...about, recordings: 5 }, trained)
    expect(listTrainedPhrases(home)).toMatchObject([{ id: 'hey_sam', recordings: 5, candidateScore: 0.5 }])
    expect(listWakeModels(home).map(({ id }) => id)).toEqual(expect.arrayContaining(['hey_jarvis', 'hey_sam']))
    expect(removeTrainedPhrase(home, 'hey_sam')).toBe(true)
    expect(removeTrainedPhrase(home, 'hey_sam')).toBe(false)
    expect(fs.readdirSync(path.join(home, 'wake'))).toEqual([])
  })

  it('take the place of a ready-made phrase of the same name', () => {
    keepTrainedPhrase(home, { ...about, phrase: 'alexa' }, trained)
    expect(listWakeModels(home).filter(({ id }) => id === 'alexa')).toMatchObject([{ source: 'trained' }])
  })

  it('that are damaged are left out', () => {
    keepTrainedPhrase(home, about, trained)
    fs.writeFileSync(
      path.join(home, 'wake', 'hey_sam', 'phrase.json'),
      '{"phrase": "hey sam", "otherSpellings": ["../x"]}',
    )
    expect(listTrainedPhrases(home)).toEqual([])
    expect(listDamagedPhrases(home)).toEqual(['hey_sam'])
  })

  it.each(['../../elsewhere.onnx', '/etc/model.onnx', 'other.onnx'])('never use "%s" as a model', (model) => {
    keepTrainedPhrase(home, about, trained)
    const file = path.join(home, 'wake', 'hey_sam', 'phrase.json')
    fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), model }))
    expect(listTrainedPhrases(home)).toEqual([])
  })

  it('stay as they were where a new one cannot be kept, and leave nothing of it', () => {
    const { file } = keepTrainedPhrase(home, about, trained)
    const names = () => fs.readdirSync(path.dirname(file)).sort()
    const before = names()
    const blocked = path.join(path.dirname(file), `phrase.json.${process.pid}`)
    fs.mkdirSync(blocked)
    expect(() => keepTrainedPhrase(home, { ...about, recordings: 5 }, trained)).toThrow()
    expect(names()).toEqual(before)
    expect(listTrainedPhrases(home)).toMatchObject([{ recordings: 8, file }])
    const next = keepTrainedPhrase(home, { ...about, recordings: 5 }, trained)
    // The one before stays, to go back to; an earlier one does not.
    expect(names()).toEqual([...[path.basename(next.file), path.basename(file)].sort(), 'phrase.json', 'previous.json'])
    const last = keepTrainedPhrase(home, { ...about, recordings: 6 }, trained)
    expect(names().filter((name) => name.endsWith('.onnx'))).toEqual(
      [path.basename(last.file), path.basename(next.file)].sort(),
    )
    expect(rollBackTrainedPhrase(home, 'hey_sam')).toMatchObject({ recordings: 5, file: next.file })
    expect(rollBackTrainedPhrase(home, 'hey_sam')).toMatchObject({ recordings: 6, file: last.file })
    expect(rollBackTrainedPhrase(home, 'hey_sam')).toMatchObject({ recordings: 5 })
    expect(listDamagedPhrases(home)).toEqual([])
    fs.rmSync(next.file)
    expect(listDamagedPhrases(home)).toEqual(['hey_sam'])
  })

  it.each(['', 'a', 'ok 7', '../../etc', 'hey 山', 'x'.repeat(80)])('cannot be called "%s"', (phrase) => {
    expect(() => phraseId(phrase)).toThrow(/cannot be a wake phrase/)
  })
})

describe('the second look', () => {
  /** A recogniser that hears the phrase only when the sound begins so many seconds ago. */
  const hearing = (beginsMs: number) => {
    const looks: number[] = []
    const reader = {
      hear(samples: Float32Array) {
        const lengthMs = samples.length / 16
        looks.push(lengthMs)
        return Promise.resolve({
          logLikelihood: (letters: string) =>
            Promise.resolve(letters === 'heysam' && Math.abs(lengthMs - beginsMs) < 200 ? -1 : -20),
          words: () => Promise.resolve(''),
          release: () => {},
        })
      },
    }
    return { reader, looks }
  }
  const sound = new Float32Array(3 * 16_000)
  const spellings = { letters: 'heysam', others: [] }

  it('begins where speech began', async () => {
    const { reader, looks } = hearing(950)
    expect(await verifyPhrase(reader, spellings, sound, { phraseMs: 600, speechMs: 700 })).toBe(-1)
    expect(looks).toHaveLength(1)
  })

  it('begins about its own length ago when it follows other words', async () => {
    const { reader } = hearing(1100)
    expect(await verifyPhrase(reader, spellings, sound, { phraseMs: 600, speechMs: 2800 })).toBe(-1)
  })

  it('counts another spelling a little less', async () => {
    const { reader } = hearing(950)
    const other = { letters: 'hisum', others: ['heysam'] }
    expect(await verifyPhrase(reader, other, sound, { phraseMs: 600, speechMs: 700 })).toBe(-2)
  })
})
