import { describe, expect, it } from 'vitest'
import { createSentenceSplitter } from '../../../src/tts/sentences.ts'

/** The sentences of a whole text, given in pieces of so many characters. */
function split(text: string, pieceLength = text.length): string[] {
  const splitter = createSentenceSplitter({ longestCharacters: 200, firstClauseCharacters: 1000 })
  const sentences: string[] = []
  for (let at = 0; at < text.length; at += pieceLength)
    sentences.push(...splitter.push(text.slice(at, at + pieceLength)))
  return [...sentences, ...splitter.end()]
}

describe('cutting text into sentences', () => {
  it.each<[string, string[]]>([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    [
      'Dr. Smith and Mrs. Jones met at 3.30 p.m. in St. Paul.',
      ['Dr. Smith and Mrs. Jones met at 3.30 p.m. in St. Paul.'],
    ],
    ['It is 9 a.m. The bus leaves.', ['It is 9 a.m.', 'The bus leaves.']],
    ['Use fruit, e.g. apples, i.e. food. Done.', ['Use fruit, e.g. apples, i.e. food.', 'Done.']],
    ['It costs $3.50. Version 2.10.1 is out.', ['It costs $3.50.', 'Version 2.10.1 is out.']],
    ['J. R. R. Tolkien lived in the U.K. He wrote.', ['J. R. R. Tolkien lived in the U.K.', 'He wrote.']],
    ['So do I. We agree.', ['So do I.', 'We agree.']],
    ['See No. 5. No. Never.', ['See No. 5.', 'No.', 'Never.']],
    ['Look at https://example.org/a.b?c=d. Then go.', ['Look at https://example.org/a.b?c=d.', 'Then go.']],
    ['Open notes.txt and main.ts. Save.', ['Open notes.txt and main.ts.', 'Save.']],
    ['"Stop!" she said. "Why?" He left.', ['"Stop!" she said.', '"Why?"', 'He left.']],
    ['Well... maybe. Or not… No.', ['Well... maybe.', 'Or not…', 'No.']],
    ['What?! Really!!! Yes.', ['What?!', 'Really!!!', 'Yes.']],
    ['Great 👍. Party 🎉! Bye 👋', ['Great 👍.', 'Party 🎉!', 'Bye 👋']],
    ['🎉🎉 ... --- Hello.', ['--- Hello.']],
    ['It is (really.) Good.', ['It is (really.)', 'Good.']],
  ])('%s', (text, sentences) => {
    expect(split(text)).toEqual(sentences)
    expect(split(text, 1)).toEqual(sentences)
    expect(split(text, 3)).toEqual(sentences)
  })

  it('takes each line of a list by itself and leaves code out', () => {
    const text = 'Steps:\n1. Open it.\n2. Close it\n- Now\n```ts\nconst a = 1. + 2\n```\n***\nDone.'
    expect(split(text)).toEqual(['Steps:', '1. Open it.', '2. Close it', '- Now', 'Done.'])
    expect(split(text, 1)).toEqual(split(text))
  })

  it('gives a sentence as soon as it is certain that it has ended', () => {
    const splitter = createSentenceSplitter()
    expect(splitter.push('It is noon.')).toEqual([])
    expect(splitter.push(' ')).toEqual(['It is noon.'])
    expect(splitter.push('Ask Dr. ')).toEqual([])
    expect(splitter.push('Who. What')).toEqual(['Ask Dr. Who.'])
    expect(splitter.end()).toEqual(['What'])
  })

  it('gives the first clause early and later ones whole', () => {
    const splitter = createSentenceSplitter()
    expect(splitter.push('Before you leave the house today, take')).toEqual(['Before you leave the house today,'])
    expect(splitter.push(' an umbrella. When you come back in the evening, rest')).toEqual(['take an umbrella.'])
    expect(splitter.end()).toEqual(['When you come back in the evening, rest'])
  })

  it('cuts what nobody can say in one breath, at clauses and never within a word', () => {
    const words = Array.from({ length: 200 }, (_, index) => `word${index}${index % 20 === 19 ? ',' : ''}`)
    const sentences = split(`${words.join(' ')}.`, 5)
    expect(sentences.join(' ')).toBe(`${words.join(' ')}.`)
    expect(sentences.length).toBeGreaterThan(5)
    for (const sentence of sentences) expect(sentence.length).toBeLessThanOrEqual(200)
    expect(sentences.slice(0, -1).every((sentence) => sentence.endsWith(','))).toBe(true)
  })

  it('does not wait for the end of a sentence that never ends', () => {
    const splitter = createSentenceSplitter()
    const early = splitter.push('and so on '.repeat(100))
    expect(early.length).toBeGreaterThan(3)
    expect([...early, ...splitter.end()].join(' ')).toBe('and so on '.repeat(100).trim())
  })

  it('loses and invents no word, however the text arrives', () => {
    const text =
      'Mr. Bean, aged 3.5 yrs. approx., said: "No." Then (i.e. later) he left... Vol. 2 — see fig. 3! OK? e.g. 5 p.m. Bye.'
    for (let length = 1; length < 20; length++) expect(split(text, length).join(' ')).toBe(text)
  })

  it('starts afresh after the end', () => {
    const splitter = createSentenceSplitter()
    splitter.push('```\ncode')
    splitter.end()
    expect(splitter.push('Hello there. ')).toEqual(['Hello there.'])
  })
})
