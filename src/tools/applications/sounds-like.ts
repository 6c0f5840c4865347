/**
 * A rough key of how English letters sound: consonants only, voiced and unvoiced ones as one, so that "vs coat" and
 * "vs code" have the same key. Written for comparing what a recogniser heard with a name, in the manner of Soundex and its
 * successors, and much coarser than a real transcription.
 */
export function soundKey(compact: string): string {
  let text = compact
  for (const [pattern, sound] of clusters) text = text.replace(pattern, sound)
  const start = /^[aeiouy]/.test(text) ? 'A' : ''
  const consonants = text.replace(/[aeiouyhw]/g, '')
  const key = [...consonants].map((letter) => classes[letter] ?? letter).join('')
  return (start + key).replace(/(.)\1+/g, '$1')
}

const clusters: readonly (readonly [RegExp, string])[] = [
  [/^kn|^gn/g, 'n'],
  [/^wr/g, 'r'],
  [/^x/g, 's'],
  [/ph/g, 'f'],
  [/tch|ch|sh|sch|tion|cion|sion/g, 'j'],
  [/dg/g, 'j'],
  [/gh/g, 'g'],
  [/ck/g, 'k'],
  [/qu/g, 'kw'],
  [/x/g, 'ks'],
  [/c(?=[eiy])/g, 's'],
]

const classes: Record<string, string> = {
  b: 'P',
  p: 'P',
  d: 'T',
  t: 'T',
  c: 'K',
  g: 'K',
  k: 'K',
  q: 'K',
  s: 'S',
  z: 'S',
  f: 'F',
  v: 'F',
  j: 'J',
  l: 'L',
  m: 'M',
  n: 'N',
  r: 'R',
}
