import { describe, expect, test } from 'vitest'
import { decodeSamples, speedText, voiceFilesOf } from '../../../src/app/panel/model/voice-files.ts'

const file = (name: string) => new File(['x'], name)

describe('files of a voice', () => {
  test('are one .pth and perhaps its index, whatever else was dropped', () => {
    const [voice, index] = [file('Me.PTH'), file('added_me.index')]
    expect(voiceFilesOf([file('readme.txt'), voice])).toEqual({ checkpoint: voice })
    expect(voiceFilesOf([index, voice])).toEqual({ checkpoint: voice, index })
  })

  test.each([[[]], [['me.index']], [['a.pth', 'b.pth']], [['a.pth', 'a.index', 'b.index']]])(
    '%j is a sentence',
    (names) => {
      expect(voiceFilesOf(names.map(file))).toMatch(/\.pth/)
    },
  )
})

test('speed is told in words: enough, tight, too slow', () => {
  expect(speedText(0.4321)).toMatch(/^0\.43 s.*fast enough/)
  expect(speedText(0.9)).toMatch(/stumble/)
  expect(speedText(1.2)).toMatch(/too slow/)
})

test('samples come back as they were', () => {
  const bytes = Buffer.alloc(6)
  for (const [at, value] of [0, -32_768, 16_384].entries()) bytes.writeInt16LE(value, at * 2)
  expect([...decodeSamples(bytes.toString('base64'))]).toEqual([0, -1, 0.5])
})
