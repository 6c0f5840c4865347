import { describe, expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from '../../../src/app/server/frames.ts'

const frame = {
  kind: 'microphone' as const,
  sequence: 4_294_967_295,
  sampleRateHz: 48_000,
  position: 123_456,
  samples: Float32Array.from([0, 1, -1, 0.5, -0.25]),
}

describe('sound frames', () => {
  test('float32 comes back as it was', () => {
    expect(decodeFrame(encodeFrame(frame, 'float32'))).toEqual(frame)
  })

  test('int16 comes back within half a step', () => {
    const back = decodeFrame(encodeFrame(frame))
    expect({ ...back, samples: [] }).toEqual({ ...frame, samples: [] })
    back?.samples.forEach((sample, i) => {
      expect(Math.abs(sample - (frame.samples[i] ?? 9))).toBeLessThan(0.5 / 32_767 + 1e-7)
    })
  })

  test('little endian, whatever the machine', () => {
    const bytes = encodeFrame({ ...frame, sampleRateHz: 16_000, samples: Float32Array.from([1]) })
    expect([...bytes]).toEqual([1, 1, 0, 0, 255, 255, 255, 255, 0x80, 0x3e, 0, 0, 0x40, 0xe2, 1, 0, 0xff, 0x7f])
  })

  test('a frame in the middle of a larger buffer is read', () => {
    const bytes = encodeFrame(frame, 'float32')
    const larger = new Uint8Array(bytes.length + 7)
    larger.set(bytes, 3)
    expect(decodeFrame(larger.subarray(3, 3 + bytes.length))).toEqual(frame)
  })

  test('too loud is clipped, not wrapped', () => {
    const back = decodeFrame(encodeFrame({ ...frame, samples: Float32Array.from([7, -7]) }))
    expect([...(back?.samples ?? [])]).toEqual([1, -1])
  })

  test('what is no frame is no frame', () => {
    const good = encodeFrame(frame, 'float32')
    const with_ = (at: number, value: number) => Uint8Array.from(good, (byte, i) => (i === at ? value : byte))
    expect(decodeFrame(new Uint8Array(15))).toBeUndefined()
    expect(decodeFrame(with_(0, 9))).toBeUndefined()
    expect(decodeFrame(with_(1, 3))).toBeUndefined()
    expect(decodeFrame(good.subarray(0, good.length - 1))).toBeUndefined()
    expect(decodeFrame(encodeFrame({ ...frame, sampleRateHz: 10 }))).toBeUndefined()
    expect(decodeFrame(encodeFrame({ ...frame, samples: Float32Array.from([Number.NaN]) }, 'float32'))).toBeUndefined()
  })
})
