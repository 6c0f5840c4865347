const emoji = /\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\u{fe0f}|\u{200d}|\u{20e3}/gu

/** One piece of text without markup, as it should sound. */
function plainSpeech(text: string): string {
  return text
    .replace(/!?\[([^\]]{0,300})\]\([^)\s]{0,500}\)/g, '$1')
    .replace(/<\/?[a-z][^<>]{0,100}>/gi, ' ')
    .replace(/https?:\/\/(?:www\.)?([^\s/)]+?)(?:[/?#][^\s)]*?)?(?=[.,;:!?]*(?:[\s)]|$))/gi, '$1')
    .replace(/^\s{0,3}#{1,6}\s+/gm, '')
    .replace(/^\s{0,8}(?:[-*+•]|\d{1,2}[.)])\s+/gm, '')
    .replace(/^\s{0,3}>\s?/gm, '')
    .replace(/^\s*(?:[-*_]\s*){3,}$/gm, '')
    .replace(/^\s*\|?(?:\s*:?-{2,}:?\s*\|)+.*$/gm, '')
    .replace(/(\*\*|__)(?=\S)/g, '')
    .replace(/(?<=\S)(\*\*|__)/g, '')
    .replace(/(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])/g, '')
    .replace(/(?<!\w)_(?=\S)|(?<=\S)_(?!\w)/g, '')
    .replace(/`+/g, '')
    .replace(/\s*\|\s*/g, ', ')
    .replace(emoji, '')
    .replace(/^[\s,]+$/gm, '')
}

/** Where a sentence ends: punctuation with a space behind it, or a line. */
const boundary = /[.!?…]["')\]]*\s+|\n/g

/** Says nothing of a program listing but that there is one. */
const codeLeftOut = 'I leave the code out.'

/**
 * Turns a model's stream into text to be spoken: no markdown, no emoji, lines that are sentences. Works sentence by sentence,
 * since that is also how it is spoken. Pieces come with the spaces between them.
 */
export class SpokenForm {
  private buffer = ''
  private inCode = false
  private saidCode = false
  private started = false

  push(delta: string): string {
    this.buffer += delta
    let cut = 0
    for (const match of this.buffer.matchAll(boundary)) cut = match.index + match[0].length
    if (cut === 0) return ''
    const ready = this.buffer.slice(0, cut)
    this.buffer = this.buffer.slice(cut)
    return this.speak(ready)
  }

  end(): string {
    const rest = this.speak(this.buffer)
    this.buffer = ''
    return rest
  }

  private speak(text: string): string {
    const sentences: string[] = []
    for (const line of text.split('\n')) {
      if (/^\s*(?:```|~~~)/.test(line)) {
        this.inCode = !this.inCode
        if (this.inCode && !this.saidCode) sentences.push(codeLeftOut)
        this.saidCode = true
        continue
      }
      if (this.inCode) continue
      const spoken = plainSpeech(line).replace(/\s+/g, ' ').trim()
      if (spoken === '' || !/[\p{L}\p{N}]/u.test(spoken)) continue
      // A line of a list is a sentence of its own.
      const ended = /[.!?…:;,]["')\]]*$/.test(spoken) || line === text
      sentences.push(ended ? spoken.replace(/[:;,]$/, text.includes('\n') ? '.' : '$&') : `${spoken}.`)
    }
    if (sentences.length === 0) return ''
    const joined = sentences.join(' ')
    const piece = this.started ? ` ${joined}` : joined
    this.started = true
    return piece
  }
}
