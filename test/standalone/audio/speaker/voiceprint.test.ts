import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type SpeakerEncoder, speakerSize } from '../../../../src/audio/speaker/speaker-encoder.ts'
import {
  forgetVoiceprint,
  keepVoiceprint,
  likenessTo,
  makeVoiceprint,
  readVoiceprint,
} from '../../../../src/audio/speaker/voiceprint.ts'

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-voiceprint-'))
afterAll(() => fs.rmSync(home, { recursive: true, force: true }))
const madeAt = new Date('2026-01-02T03:04:05Z')

/** A voice is the height of the sound's wave: a direction of its own for each, the more noise the less exact. */
const encoder: SpeakerEncoder = {
  encode: async (samples) => {
    let crossings = 0
    for (let at = 1; at < samples.length; at += 1)
      if ((samples[at] ?? 0) >= 0 !== (samples[at - 1] ?? 0) >= 0) crossings += 1
    const share = crossings / samples.length
    return Float32Array.from({ length: speakerSize }, (_, axis) =>
      Math.exp(-(((axis / speakerSize - share) * 12) ** 2)),
    )
  },
}
const voice = (hertz: number, gain = 0.5) =>
  Float32Array.from({ length: 16_000 }, (_, at) => gain * Math.sin((2 * Math.PI * hertz * at) / 16_000))

describe('a voiceprint', () => {
  it('knows the voice it was made of, and no other', async () => {
    const recordings = [2000, 2010, 2020, 1990, 1980].map((hertz) => voice(hertz))
    const { voiceprint, likeness } = await makeVoiceprint(encoder, recordings, madeAt)
    expect(voiceprint.recordings).toBe(5)
    expect(likeness).toHaveLength(5)
    expect(Math.min(...likeness)).toBeGreaterThan(voiceprint.threshold)
    expect(await likenessTo(voiceprint, encoder, voice(2005, 0.1))).toBeGreaterThan(voiceprint.threshold)
    expect(await likenessTo(voiceprint, encoder, voice(7000))).toBeLessThan(voiceprint.threshold)
  })

  it('tells which recording is of somebody else', async () => {
    const recordings = [2000, 2010, 2020, 1990, 1980, 7000].map((hertz) => voice(hertz))
    const { voiceprint, likeness } = await makeVoiceprint(encoder, recordings, madeAt)
    expect(likeness.map((each) => each >= voiceprint.threshold)).toEqual([true, true, true, true, true, false])
  })

  it('wants five recordings', async () => {
    await expect(makeVoiceprint(encoder, [voice(200), voice(200)], madeAt)).rejects.toMatchObject({
      code: 'voiceprint-recordings-missing',
    })
  })

  it('is read as it was kept by its user alone, and not where it is damaged', async () => {
    const { voiceprint } = await makeVoiceprint(
      encoder,
      Array.from({ length: 5 }, () => voice(2000)),
      madeAt,
    )
    expect(readVoiceprint(home)).toBeUndefined()
    keepVoiceprint(home, voiceprint)
    expect(readVoiceprint(home)).toEqual(voiceprint)
    const file = path.join(home, 'wake', 'voiceprint.json')
    expect(fs.statSync(file).mode & 0o077).toBe(0)
    fs.writeFileSync(file, '{"direction":[1]}')
    expect(() => readVoiceprint(home)).toThrow(expect.objectContaining({ code: 'voiceprint-damaged' }))
    forgetVoiceprint(home)
    expect(readVoiceprint(home)).toBeUndefined()
  })
})
