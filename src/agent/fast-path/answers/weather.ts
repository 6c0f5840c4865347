import type { Slots } from '../../../core/events.ts'
import { isGeneral } from '../asking.ts'
import type { Grammar, Scene } from '../grammar.ts'
import type { Utterance } from '../utterance.ts'
import { surfaceOfTokens, takeDays } from '../when.ts'

/** Words of nothing but the weather. */
const plain =
  /\b(?:weather|weather's|forecast|forecasts|humidity|humid|raining|rainy|rains?|rainfall|snowing|snowy|snows?|snowfall|sunny|windy|umbrella|umbrellas|brolly|overcast|fog|foggy|cloudy|clouds|chilly|drizzle|drizzling|hail|sleet|thunder|thunderstorms?|lightning|storms?|stormy|rain ?coat|wind speed|wind chill|uv index|rained|air quality|pollen|sunset|sunrise|sunshine|muggy|freezing|blizzard|precipitation|heat ?wave|barometric)\b/
/** Weather only in a question about outside or a day. */
const felt =
  /^ how (?:hot|cold|warm|cool|wet|humid|windy|chilly|freezing) (?:is|was|will) it(?: be)?(?= |$)|^ (?:current |outside |outdoor )?(?:temperature|climate)$/
const dressing =
  /^ (?:should|do|can|will|would|must) (?:i|we) (?:need(?: to)?|wear|bring|take|dress|want|put on|be able to wear|carry|get away with)(?= ).*\b(?:jacket|coat|sweater|hoodie|gloves|shorts|scarf|hat|layers|boots|umbrella|sunglasses|sunscreen|sunblock|raincoat|parka|sandals|t shirt|warm(?:ly)?|wellies)\b/
const likely =
  /\b(?:temperature|temperatures|degrees|hot|cold|warm|cool|jacket|coat|sweater|sunglasses|sunscreen|sunblock|gloves|shorts|scarf|hat|boots|outside|outdoors|wet|dry|celsius|fahrenheit|climate|nice|wind|sun|high|low|dress|wear|bring)\b/
const outside =
  /\b(?:outside|outdoors|out there|out today|today|tomorrow|tonight|weekend|week|morning|afternoon|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday|right now|current|currently|now|here)\b/
/** Other things are warm and cold too, and other things are set. */
const elsewhere =
  /\b(?:oven|room|thermostat|house|home temperature|inside|living room|bedroom|kitchen|fridge|freezer|body|water|boil|boiling|cook|coffee|tea|shower|pool|heater|heating|cpu|processor|computer|mac|laptop|engine|sauce|meat|chicken|turkey|fan|lights?|lamps?|brain|hurricane katrina|song|songs|play|music|band|album|movie|film|book|purple rain|let it go|singin|angle|triangle|college|celsius in fahrenheit|fahrenheit (?:to|in)|celsius to|convert|emails?|calendar|meeting|list|remind|reminder|alarm|timer|news|rates?|correlation|nasdaq|died|killed|how many people|forests?|disney|amusement|when it storms|lightning cable|lightning port)\b/
const asksFor =
  /^ (?:what|what's|whats|how|how's|is|are|am|will|would|do|does|did|should|can|could|any|tell|show|give|get|check|read|find|look|let|know|when|which|where|has|have|need|i|the|current|today's|tomorrow's|forecast|weather|report|display|provide|update|please|going|chance|chances|be|say|see|in)(?= |$)/
const orders =
  /^ (?:set|turn|change|increase|decrease|lower|raise|make|adjust|put|open|play|add|create|remind|book|order|buy|send|write)(?= )/
const remark =
  /^ (?:i (?:like|love|hate|enjoy|got|was|had|am|think|practice|practise|played|spent|went|could)|it (?:is|was|rained|looks)(?! (?:going to|supposed|gonna))|the (?:rain|weather|snow|sun) (?:is|was|has|made|feels))\b/

const notPlace =
  /^(?:the )?(?:morning|afternoon|evening|night|day|week|month|year|weekend|moment|future|area|next|outside|here|my area|my location|my city|this area|today|tomorrow|tonight|now|right now|celsius|fahrenheit|forecast|general|me|rest|details?|advance|house|beach|walk|run|picnic|game|trip|party|work|school|outing|commute|hike|ride|drive|degrees?|current location|neighborhood|neighbourhood|town|location|sky)\b/

/** "in Paris", "for new york city", "Boston weather". */
function placeOf(rest: Utterance): Slots {
  const found =
    / (?:in|at|for|near|around|over) ((?:the )?\S+(?: \S+){0,3}?)(?: (?:right now|now|today|like|be like|going to be|currently|please|at|in|on|this|next|for)\b.*)?$/.exec(
      rest.line,
    )
  const before =
    found === null
      ? /^ (?:(?:what|how|whats|what's|tell|show|give|get|check|me|is|the|about) )*((?!the\b|what\b|is\b|show\b|tell\b|give\b|get\b|check\b|how\b|me\b|about\b|current\b|local\b|weather\b|latest\b|forecast\b|rain|snow|hot|cold|any\b|extended\b|sunset|sunrise|today|tomorrow|weekly\b|daily\b|hourly\b|my\b|detailed\b)\S+(?: \S+)?) (?:weather|forecast|temperature)$/.exec(
          rest.line,
        )
      : null
  const words = (found ?? before)?.[1]
  if (
    words === undefined ||
    notPlace.test(words) ||
    /\b(?:weather|forecast|temperature|like|going|should|will|need|is|me|about|what|how)\b/.test(words)
  )
    return {}
  const count = words.split(' ').length
  for (let at = 0; at + count <= rest.tokens.length; at++) {
    const run = rest.tokens.slice(at, at + count)
    if (run.map((token) => token.word).join(' ') === words) return { place: surfaceOfTokens(rest.original, run) }
  }
  return {}
}

/** The day and the place that a question about the weather names. */
export function weatherSlots(utterance: Utterance, scene: Scene): Slots {
  const { rest, slots } = takeDays(utterance, scene.context.now)
  return { ...slots, ...placeOf(rest) }
}

/** "will it rain on friday", "do I need a jacket", "temperature in Oslo". */
export const weatherGrammar: Grammar = {
  name: 'weather',
  read(utterance, scene) {
    const { line, tokens } = utterance
    if (tokens.length > 20 || elsewhere.test(line) || orders.test(line) || isGeneral(utterance) || remark.test(line))
      return undefined
    const sure = plain.test(line) || felt.test(line) || dressing.test(line)
    if (!sure && !(likely.test(line) && outside.test(line))) return undefined
    const asked =
      asksFor.test(line) ||
      (sure && tokens.length <= 7 && !/^ (?:i|you|we|the|my|he|she|they|it|that|this)\b/.test(line)) ||
      (sure && tokens.length <= 5) ||
      / is not it$/.test(line) ||
      (tokens.length <= 3 && /\b(?:temperature|climate)\b/.test(line))
    if (!asked) return undefined
    // "what is nice to do today": what is liked is not the weather
    if (
      !sure &&
      /\b(?:nice|high|low|cool|hot|dry|dress|wear|bring|warm|cold|wet)\b/.test(line) &&
      !/\b(?:it|outside|outdoors|temperature|jacket|coat|sweater|boots|gloves|shorts|scarf|hat|sunblock|sunglasses|sunscreen|degrees|weather|out)\b/.test(
        line,
      )
    )
      return undefined
    if (
      !sure &&
      /\b(?:do|eat|watch|buy|news|topic|stock|price|hot dog|hot topics?)\b(?! i need)/.test(line) &&
      !/\b(?:outside|temperature|degrees|jacket|coat)\b/.test(line)
    )
      return undefined
    return { intent: 'weather.now', slots: weatherSlots(utterance, scene), confidence: sure ? 0.88 : 0.8, open: true }
  },
}
