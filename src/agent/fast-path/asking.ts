import type { Utterance } from './utterance.ts'

/** What a question or a request to be told something begins with. */
export const asks =
  /^ (?:what|which|who|when|where|how|is|are|am|do|does|did|will|was|were|can|could|should|any|anything|tell|show|give|get|check|read|find|list|look|let|know|see|pull|bring|open|search|notify|inform|update|report|describe|display|has|have|fetch|provide|view|whats|next|latest|go)(?= )/
/** What a request to do something begins with. */
export const acts =
  /^ (?:turn|switch|set|make|change|put|stick|pop|chuck|throw|dim|brighten|start|stop|run|open|close|lock|unlock|activate|deactivate|power|increase|decrease|raise|lower|adjust|book|order|buy|get|call|request|reserve|purchase|find|send|write|reply|post|tweet|share|add|remove|delete|create|remind|schedule|cancel|move|rename|copy|empty|take|text|message|dial|ring|phone|play|shuffle|repeat|loop|like|save|rate|favou?rite|clean|vacuum|clear|cross|check|compose|forward|draft|update|mark|note|jot|append|include|erase|extend|pause|resume|snooze|restart|reboot|shut|log|sleep|hide|minimi[sz]e|maximi[sz]e|enable|disable|connect|disconnect|print|download|install|uninstall|record|confirm|i|we|need|want|give|bring|show|please|unmute|mute|drop|email|mail|answer|decline|reschedule|organi[sz]e|put|wipe|reset|edit|rearrange|prepare|brew|arrange|hail|new|light|lights|lighting|brew|pay|transfer|upload|submit|publish|contact|plan|warm|heat|cool|listen|keep|track|toggle|illuminate|reduce|dock|return|begin|all)(?= |$)/

/** Questions about a thing in general, which no tool answers: how it is done, what it is, why it is so. */
const general =
  /^ (?:how (?:do|does|did|to|come|can|would|should|might)(?= )|why|what (?:is|are) (?:an?|the (?:definition|meaning|difference|history|point|purpose|best|origin|word|cause|average)) |what (?:causes?|does \S+(?: \S+)? mean|happens|makes|if)(?= |$)|what would you (?!like)|explain|define|describe (?:how|why|what)|spell|translate|teach me|tell me (?:how to|how (?:do|can)|why|a (?:joke|story)|about the history)|write (?:a|an|me|the) (?:essay|poem|story|song|article|blog|code|script|function)|who (?:invented|wrote|made|created)|is (?:an?|the word) )/

/** True for "how do I check my mail", "what is an email", "why does it rain". */
export function isGeneral(utterance: Utterance): boolean {
  return general.test(utterance.line)
}

/** True for a question, a wish or an order; false for a remark. */
export function isRequest(utterance: Utterance): boolean {
  return asks.test(utterance.line) || acts.test(utterance.line)
}

/** A wish after all: "I do not like that song, turn it off". */
const nowAsked =
  '.*\\b(?:please|(?:make|book|find|get|order|call) (?:me|us|an?|the)|you (?:should|could|can|must|turn|put)|(?:should|could|can|would|will) (?:you|we|i)|let me|(?:turn|switch|put) (?:it|them|that|this|on|off|up|down)|(?:turn|switch|dim|open|close|lock|start|stop) the|lights? (?:on|off)$)(?= |$)'
/** Of a thing: its name, then how it is or was. */
const howItIs =
  '(?:(?!(?:that|which|if|when|where|because|it|there|so|up) )\\S+ ){0,4}(?:is|are|was|were|has|have|looks?|seems?|costs?|feels?|went|came)'

/** Remarks whose first word could also begin a request: "I love that lamp", "new lamps are dear", "what a nice lamp". */
const remark = new RegExp(
  `^ (?:i|we) (?:(?:really|do|also|just|still|quite|so) )*(?:love|like|enjoy|hate|prefer|think|believe|guess|know|see|saw|found|can (?:not )?(?:see|hear)|do not (?:like|love|need|want|see|know)|am (?:\\S+ing|glad|happy|sure|afraid)(?<! (?:asking|looking|craving|going|trying))) (?!${nowAsked})|` +
    `^ (?:lights?|lighting|all|new|clean|order|heat|plan) ${howItIs}(?= )|` +
    '^ what (?:an?|nice|lovely|beautiful|pretty|great|ugly|terrible|strange|funny) |' +
    `^ how \\S+ (?:the|that|this|these|those|my|your) ${howItIs}$`,
)

/** True for what tells or wonders at something, though it begins as a request does. */
export function isRemark(utterance: Utterance): boolean {
  return remark.test(utterance.line)
}
