import type { Slots } from '../../../core/events.ts'
import { isGeneral } from '../asking.ts'
import type { Grammar } from '../grammar.ts'
import type { Utterance } from '../utterance.ts'
import { surfaceOfTokens } from '../when.ts'

const plain =
  /\b(?:news|headlines?|newspapers?|breaking|top stories|top story|current events|current affairs|news feed|newscast|bulletin)\b/
const happening =
  /\b(?:what|what's|anything|whats)\b.*\b(?:happening|happened|going on|new|latest)\b.*\b(?:world|politics|country|sports?|washington|europe|china|syria|russia|election|government|economy|congress|white house|stock market|business)\b|\bwhat (?:is|are) the latest (?:on|about|with|in|from|articles|updates|stories)\b|^ (?:update me|get me up to date|keep me posted|fill me in|give me an update|any updates?|updates?|what is new|what is the latest update) (?:on|with|about|in|from) (?!my\b|blank)|\blatest (?:updates?|articles?|stories|story) (?:on|about|from|in)\b|^ (?:what|anything) (?:is )?(?:happened|happening) (?:today|in the world|around the world)\b/
const asksFor =
  /^ (?:what|what's|whats|how|is|are|was|were|any|anything|tell|show|give|get|check|read|find|look|let|know|which|where|has|have|did|do|i|the|current|today's|report|display|provide|update|please|latest|local|world|international|pull|bring|send|open|search|inform|notify|catch|fetch|list|recent|top|who|hear|see|play|news|headlines|go|fill|turn|describe|breaking|keep|follow|put|describe|want|need|explore)(?= |$)/
const elsewhere =
  /\b(?:(?:good|bad|great|amazing|cool|awesome|wonderful|exciting|sad|fantastic|incredible|lovely|big|terrible|happy) news|facebook|twitter|instagram|social media|feed from|remind|reminder|calendar|emails?|list|alarm|news (?:app|application|station|radio|channel|podcast)|radio|podcast|new orleans|newsletter|subscribe|subscription|price of|delivery|fake news|huffington post website|notify me|notifications?|flight|website)\b/

const aboutTopic =
  / (?:about|on|regarding|concerning|of|in|with) ((?:the )?\S+(?: \S+){0,4}?)(?: (?:today|right now|now|please|this (?:morning|week|evening)|tonight|for the day|currently))?$/
const source = / (?:from|by|at) ((?:the )?\S+(?: \S+){0,3}?)(?: (?:today|right now|now|please))?$/
const kindBefore =
  / (?:the|some|any|me|latest|current|recent|today's|of|is|are|new|what|top|get|read|give|show|play|tell|see|hear)? ?((?:(?!the\b|some\b|any\b|me\b|latest\b|current\b|recent\b|today\b|new\b|top\b|is\b|read\b|give\b|show\b|get\b|tell\b|hear\b|see\b|play\b|what\b|of\b|important\b|good\b|more\b|a\b|my\b|are\b|there\b|please\b|interesting\b|main\b|morning\b|evening\b|for\b|breaking\b|today's\b|current\b|how\b|has\b|are\b|in\b|from\b|and\b|other\b|this\b|all\b|check\b|find\b|open\b|pull\b|up\b|bring\b|daily\b|out\b)\S+ )?(?:(?!the\b|some\b|any\b|me\b|latest\b|current\b|recent\b|today\b|new\b|top\b|is\b|read\b|give\b|show\b|get\b|tell\b|hear\b|see\b|play\b|what\b|of\b|important\b|good\b|more\b|a\b|my\b|are\b|there\b|please\b|interesting\b|main\b|morning\b|evening\b|for\b|breaking\b|today's\b|how\b|has\b|in\b|from\b|and\b|other\b|this\b|all\b|check\b|find\b|open\b|pull\b|up\b|bring\b|daily\b|out\b)\S+)) (?:news|headlines)(?: |$)/
const noTopic =
  /^(?:the )?(?:world|news|day|headlines?|morning|today|moment|week|paper|newspaper|events?|latest)$|\b(?:news|headlines|happening|is|are|what)\b/

/** What the news are to be about: "about the election", "sports news", "from the BBC". */
export function newsSlots(utterance: Utterance): Slots {
  const words = (aboutTopic.exec(utterance.line) ??
    kindBefore.exec(utterance.line) ??
    source.exec(utterance.line))?.[1]?.trim()
  if (words === undefined || noTopic.test(words)) return {}
  const count = words.split(' ').length
  for (let at = utterance.tokens.length - count; at >= 0; at--) {
    const run = utterance.tokens.slice(at, at + count)
    if (run.map((token) => token.word).join(' ') === words) return { query: surfaceOfTokens(utterance.original, run) }
  }
  return {}
}

/** "what's in the news", "read me the headlines", "latest on the election". */
export const newsGrammar: Grammar = {
  name: 'news',
  read(utterance) {
    const { line, tokens } = utterance
    if (tokens.length > 20 || elsewhere.test(line) || isGeneral(utterance)) return undefined
    const sure = plain.test(line)
    if (!sure && !happening.test(line)) return undefined
    if (!asksFor.test(line) && !(sure && tokens.length <= 4)) return undefined
    if (
      /^ i (?:read|saw|heard|watched|like|love|hate)\b|^ (?:the|this|that) (?:news|headline)s? (?:is|was|are|makes?)\b/.test(
        line,
      )
    )
      return undefined
    return { intent: 'news.headlines', slots: newsSlots(utterance), confidence: sure ? 0.88 : 0.8, open: true }
  },
}
