/** What the user says about the answer before. */
export type Feedback =
  | { kind: 'good' | 'bad' }
  /** `meant`: what should have been done or answered, in the user's words; absent where it is not said. */
  | { kind: 'correction'; meant: string }

const praise =
  '(?:good|great|excellent|perfect|brilliant|nice|wonderful|awesome|amazing|spot on|helpful|useful|exactly right)'
const blame =
  '(?:wrong|incorrect|not (?:right|correct|true|what i (?:meant|asked(?: for)?|wanted|said))|nonsense|rubbish|false|useless|mistaken|an? (?:bad|terrible|wrong|useless) (?:answer|reply))'
const that = "(?:that|it|this|your (?:last )?(?:answer|reply))(?:'s| is| was)"
const much = '(?:(?:so|really|very|exactly|just|completely|totally|simply|quite|all) )?'

/** Whole utterances only: "that was wrong of him" is no word about SAM. */
const good = [
  new RegExp(`^(?:(?:${that}|what) )?(?:an? )?${much}${praise} (?:answer|reply|explanation|response|job|work|one)$`),
  new RegExp(`^${that} ${much}${praise}$`),
  /^(?:that(?:'s| is| was) )?exactly what i (?:needed|wanted|meant|asked for)$/,
  /^(?:well done|good job|great job|nice work|i (?:like|love) (?:that|this|your) (?:answer|reply|one))$/,
]
const bad = [
  new RegExp(`^(?:no )?${that} ${much}${blame}$`),
  /^(?:bad|wrong|terrible|useless|poor) (?:answer|reply|response)$/,
  /^you(?:'re| are| were| got (?:that|it)) (?:wrong|mistaken)$/,
]
const corrections = [
  /^(?:no|nope|sorry|wait|actually|no wait|no no|no actually)(?: sam)? (?:i (?:meant|mean|said|wanted|want)|it should (?:be|have been)|(?:the )?(?:right|correct) (?:one|answer) is) (?<meant>.+)$/,
  /^i (?:meant|actually meant|actually said) (?<meant>.+)$/,
  /^(?:no )?that(?:'s| is| was) (?:wrong|incorrect|not (?:right|correct|true|what i (?:meant|asked(?: for)?|wanted|said))) (?:i (?:meant|said|wanted)|it(?:'s| is| was| should be| should have been)|the (?:right|correct) answer is) (?<meant>.+)$/,
]

/**
 * Understands a word about the answer before: "good answer", "that was wrong", "no, I meant the one from Monday". Undefined for anything
 * else; a wish that goes on after "no" is a correction only where it says what was meant.
 */
export function readFeedback(text: string): Feedback | undefined {
  const words = text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.!?]+$/, '')
    .replace(/[,;:—–]|\.(?=\s)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const plain = words.replace(/^(?:hey )?sam /, '').replace(/ (?:sam|thanks|thank you|please)$/, '')
  for (const pattern of corrections) {
    const meant = pattern.exec(plain)?.groups?.['meant']
    if (meant !== undefined) return { kind: 'correction', meant: withoutContrast(meant) }
  }
  const thankless = plain.replace(/^(?:thanks|thank you|okay|ok|yes|perfect|no) /, '')
  if (good.some((pattern) => pattern.test(plain) || pattern.test(thankless))) return { kind: 'good' }
  if (bad.some((pattern) => pattern.test(plain) || pattern.test(thankless))) return { kind: 'bad' }
  return undefined
}

/** "Firefox, not Safari" means Firefox. */
function withoutContrast(meant: string): string {
  return meant.replace(/ (?:and )?not .{1,60}$/, '').trim()
}
