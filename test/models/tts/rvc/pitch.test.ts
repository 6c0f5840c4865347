import { beforeAll, describe, expect, it } from 'vitest'
import { openSession } from '../../../../src/core/onnx/session.ts'
import type { PitchDetector } from '../../../../src/tts/rvc/pitch/pitch-detector.ts'
import { createSwiftF0 } from '../../../../src/tts/rvc/pitch/swift-f0.ts'
import { createYin } from '../../../../src/tts/rvc/pitch/yin.ts'
import { installedModels } from '../../installed-models.ts'
import { noise, spoken } from '../../spoken-sound.ts'

const semitones = (first: number, second: number) => Math.abs(12 * Math.log2(first / second))

describe('SwiftF0', () => {
  let swift: PitchDetector
  beforeAll(async () => {
    swift = createSwiftF0(await openSession(installedModels.locate('swift-f0').files['model'] ?? '', 'swift-f0'))
  })

  it('follows a voice in time, every ten milliseconds', async () => {
    let turns = 0
    const rising = Float32Array.from({ length: 32_000 }, (_, index) => {
      turns += (100 + (300 * index) / 32_000) / 16_000
      return [1, 2, 3].reduce((sum, partial) => sum + (0.2 * Math.sin(2 * Math.PI * partial * turns)) / partial, 0)
    })
    const found = await swift.detect(rising)
    expect(found).toHaveLength(200)
    for (let frame = 10; frame < 190; frame++) expect(semitones(found[frame] ?? 0, 100 + 1.5 * frame)).toBeLessThan(0.3)
  })

  it('hears no voice where there is none', async () => {
    expect(await swift.detect(new Float32Array(16_000))).toEqual(new Float32Array(100))
    const rustle = await swift.detect(noise(1000, 0.1))
    expect(rustle.filter((pitch) => pitch > 0).length).toBeLessThan(10)
    expect(await swift.detect(new Float32Array(100))).toEqual(new Float32Array(0))
  })

  it('gives the same in windows as at once', async () => {
    const sound = await spoken('The quick brown fox jumps over the lazy dog.', { beforeMs: 29_000, afterMs: 1500 })
    const cut = 28_000 * 16
    const whole = await swift.detect(sound)
    const part = await swift.detect(sound.subarray(cut))
    const voiced = part.filter((pitch) => pitch > 0).length
    expect(voiced).toBeGreaterThan(50)
    for (let frame = 30; frame < part.length; frame++)
      expect(Math.abs((whole[2800 + frame] ?? 0) - (part[frame] ?? 0))).toBeLessThan(0.5)
  })

  it('and YIN agree about a spoken sentence', async () => {
    const sound = await spoken('Today only platforms one and three are used.')
    const [first, second] = await Promise.all([swift.detect(sound), createYin().detect(sound)])
    const both = Array.from(first, (pitch, frame) => [pitch, second[frame] ?? 0] as const).filter(
      ([one, other]) => one > 0 && other > 0,
    )
    expect(both.length).toBeGreaterThan(50)
    const agreeing = both.filter(([one, other]) => semitones(one, other) < 0.5)
    expect(agreeing.length / both.length).toBeGreaterThan(0.85)
  })
})
