import type { TrainingMessage } from '../../memory/ports.ts'

/**
 * Words with which a text of strangers (a mail, a page, a file) tries to give orders to a model, or to make it believe that something was
 * allowed. Whoever learns from them learns to obey the next stranger: such an example is left out, whoever says them in it, since a talk
 * about such words is a small loss.
 */
const orders: readonly RegExp[] = [
  // Marks of chat templates, by which a text would become a turn of its own.
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id)\|>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>/,
  // Letters that nobody sees.
  /[\u{E0000}-\u{E007F}]|[\u200B\u200C\u2060\u2062-\u2064]{4}/u,
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|prompts?|rules|guidelines|polic(?:y|ies)|directives?|told)\b/i,
  /\b(?:new|updated|real|hidden|secret|urgent) (?:system )?(?:instructions?|prompt|orders)\b\s*(?:[:=]|for (?:the )?(?:ai|assistant|model|sam|agent)|are)/i,
  /(?:^|\n)\s*[[<#*]*(?:system|developer|admin(?:istrator)?)(?: (?:prompt|message|note|override))?(?:\s*[\]>*]+:?|:)\s*(?:you|the|ignore|call|run|send|do|from|always|never)\b/i,
  /\byou(?:'re| are) now (?:an?|the|in|free|dan)\b|\bdeveloper mode\b|\bjailbr(?:eak|oken)\b/i,
  /\b(?:assistant|ai|sam|agent|model)s?\b[,:]? (?:must|should|has to|have to|please|is (?:ordered|instructed)|now)\b.{0,60}\b(?:call|run|send|forward|delete|open|execute|upload|reveal|transfer)\b/i,
  /\bobey (?:me|the|this|these|all|every)\b|\bdo(?:n't| not) (?:tell|mention|inform|alert|warn)\b.{0,20}\b(?:the )?(?:user|owner|anyone|human)\b/i,
]

/** Words that give away a permission that only the user can give, in the moment. */
const permissions: readonly RegExp[] = [
  /\b(?:user|owner|admin(?:istrator)?|human)\b.{0,30}\b(?:has|have|already|hereby)\b.{0,20}\b(?:approved|authori[sz]ed|consented|permitted|confirmed|agreed|allowed|granted)\b/i,
  /\b(?:no|without(?: any)?|skip(?: the)?|never ask for|do(?:n't| not) (?:ask|wait) for|not need(?: any)?) (?:user )?(?:confirmation|approval|permission|consent)\b/i,
  /\b(?:you (?:may|can|are allowed to|have permission to)|always|automatically) (?:approve|confirm|accept|say yes to|run|execute|send|delete)\b.{0,40}\b(?:without|automatically|everything|all|any)\b/i,
  /(?:\bpre-?approved|\bauto-?approve|--approve\b|\bapproval (?:is )?not (?:needed|required))/i,
]

/** How the tests and this project's tools write an order: `CALL tool {...}`. */
const calls = /\b(?:CALL|TOOL_CALL|FUNCTION_CALL|EXECUTE)[: ]+[a-z_]+[._][a-z_-]+\s*[({]/

/** True where anything in an example orders about or gives permission. */
export function carriesOrders(messages: readonly TrainingMessage[]): boolean {
  return messages.some((message) => textsOf(message).some(isOrder))
}

function isOrder(text: string): boolean {
  return calls.test(text) || orders.some((one) => one.test(text)) || permissions.some((one) => one.test(text))
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
