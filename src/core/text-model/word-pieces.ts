/** Cuts text into the ids of word pieces. */
export interface WordPieces {
  /** With the marks of begin and end; at most `maximumTokens` in all. */
  encode(text: string, maximumTokens: number): number[]
}

const longestWord = 100
const unreadable = /\ufffd|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}]/gu
/** What stands alone: punctuation (all of ASCII's symbols count), and Chinese characters, which have no spaces between them. */
const alone =
  /[\p{P}$+<=>^`|~]|[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu
const accents = /\p{Mn}/gu

/**
 * The tokenizer of uncased BERT: words in lower case without accents, each cut greedily into the longest known pieces.
 * @param vocabulary `vocab.txt`: a piece a line, its number is its id
 */
export function createWordPieces(vocabulary: string): WordPieces {
  const ids = new Map(vocabulary.split(/\r?\n/).map((piece, id) => [piece, id]))
  const special = (name: string) => ids.get(name) ?? 0
  const [begin, end, unknown] = [special('[CLS]'), special('[SEP]'), special('[UNK]')]

  function piecesOf(word: string): number[] {
    // By code points, as the vocabulary was made: half a character is never a piece.
    const letters = [...word]
    if (letters.length > longestWord) return [unknown]
    const pieces: number[] = []
    for (let from = 0; from < letters.length; ) {
      let to = letters.length
      let id: number | undefined
      for (; to > from && id === undefined; to--)
        id = ids.get((from === 0 ? '' : '##') + letters.slice(from, to).join(''))
      if (id === undefined) return [unknown]
      pieces.push(id)
      from = to + 1
    }
    return pieces
  }

  return {
    encode(text, maximumTokens) {
      const tokens = [begin]
      // A token has at most a hundred characters, so what lies far behind cannot count.
      for (const word of wordsOf(text.slice(0, maximumTokens * longestWord))) {
        if (tokens.length >= maximumTokens) break
        tokens.push(...piecesOf(word))
      }
      tokens.length = Math.min(tokens.length, maximumTokens - 1)
      tokens.push(end)
      return tokens
    },
  }
}

function wordsOf(text: string): string[] {
  const plain = text.replace(unreadable, '').normalize('NFD').replace(accents, '').toLowerCase()
  return plain
    .replace(alone, ' $& ')
    .split(/\s+/)
    .filter((word) => word !== '')
}
