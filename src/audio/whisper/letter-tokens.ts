import fs from 'node:fs'
import { plainLetters } from './letter-graph.ts'

/** Words and marks as the recogniser cuts a text before it spells it (openai/gpt-2, encoder.py). */
const pieces = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+/gu

/** Tokens of a recogniser by the letters that they stand for: "Snow", " snow" and " Snow" are all under "snow". */
export class LetterTokens {
  /** Base64 of each token's bytes: most tokens of fifty thousand are never read, and hearing waits for this table. */
  private readonly encoded = new Map<number, string>()
  /** Made when they are first asked for. */
  private byLetters: Map<string, number[]> | undefined
  private ids: Map<string, number> | undefined
  private readonly letters = new Map<number, string | undefined>()

  /** @param file sherpa-onnx's table: base64 of a token's bytes and its number, one a line */
  constructor(file: string) {
    for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
      const space = line.indexOf(' ')
      if (space > 0) this.encoded.set(Number(line.slice(space + 1)), line.slice(0, space))
    }
  }

  /** How many tokens are text; the special ones follow them. */
  get textTokens(): number {
    return this.encoded.size
  }

  /** All tokens that begin these letters, with what is left to spell after each. */
  *startsOf(letters: string): Iterable<{ token: number; rest: string }> {
    this.byLetters ??= this.sortByLetters()
    for (let length = 1; length <= letters.length; length += 1) {
      const rest = letters.slice(length)
      for (const token of this.byLetters.get(letters.slice(0, length)) ?? []) yield { token, rest }
    }
  }

  /** Small letters and digits of a token; none for a mark or a space, undefined where it holds anything else. */
  lettersOf(token: number): string | undefined {
    if (!this.letters.has(token)) this.letters.set(token, lettersOfText(this.textOf([token])))
    return this.letters.get(token)
  }

  /** A text as the recogniser would have written it: the pair that became a token first is joined first. */
  tokensOf(text: string): number[] {
    return (text.match(pieces) ?? []).flatMap((piece) => {
      const parts = [...Buffer.from(piece).toString('latin1')]
      for (let at = this.firstPair(parts); at >= 0; at = this.firstPair(parts))
        parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`)
      return parts.flatMap((part) => this.idOf(part) ?? [])
    })
  }

  /** What a row of tokens says. */
  textOf(tokens: readonly number[]): string {
    return Buffer.concat(tokens.map((token) => this.bytesOf(token)))
      .toString('utf8')
      .trim()
  }

  private bytesOf(token: number): Buffer {
    return Buffer.from(this.encoded.get(token) ?? '', 'base64')
  }

  /** @param bytes one character for each */
  private idOf(bytes: string): number | undefined {
    this.ids ??= new Map(Array.from(this.encoded, ([id, encoded]) => [encoded, id]))
    return this.ids.get(Buffer.from(bytes, 'latin1').toString('base64'))
  }

  private sortByLetters(): Map<string, number[]> {
    const byLetters = new Map<string, number[]>()
    for (const token of this.encoded.keys()) {
      const text = this.bytesOf(token).toString('latin1')
      // Letters only: a token with a digit or a mark of punctuation in it never spells a part of a word.
      if (!/^[ '-]?[A-Za-z']*[A-Za-z]$/.test(text)) continue
      const letters = lettersOf(text)
      const same = byLetters.get(letters)
      if (same === undefined) byLetters.set(letters, [token])
      else same.push(token)
    }
    return byLetters
  }

  private firstPair(parts: readonly string[]): number {
    let first = -1
    let lowest = Number.POSITIVE_INFINITY
    for (let at = 0; at + 1 < parts.length; at += 1) {
      const id = this.idOf(`${parts[at]}${parts[at + 1]}`) ?? Number.POSITIVE_INFINITY
      if (id < lowest) {
        lowest = id
        first = at
      }
    }
    return first
  }
}

/** What spelling leaves of words: small letters in a row. */
export function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '')
}

function lettersOfText(text: string): string | undefined {
  if (/^[A-Za-z0-9%&'.,:?!\s-]+$/.test(text)) return plainLetters(text)
  return /^[\p{P}\s]*$/u.test(text) ? '' : undefined
}
