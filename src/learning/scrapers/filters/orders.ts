/** The marks with which models tell speakers and calls of tools apart. */
const modelMarks =
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|tool\w*)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:tool_call|tool_response|tools|function_call|function_calls|invoke|antml:\w+)\b|<start_of_turn>|<end_of_turn>/i

/** Words that are said to a model and not to a reader. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|preceding|system|your|all|any)\b[^.\n]{0,40}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|policy|policies)\b/i,
  /\b(?:you are|you're) (?:now|no longer) (?:an?|in|the)\b[^.\n]{0,60}\b(?:ai|assistant|model|jailbroken|developer mode|unrestricted|dan)\b/i,
  /\b(?:new|updated|hidden|secret) (?:system )?(?:instructions?|prompt)\s*:/i,
  /^\s*(?:system|assistant|sam)\s*:\s*(?:you|always|never|from now|run|allow|grant|ignore|do not|execute|send|delete)\b/im,
  /\b(?:ai|language model|assistants?|llms?|sam|claude|chatgpt|siri)\b[^.\n]{0,40}\b(?:must|should|shall|is allowed to|are allowed to|may|has permission to|have permission to)\b[^.\n]{0,60}\b(?:run|execute|send|delete|approve|allow|grant|upload|e-?mail|transfer|pay|obey|comply|without asking|without confirmation)\b/i,
  /\b(?:note|attention|message|instructions?|important) (?:to|for) (?:any |all |the )?(?:ai|llms?|language models?|assistants?|chatbots?)\b/i,
  /\bwithout (?:asking|confirmation|consent|approval|telling) (?:for |from )?(?:the )?user\b/i,
  /\b(?:sam )?policy allow \w+|--approve\b.*\bsam\b|\bsam\b.*--approve\b/i,
  /\b(?:reveal|print|repeat|leak)\b[^.\n]{0,30}\b(?:system prompt|api key|password|secrets?)\b/i,
]

/**
 * Whether a text tries to give a model orders, or imitates what only SAM itself writes. Nothing of the kind is learned: what was read
 * is data, and a model that has learned an order has obeyed it.
 */
export function holdsOrders(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu, '')
  return modelMarks.test(plain) || orders.some((order) => order.test(plain))
}
