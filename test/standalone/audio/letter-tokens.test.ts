import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { LetterTokens } from '../../../src/audio/whisper/letter-tokens.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-letters-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))
// Single bytes first, then what they are joined to, in the order in which it is joined.
const bytes = [..."abcefhlnot's "].map((letter) => Buffer.from(letter)).concat(Buffer.from([0xc3]), Buffer.from([0xa9]))
const joined = ['on', ' c', 'an', 'at', ' ca', 'ell', 'ect', 'th', 'the', "'s", 'he', 'el', 'ot', ' cat'].map((text) =>
  Buffer.from(text),
)
const file = path.join(folder, 'tokens.txt')
fs.writeFileSync(file, [...bytes, ...joined].map((text, id) => `${text.toString('base64')} ${id}`).join('\n'))
const tokens = new LetterTokens(file)
const spelled = (text: string) => tokens.tokensOf(text).map((token) => JSON.stringify(tokens.textOf([token])))

describe('tokens of a text', () => {
  it('say the text again', () => {
    for (const text of ["the cat's on a boat", 'café at the coast', 'a'])
      expect(tokens.textOf(tokens.tokensOf(text))).toBe(text)
  })

  it('join what was joined first, within a word and never across two', () => {
    // "on" before "ot"; " c" and then " ca" before "at"; "th" before "he".
    expect(spelled('oton')).toEqual(['"ot"', '"on"'])
    expect(spelled(' cat')).toEqual(['"cat"'])
    expect(spelled('the')).toEqual(['"the"'])
    expect(tokens.tokensOf('t he')).not.toEqual(tokens.tokensOf('the'))
  })

  it('keep the end of a contraction apart', () => {
    expect(spelled("cat's").at(-1)).toBe(`"'s"`)
  })

  it('leave out what the recogniser has no token for', () => {
    expect(tokens.tokensOf('☃')).toEqual([])
  })
})
