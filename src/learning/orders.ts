import type { TrainingMessage } from '../memory/ports.ts'

/**
 * Words with which a text of strangers (a mail, a page, a file) tries to give orders to a model, or to make it believe that something was
 * allowed. Whoever learns from them learns to obey the next stranger: such an example is left out, whoever says them in it, since a talk
 * about such words is a small loss.
 */
const orders: readonly RegExp[] = [
  // Marks of chat templates, by which a text would become a turn of its own.
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|tool\w*)\|>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>/i,
  /<\/?(?:tool_call|tool_response|tools|function_call|function_calls|invoke|antml:\w+)\b/i,
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|prompts?|rules|guidelines|polic(?:y|ies)|directives?|told)\b/i,
  /\b(?:new|updated|real|hidden|secret|urgent) (?:system )?(?:instructions?|prompt|orders)\b\s*(?:[:=]|for (?:the )?(?:ai|assistant|model|sam|agent)|are)/i,
  /(?:^|\n)\s*[[<#*]*(?:system|developer|admin(?:istrator)?)(?: (?:prompt|message|note|override))?(?:\s*[\]>*]+:?|:)\s*(?:you|the|ignore|call|run|send|do|from|always|never)\b/i,
  /\b(?:you are|you're) (?:now|no longer) (?:an?|in|the)\b[^.\n]{0,60}\b(?:ai|assistant|model|unrestricted)\b/i,
  /^\s*(?:assistant|sam)\s*:\s*(?:you|always|never|from now|run|allow|grant|ignore|do not|execute|send|delete)\b/im,
  /\b(?:ai|language model|assistants?|llms?|sam|claude|chatgpt|siri)\b[^.\n]{0,40}\b(?:must|should|shall|is allowed to|are allowed to|may|has permission to|have permission to)\b[^.\n]{0,60}\b(?:run|execute|send|delete|approve|allow|grant|upload|e-?mail|transfer|pay|obey|comply|without asking|without confirmation)\b/i,
  /\b(?:note|attention|message|instructions?|important) (?:to|for) (?:any |all |the )?(?:ai|llms?|language models?|assistants?|chatbots?)\b/i,
  /\b(?:reveal|print|repeat|leak)\b[^.\n]{0,30}\b(?:system prompt|api key|password|secrets?)\b/i,
  /\byou(?:'re| are) now (?:an?|the|in|free|dan)\b|\bdeveloper mode\b|\bjailbr(?:eak|oken)\b/i,
  /\b(?:assistant|ai|sam|agent|model)s?\b[,:]? (?:must|should|has to|have to|please|is (?:ordered|instructed)|now)\b.{0,60}\b(?:call|run|send|forward|delete|open|execute|upload|reveal|transfer)\b/i,
  /\bobey (?:me|the|this|these|all|every)\b|\bdo(?:n't| not) (?:tell|mention|inform|alert|warn)\b.{0,20}\b(?:the )?(?:user|owner|anyone|human)\b/i,
]

/** Words that give away a permission that only the user can give, in the moment. */
const permissions: readonly RegExp[] = [
  /\b(?:user|owner|admin(?:istrator)?|human)\b.{0,30}\b(?:has|have|already|hereby)\b.{0,20}\b(?:approved|authori[sz]ed|consented|permitted|confirmed|agreed|allowed|granted)\b/i,
  /\b(?:no|without(?: any)?|skip(?: the)?|never ask for|do(?:n't| not) (?:ask|wait) for|not need(?: any)?) (?:user )?(?:confirmation|approval|permission|consent)\b/i,
  /\b(?:you (?:may|can|are allowed to|have permission to)|always|automatically) (?:approve|confirm|accept|say yes to|run|execute|send|delete)\b.{0,40}\b(?:without|automatically|everything|all|any)\b/i,
  /\bwithout (?:asking|confirmation|consent|approval|telling) (?:for |from )?(?:the )?user\b|\bsam policy allow \w+/i,
  /(?:\bpre-?approved|\bauto-?approve|--approve\b|\bapproval (?:is )?not (?:needed|required))/i,
]

/** How the tests and this project's tools write an order: `CALL tool {...}`. */
const calls = /\b(?:CALL|TOOL_CALL|FUNCTION_CALL|EXECUTE)[: ]+[a-z_]+[._][a-z_-]+\s*[({]/

/** Letters that nobody sees, in numbers that only somebody who hides something writes. */
const smuggled = /[\u{E0000}-\u{E007F}]|[\u200B\u200C\u2060\u2062-\u2064]{4}/u
/** Letters that nobody sees, between which an order would not be found. */
const unseen = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu

/** True where a text orders a model about, gives permission, or imitates what only SAM itself writes. */
export function holdsOrders(text: string): boolean {
  if (smuggled.test(text)) return true
  // Most texts are plain letters, and are many.
  const plain = /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFKC').replace(unseen, '')
  return calls.test(plain) || orders.some((one) => one.test(plain)) || permissions.some((one) => one.test(plain))
}

/** True where anything in an example orders about or gives permission. */
export function carriesOrders(messages: readonly TrainingMessage[]): boolean {
  return messages.some((message) => textsOf(message).some(holdsOrders))
}

function textsOf({ content, reasoning, tool_calls }: TrainingMessage): string[] {
  const texts = [content]
  if (reasoning !== undefined) texts.push(reasoning)
  if (tool_calls !== undefined) texts.push(...tool_calls.flatMap(argumentTexts))
  return texts
}

/** Arguments are JSON inside a text: marks and line ends count as what they stand for. */
function argumentTexts(call: unknown): string[] {
  const text = JSON.stringify(call) ?? ''
  return [text, text.replaceAll(/\\+n/g, '\n').replaceAll(/\\+"/g, '"')]
}
