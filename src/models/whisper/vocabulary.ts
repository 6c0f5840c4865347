import { SamError } from '../../core/errors.ts'

/**
 * The byte that each character of a GPT-2 token stands for: printable bytes stand for themselves, the others were moved to
 * 256 and up in order so that every token is readable text (Radford et al. 2019, byte-level BPE).
 */
function byteOfCharacter(): Map<string, number> {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  const map = new Map<string, number>()
  let moved = 256
  for (let byte = 0; byte < 256; byte += 1) {
    const codePoint = printable(byte) ? byte : moved++
    map.set(String.fromCodePoint(codePoint), byte)
  }
  return map
}

/** The tokens of a CTranslate2 `vocabulary.txt` (one a line) or `vocabulary.json` (a list), in the order of their numbers. */
export function parseVocabulary(text: string): string[] {
  if (text.trimStart().startsWith('[')) {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((token) => typeof token === 'string')) return list
    throw new SamError('model-file-invalid', 'The vocabulary of the speech model is not a list of words.')
  }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** sherpa-onnx's tokens.txt for Whisper: base64 of the token's bytes and its number, one a line, text tokens only. */
export function encodeTokens(tokens: readonly string[], textTokenCount: number): string {
  const bytes = byteOfCharacter()
  let result = ''
  for (let id = 0; id < textTokenCount; id += 1) {
    const token = tokens[id]
    if (token === undefined)
      throw new SamError('model-file-invalid', 'The vocabulary of the speech model is too short.')
    const decoded = Array.from(token, (character) => bytes.get(character))
    if (decoded.includes(undefined)) {
      throw new SamError('model-file-invalid', `The token ${id} of the speech model is not in byte-level form.`)
    }
    result += `${Buffer.from(decoded as number[]).toString('base64')} ${id}\n`
  }
  return result
}
