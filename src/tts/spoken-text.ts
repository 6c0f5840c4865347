const currencies: Record<string, string> = { $: 'dollars', '€': 'euros', '£': 'pounds', '¥': 'yen' }

const signs: readonly (readonly [RegExp, string])[] = [
  [/\s*°\s?C\b/g, ' degrees Celsius'],
  [/\s*°\s?F\b/g, ' degrees Fahrenheit'],
  [/°/g, ' degrees'],
  [/\s*(?:→|->|⇒|=>)\s*/g, ' to '],
  [/\s+&\s+/g, ' and '],
  [/(^|\s)~(?=\d)/g, '$1about '],
  [/\s*≈\s*/g, ' about '],
  [/\s*×\s*/g, ' times '],
  [/\s+=\s+/g, ' equals '],
  [/[_*~^#<>{}[\]\\|]+/g, ' '],
]

/**
 * What is said for a written sentence: marks of formatting go, links are named by their site, signs become words. Empty
 * when nothing in it can be said. Numbers and dates are left to the voice.
 */
export function toSpokenText(written: string): string {
  let text = written
    .replace(/^\s*(?:#{1,6}\s+|[-*•+]\s+|>\s+)+/, '')
    .replace(/^\s*\|?[\s:|-]+\|?\s*$/, '')
    .replace(/!?\[([^\]]*)\]\([^)\s]*\)/g, '$1')
    .replace(/\bhttps?:\/\/(?:www\.)?([^\s/]+?)(?:[/?#]\S*?)?(?=[.,;:!?)]*(?:\s|$))/gi, '$1')
    .replace(/`+([^`]*)`+/g, '$1')
    .replace(
      /([$€£¥])\s?(\d[\d,]*(?:\.\d+)?)( (?:million|billion|thousand))?/g,
      (_, sign: string, amount: string, scale) => {
        return `${amount}${scale ?? ''} ${currencies[sign]}`
      },
    )
    .replace(/\p{Extended_Pictographic}|\u{FE0F}|\u{200D}|[\u{1F3FB}-\u{1F3FF}]/gu, (sign) =>
      /[0-9#*©®™]/.test(sign) ? sign : ' ',
    )
  for (const [pattern, words] of signs) text = text.replace(pattern, words)
  text = text
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  return /[\p{L}\p{N}]/u.test(text) ? text : ''
}
