import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import { surfaceOf, type Utterance } from '../utterance.ts'

const kind =
  '(disk|disc|disks|drive|drives|stick|usb stick|usb drive|usb|thumb drive|flash drive|pen drive|memory stick|card|memory card|sd card|camera card|hard drive|hard disk|disk image|volume|dvd|cd)'
const longestName = 4
/** What every such disk is called, and so names none. */
const general =
  /^ (?:(?:the|my|this|that|it|external|outer|backup|usb|memory|sd|flash|thumb|hard|disk|drive|stick|card)(?= |$) ?)+$/
/** Other things are put out, too. */
const noDisk =
  /\b(?:ball|pod|seat|pilot|cartridge|toast|button|horse|credit|debit|bank|gift|sim|business|birthday|christmas|hockey|glue|him|her|them|you|me|if|when|once|after|and)\b/

function disk(captures: Captures, utterance: Utterance): SlotReading | undefined {
  const name = captures['name']
  if (name === undefined || / (?:it|this|that)$/.test(name)) return {}
  if (noDisk.test(name) || name.trim().split(' ').length > longestName) return undefined
  // "the backup drive" may be called so, "the memory card" is what it is
  if (general.test(name) && !/ backup(?= |$)/.test(name)) return {}
  return { name: surfaceOf(utterance, name.replace(/^ (?:the|my|this|that) (?=.)/, ' ')) }
}

const patterns = [
  pattern(
    'disks.eject',
    `(eject|unmount|dismount) (everything|all [of] [(the|my)] ${kind}|every ${kind}|all [of] them)`,
    { slots: () => ({ all: true }) },
  ),
  pattern('disks.eject', `(eject|unmount|dismount|[safely] remove|disconnect|take out) (the|my|this|that) ${kind}`, {
    slots: () => ({}),
  }),
  pattern(
    'disks.eject',
    `[safely] (eject|unmount|dismount|disconnect|remove|take out) (the|my|this|that) {name} ${kind}`,
    {
      slots: disk,
    },
  ),
  pattern('disks.eject', '[safely] (eject|unmount|dismount) {name}', { slots: disk, confidence: 0.93 }),
  pattern('disks.eject', 'eject', { slots: () => ({}), confidence: 0.93 }),
]

/** Taking disks out. */
export const disksGrammar: Grammar = {
  name: 'disks',
  read(utterance, scene) {
    return utterance.tokens.length > 9 ? undefined : readPatterns(patterns, utterance, scene)
  },
}
