import { describe, expect, it } from 'vitest'
import { createWordPieces } from '../../../../src/core/text-model/word-pieces.ts'

const pieces = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'creme',
  'un',
  '##believ',
  '##able',
  '##a',
  '中',
  '文',
  'e',
  '!',
  '$',
  '5',
  'ok',
]
const { encode } = createWordPieces(pieces.join('\n'))
const known = (text: string) =>
  encode(text, 128)
    .slice(1, -1)
    .map((id) => pieces[id])

describe('word pieces', () => {
  it('stand between the marks of begin and end', () => {
    expect(encode('', 128)).toEqual([2, 3])
    expect(encode('ok', 128)).toEqual([2, 15, 3])
  })

  it('are the longest known ones, in lower case and without accents', () => {
    expect(known('UNBELIEVABLE')).toEqual(['un', '##believ', '##able'])
    expect(known('Crème e\u0301')).toEqual(['creme', 'e'])
  })

  it('are one unknown for a word that cannot be put together, or is too long', () => {
    expect(known('unbelievably')).toEqual(['[UNK]'])
    expect(known('a'.repeat(101))).toEqual(['[UNK]'])
  })

  it('divide punctuation, symbols and Chinese characters from what is around', () => {
    expect(known('ok!$5')).toEqual(['ok', '!', '$', '5'])
    expect(known('中文ok')).toEqual(['中', '文', 'ok'])
  })

  it('know no invisible characters, and take what a person wrote as no mark', () => {
    expect(known('o\u200bk\u0000')).toEqual(['ok'])
    expect(known('[SEP]')).toEqual(['[UNK]', '[UNK]', '[UNK]'])
  })

  it('end where the limit is, with the mark', () => {
    expect(encode('ok ok ok ok', 4)).toEqual([2, 15, 15, 3])
    expect(encode('unbelievable', 3)).toEqual([2, 5, 3])
    expect(encode('ok '.repeat(1_000_000), 128)).toHaveLength(128)
  })
})
