import type { Utterance } from '../utterance.ts'

/** What is done with anything that is there. */
const anything = 'print|pin|unpin|share|export|hide|mute|sort'
const verbs = {
  mail: 'delete|remove|archive|mark|empty|move|clear|unsubscribe|block|flag|trash|star|label|filter|forward all|organi[sz]e|junk|bury|snooze|schedule|scan|unsend|recall|convert|close|bring (?:\\S+ )+(?:front|back)$',
  list: 'indent|load|shuffle|number|email|duplicate',
  calendar:
    'lock|sync|rename|leave|join|decline|accept|draft|end|unmute|record|import|subscribe|unsubscribe|colou?r|publish|host',
}
type Thing = keyof typeof verbs

const handling = Object.fromEntries(
  Object.entries(verbs).map(([thing, own]) => [thing, new RegExp(`^ (?:${anything}|${own})(?= |$)`)]),
)

/** True where something is done with a mail, a list, a calendar or what is in it that SAM has no tool for: it is neither read nor written. */
export function isHandled(thing: Thing, { line }: Utterance): boolean {
  return handling[thing]?.test(line) === true
}
