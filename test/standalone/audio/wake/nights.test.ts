import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { improvePhrases, lastNight } from '../../../../src/app/wake/improve-phrases.ts'
import { setAside } from '../../../../src/app/wake/set-aside.ts'
import {
  type ClipLabel,
  keepLearned,
  keepWakeClip,
  listWakeClips,
  notYetKept,
  type WakeClip,
} from '../../../../src/app/wake/wake-clips.ts'
import { judgePhrase } from '../../../../src/app/wake/wake-verdict.ts'
import { listTrainedPhrases } from '../../../../src/audio/wake/trained-phrases.ts'
import { keepTrainedPhrase } from '../../../../src/audio/wake/training/keep-trained-phrase.ts'
import { systemClock } from '../../../../src/core/clock.ts'
import { projectRoot } from '../../../../src/core/paths.ts'
import { createModelStore } from '../../../../src/models/store.ts'

const clip = (atMs: number, label: ClipLabel = 'sample'): WakeClip => ({
  id: `hey_sam/${atMs}-${label}`,
  phrase: 'hey_sam',
  label,
  atMs,
  seconds: 1,
})
const clips = (count: number) => Array.from({ length: count }, (_, index) => clip(1_700_000_000_000 + index))

describe('recordings that nothing learns from', () => {
  it('are none while there are few, and a quarter later', () => {
    expect(setAside(clips(11)).aside).toEqual([])
    const { learn, aside } = setAside(clips(400))
    expect(aside.length).toBeGreaterThan(70)
    expect(aside.length).toBeLessThan(130)
    expect(learn.length + aside.length).toBe(400)
  })

  it('stay the same when others come', () => {
    const before = setAside(clips(40)).aside
    const after = setAside([...clips(80), clip(5, 'false')]).aside
    expect(after).toEqual(expect.arrayContaining(before))
  })
})

describe('what a night learned of a phrase', () => {
  const before = { aside: 8, asideMissed: 2, falseAccepts: 1, alikeHeard: 2, labelledWrong: 3 }
  it('is taken into use when something got better and nothing worse', () => {
    expect(judgePhrase(before, { ...before, labelledWrong: 0 }).promote).toBe(true)
    expect(judgePhrase(before, { ...before, asideMissed: 1 }).promote).toBe(true)
    expect(judgePhrase(before, { ...before, asideMissed: 1, alikeHeard: 3 }).promote).toBe(true)
  })

  it.each([
    ['misses more', { ...before, asideMissed: 3, falseAccepts: 0, labelledWrong: 0 }],
    ['wakes falsely more often', { ...before, asideMissed: 0, falseAccepts: 2, labelledWrong: 0 }],
    ['does the same', before],
    [
      'got better only where it learned, and wakes by more that resembles it',
      { ...before, labelledWrong: 0, alikeHeard: 3 },
    ],
    ['cannot be told for want of recordings', { ...before, aside: 2, asideMissed: 0, labelledWrong: 0 }],
  ])('is not when it %s', (_, after) => {
    expect(judgePhrase(before, after).promote).toBe(false)
  })
})

describe('a night of wake phrases', () => {
  const begin = () => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-wake-nights-'))
    onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }))
    const models = createModelStore({ root: path.join(home, 'models'), projectRoot, environment: {}, offline: true })
    const night = () =>
      improvePhrases({ home, models, environment: {}, clock: systemClock }, new AbortController().signal)
    const samples = Float32Array.from({ length: 8000 }, (_, at) => Math.sin(at / 9) / 2)
    const label = (atMs: number) => keepWakeClip(home, { phrase: 'hey sam', label: 'missed', samples, atMs })
    return { home, night, samples, label }
  }
  const networkOfZeros = {
    windowSteps: 10,
    hidden: new Float32Array(32 * 960),
    hiddenBias: new Float32Array(32),
    output: new Float32Array(32),
    outputBias: 0,
  }
  const keep = (home: string) =>
    keepTrainedPhrase(
      home,
      { phrase: 'hey sam', recordings: 8, trainedAt: new Date(1_700_000_000_000) },
      {
        network: networkOfZeros,
        otherSpellings: [],
        unheardLikelihood: -20,
        phraseMs: 600,
        candidateLogit: 0,
        metrics: { missRate: 0, candidatesPerHour: 0, heldOut: 8 },
      },
    )

  it('does nothing where nothing new was labelled', async () => {
    const { home, night, label } = begin()
    label(1_700_000_000_000)
    expect(await night()).toEqual([])
    keep(home)
    expect(await night()).toEqual([])
  })

  it('says why it cannot tell, keeps what listens, and does not try again before there is more', async () => {
    const { home, night, label } = begin()
    const { file } = keep(home)
    label(1_700_000_000_001)
    const [first] = await night()
    expect(first).toMatchObject({ id: 'hey_sam', promoted: false, reason: expect.stringContaining('set aside') })
    expect(lastNight(home, 'hey_sam')).toEqual(first)
    expect(listTrainedPhrases(home)).toMatchObject([{ file }])
    expect(await night()).toEqual([])
  })

  it('leaves alone the phrase whose last night cannot be read, and says so', async () => {
    const { home, night, label } = begin()
    keep(home)
    label(1_700_000_000_001)
    const file = path.join(home, 'wake', 'hey_sam', 'night.json')
    // Read by nobody, also not by the administrator.
    fs.mkdirSync(file)
    const unreadable = expect.objectContaining({ code: 'wake-night-unreadable', remedy: expect.stringContaining(file) })
    expect(() => lastNight(home, 'hey_sam')).toThrow(unreadable)
    expect(await night()).toMatchObject([
      { id: 'hey_sam', promoted: false, reason: expect.stringMatching(/cannot be read/) },
    ])
  })

  it('looks at what is labelled after it, also of a time before it', async () => {
    const { home, night, label } = begin()
    keep(home)
    const { id } = label(1_700_000_000_001)
    expect(await night()).toMatchObject([{ known: [id] }])
    const later = label(1_700_000_000_000)
    expect(await night()).toMatchObject([{ known: expect.arrayContaining([id, later.id]) }])
    expect(await night()).toEqual([])
  })

  it('takes what a training has learned from for no news', async () => {
    const { home, night, samples } = begin()
    const { trainedAt } = keep(home)
    keepLearned(home, 'hey sam', [samples, samples, samples], Date.parse(trainedAt))
    expect(listWakeClips(home)).toHaveLength(3)
    expect(await night()).toEqual([])
  })

  it('is not given a recording twice', () => {
    const { home, samples, label } = begin()
    expect(notYetKept(home, 'hey sam', [samples])).toHaveLength(1)
    label(1)
    expect(notYetKept(home, 'Hey Sam', [samples, samples.map((sample) => -sample)])).toHaveLength(1)
  })
})
