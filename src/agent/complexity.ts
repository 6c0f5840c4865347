/** How much a request asks of a model, with what speaks for it. */
export interface Complexity {
  /** 0 to 1. */
  score: number
  /** The strongest sign, for people. */
  because: string
}

/** From here on a request deserves a stronger model than the local one. Chosen by measurement: docs/decisions/0006. */
export const complexityThreshold = 0.5

const signs: { weight: number; because: string; sign: RegExp }[] = [
  {
    weight: 0.6,
    because: 'asks for a longer text',
    sign: /\b(?:write|draft|compose|rewrite|paraphrase|rephrase|edit|proofread|outline|author)\b(?! (?:an? )?(?:e-?mail|message|text|note|tweet|it down|this down|that down)\b.{0,60}$)/i,
  },
  {
    weight: 0.6,
    because: 'asks for something made up',
    sign: /\b(?:essay|poem|haiku|limerick|sonnet|lyrics for|short story|blog post|script for|screenplay|cover letter|slogan|tagline|(?:headline|caption) for|novel|dialogue|(?:turn|make|put) (?:it|this|that|them) into an? |(?:rap|love|pop|folk) song|pamphlet|resume|itinerary|business plan|agenda for the daily|curriculum|syllabus|lesson plan)\b/i,
  },
  {
    weight: 0.6,
    because: 'asks for code',
    sign: /\b(?:c\+\+|python|javascript|typescript|java|html|css|sql|regex|regular expression|latex|algorithm|function (?:that|to|in|which)|source code|code snippet|pseudocode|unit tests?|bash script|api|how to code|data structure|compile|debug)\b/i,
  },
  {
    weight: 0.6,
    because: 'asks to play a part',
    sign: /\b(?:imagine (?:you|yourself|that|a)|pretend|act as|take on the role|role ?play|you are (?:a|an|the) \w+|embrace the role|assume the role|picture yourself|suppose you|from the perspective of)\b/i,
  },
  {
    weight: 0.55,
    because: 'asks for reasoning',
    sign: /\b(?:step[ -]by[ -]step|explain (?:why|how|the (?:process|difference|concept|relationship|importance|impact|role|steps))|compare|contrast|pros and cons|advantages and disadvantages|analy[sz]e|evaluate|critique|discuss|justify|argue|prove|derive|implications?|trade-?offs?|in (?:detail|depth)|elaborate|thorough|critical thinking|moral|ethical|what would (?:happen|have|you say)|how (?:might|could) (?:the|a|we|you|it)|which methods|best (?:approach|strategy|method|practices?)|more important to|what (?:processes|principles|lessons)|key (?:principles|ideas|points|differences|takeaways))\b/i,
  },
  {
    weight: 0.5,
    because: 'asks to work on a text',
    sign: /\b(?:summari[sz]e|summary of|classify|categori[sz]e|extract|translate the following|convert the|identify (?:the|and|which)|given (?:the|a|that|two|an)|based on the (?:following|given|provided|information)|the following|decide (?:if|whether)|rate the|fill in|correct the|grammar|bullet points|the given \w+|award-winning|exact match)\b/i,
  },
  {
    weight: 0.45,
    because: 'asks to design or plan',
    sign: /\b(?:design|develop|devise|brainstorm|propose|plan (?:a|an|out|my|the)|strategy|strategies|come up with|think of|suggest (?:some|a few|several|ways|ideas)|create (?:a|an|the) (?:\w+ ){0,3}(?:plan|table|list|guide|program|game|character|story|template|website|outline|course|recipe)|make (?:a|an) (?:\w+ ){0,2}(?:plan|table|comparison|list of)|let's (?:list|make up|brainstorm)|generate|build (?:a|an) \w+|give me (?:some|a few|\d+|several|three|five|ten) (?:ideas|examples|options|ways|tips|reasons))\b/i,
  },
  {
    weight: 0.35,
    because: 'asks how things hang together',
    sign: /\b(?:how (?:do|does|did|can|are|is|could|should|have|has) (?:\S+ ){2,}|why (?:do|does|did|is|are|was|were|would|might|can't|don't) (?:\S+ ){3,}|what (?:are|were) the (?:\w+ ){0,2}(?:effects?|causes?|reasons?|consequences|benefits|differences?|challenges|factors|steps|implications|similarities|functions?|main|major|key))\b/i,
  },
  {
    weight: 0.5,
    because: 'asks for mathematics',
    sign: /\b(?:equation|integral|derivative|matrix|matrices|theorem|probability|polynomial|inequality|logarithm|f\(x\)|x\^2|vertices|triangle|prime numbers?|calculate the (?:total|number|area|expected)|solve \w+|remainder|divided by|express \w|how much (?:has|have|did|would|is) \w+ (?:left|spend|spent)|how many \w+ (?:are|do|does|did) \w+ (?:left|have left))\b/i,
  },
  {
    weight: 0.3,
    because: 'asks for an opinion with reasons',
    sign: /\b(?:should (?:we|i|one|people|society)|do you think|what do you think|your (?:opinion|thoughts|view)|is it (?:better|worth|right|wrong)|which is better|best way to)\b/i,
  },
]

/** A task set in a whole sentence; in a few words it is a command or a short question. */
const task =
  /^(?:please |can you |could you )?(?:describe|suggest|list|indicate|create|implement|recommend|outline|illustrate|formulate|express|assume|walk me through|tell me a story|find out what|prepare|estimate|name the|as an? \w+)\b/i
const minimumTaskWords = 9
/** A task after what it is about: "... in Western Europe? List three impacts." */
const taskAfterwards = /[.?!] (?:list|name|describe|suggest|give|explain|find|write|choose|state) \S+ \S+/i

/**
 * Scores how much thinking a request needs from what can be seen of it: its length, its sentences and its wording. No
 * model, microseconds. A stand-in for the learned threshold of the escalation work.
 */
export function complexityOf(text: string): Complexity {
  const head = text.slice(0, 2000)
  const words = head.split(/\s+/).filter((word) => word !== '').length
  const sentences = (head.match(/[.!?](?:\s|$)/g) ?? []).length
  const lines = head.split('\n').filter((line) => line.trim() !== '').length
  let score = 0
  let strongest = 0
  let because = 'a plain question'
  for (const { weight, because: why, sign } of signs) {
    if (!sign.test(head)) continue
    score += score === 0 ? weight : weight * 0.5
    if (weight > strongest) {
      strongest = weight
      because = why
    }
  }
  if (words >= minimumTaskWords && task.test(head)) {
    score += 0.4
    if (strongest === 0) because = 'sets a task'
  }
  if (/[=^]/.test(head)) score += 0.3
  const questions = (head.match(/\?/g) ?? []).length
  if (questions > 1) score += questions > 2 ? 0.5 : 0.3
  if (taskAfterwards.test(head)) score += 0.4
  if (words > 40) score += 0.5
  else if (words > 25) score += 0.35
  else if (words > 15) score += 0.15
  else if (words < 7) score -= 0.2
  if (sentences > 2 && words > 20) score += 0.2
  if (lines > 1) score += 0.35
  if (strongest === 0 && because === 'a plain question' && words > 25) because = 'a long request'
  return { score: Math.max(0, Math.min(1, score)), because }
}
