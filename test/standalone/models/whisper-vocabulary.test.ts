import { describe, expect, it } from 'vitest'
import { encodeTokens, parseVocabulary } from '../../../src/models/whisper/vocabulary.ts'

const bytesOf = (line: string) => [...Buffer.from(line.split(' ')[0] ?? '', 'base64')]

describe('the vocabulary of Whisper', () => {
  it('is read from lines and from a list alike', () => {
    expect(parseVocabulary('!\n"\nĠthe\n')).toEqual(['!', '"', 'Ġthe'])
    expect(parseVocabulary('["!", "\\"", "Ġthe"]')).toEqual(['!', '"', 'Ġthe'])
    expect(() => parseVocabulary('[1, 2]')).toThrow(expect.objectContaining({ code: 'model-file-invalid' }))
  })

  it('becomes base64 of the bytes that each token stands for', () => {
    // "Ġ" is a blank, "Ċ" a line end, and "é" in UTF-8 is the bytes c3 a9, both of which stand for themselves.
    const lines = encodeTokens(['Ġthe', 'Ċ', 'Ã©', '<|endoftext|>'], 3).split('\n')
    expect(lines.map(bytesOf)).toEqual([[...Buffer.from(' the')], [10], [0xc3, 0xa9], []])
    expect(lines[0]?.endsWith(' 0')).toBe(true)
  })

  it('covers all 256 bytes, each once', () => {
    const characters = Array.from({ length: 0x180 }, (_, code) => String.fromCodePoint(code))
    const bytes = characters.flatMap((character) => {
      try {
        return bytesOf(encodeTokens([character], 1))
      } catch {
        return []
      }
    })
    expect([...bytes].sort((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, byte) => byte))
  })

  it('is refused when it is shorter than the model, or not in byte-level form', () => {
    expect(() => encodeTokens(['a'], 2)).toThrow(expect.objectContaining({ code: 'model-file-invalid' }))
    expect(() => encodeTokens(['世'], 1)).toThrow(/token 0/)
  })
})
