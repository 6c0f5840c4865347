/** Letters of other alphabets, and digits, that are written for Latin ones to pass a filter. */
const lookalikes: Record<string, string> = {
  ...{
    а: 'a',
    в: 'b',
    с: 'c',
    е: 'e',
    һ: 'h',
    і: 'i',
    ј: 'j',
    к: 'k',
    м: 'm',
    н: 'h',
    о: 'o',
    р: 'p',
    ѕ: 's',
    т: 't',
    у: 'y',
    х: 'x',
  },
  ...{ α: 'a', ε: 'e', ι: 'i', κ: 'k', ο: 'o', ρ: 'p', τ: 't', υ: 'u', ν: 'v', χ: 'x' },
}
const digits: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '*': '',
}

/**
 * A text as a reader hears it, small letters only: without accents, invisible signs and letters that only look Latin; letters that
 * were spelled apart (u-n-d-e-r) stand together, and digits inside words are read as letters.
 */
export function plainLetters(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .toLowerCase()
    .replace(/[\u0370-\u04ff]/g, (letter) => lookalikes[letter] ?? letter)
    .replace(/[‘’]/g, "'")
  return folded
    .replace(/(?<![a-z])(?:[a-z][.\-_* ]){3,}[a-z](?![a-z])/g, (spelled) => spelled.replace(/[^a-z]/g, ''))
    .replace(/(?<![a-z0-9])[a-z]{1,20}[0134578@$*][a-z][a-z0-9@$*]{0,40}/g, (word) =>
      word.replace(/[0134578@$*]/g, (sign) => digits[sign] ?? sign),
    )
}
