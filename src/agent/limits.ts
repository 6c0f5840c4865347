import { acts, asks, isRemark, isRequest } from './fast-path/asking.ts'
import { phrase } from './fast-path/phrase.ts'
import { surfaceOf, type Utterance } from './fast-path/utterance.ts'
import { findWholeLimit } from './whole-limits.ts'

/** Something people ask of an assistant that SAM has no tool for. */
export interface Limit {
  /** Completes "I can't ... yet": "order food". */
  cannot: string
  /** All the words are known: nothing of the request is still to come. */
  whole?: true
}

interface LimitRule extends Limit {
  /** What it is about. */
  topic: RegExp
  /** What makes it a request and not a remark; the default is a verb in front or a question. */
  request?: RegExp
}

const rooms =
  'living room|bedroom|kitchen|bathroom|hallway|hall|office|dining room|garage|basement|attic|nursery|kids room|guest room|laundry room|balcony|patio|terrace|yard|pool|fridge|freezer|upstairs|downstairs|(?:first|second|ground) floor'
const measures = 'temperature|temp|humidity|air quality|light level|brightness|co2|carbon dioxide|power consumption'
/** Asked of such things in general, not of those in the house. */
const inGeneral = 'an?|ideal|best|right|normal|usual|recommended|safe|should'
const inNature =
  'sun|moon|earth|world|planet|ocean|sea|lake|river|water|air|day|week|month|night|city|town|area|atmosphere|universe|body|human'
const switched = 'lights?|lighting|lamps?|fans?|switch(?:es)?|plugs?|heating|heater|tv|telly|ac'
const colours = 'red|green|blue|white|yellow|orange|purple|pink'
const openings = 'doors?|gates?|garage|blinds?|curtains?|shutters?|shades?|valve'

const rules: LimitRule[] = [
  {
    cannot: 'change a running timer',
    topic: /\btimers?\b|\balarms?\b/,
    request:
      /\b(?:add|extend|increase|decrease|pause|resume|unpause|snooze|change|reduce|shorten|lengthen|restart|from|off|reset|push|move)\b/,
  },
  {
    // Of a thing with an article, not of a place: whatever it is called, it has a sensor.
    cannot: 'see what sensors in the house say',
    topic: new RegExp(
      `^ (?:what is|tell me|show me) the (?:${measures}) of (?:the|my) (?!(?:${inNature})(?: |$))\\S+(?: \\S+){0,2}$`,
    ),
    request: asks,
  },
  {
    cannot: 'control lights or other devices in the house',
    topic:
      /\b(?:lights?|lighting|lamps?|bulbs?|hue|thermostat|heating|heater|vacuum|roomba|hoover|mower|coffee|espresso|latte|kettle|dishwasher|washing machine|oven|plugs?|sockets?|wemo|blinds?|curtains?|shutters?|fans?|garage|front door|back door|doorbell|sprinklers?|air conditioning|ac|aircon|humidifier|tv|telly|television|smart home|disco|clean(?:ing|up)?|chandelier|fireplace|ecobee|valve|scene)\b/,
  },
  {
    cannot: 'control lights or other devices in the house',
    topic:
      /^ (?:set|change|turn|make|raise|lower|drop|boost|reduce|increase|decrease|hold|keep|nudge|bring|put|crank|whack|reset) (?:(?:up|down) )?(?:the )?(?:temperature|thermostat|heating|hot water|humidity)\b|\b(?:nest|homepod|sonos|spotlights?|air purifier|chromecast|led strip)\b/,
  },
  {
    cannot: 'see what sensors in the house say',
    topic: new RegExp(
      `^(?!.*\\b(?:${inGeneral})\\b).*\\b(?:(?:${measures}|how (?:warm|cold|hot|humid|bright))\\b.*\\b(?:${rooms})|(?:${rooms}) (?:${measures}))$|^ (?:is|are) (?:\\S+ ){0,4}(?:${openings})(?: \\S+){0,4} (?:open|closed|locked|unlocked|shut)$`,
    ),
    request: asks,
  },
  {
    // Said as short as a switch is pressed: "kitchen lights off", "bedroom to 50 percent".
    cannot: 'control lights or other devices in the house',
    topic: new RegExp(
      `^ (?:all )?(?:the |my )?(?:(?:${rooms}) )?(?:\\S+ )?(?:${switched}) (?:on|off|up|down|\\d+ percent)$|` +
        `^ (?:(?:set|change|make|turn) )?(?:the )?(?:${rooms}) (?:brightness )?to .*(?:percent|brightness|\\b(?:${colours}))$|` +
        `^ (?:set|change) (?:the )?(?:(?:${rooms}) )?temp |^ (?:illuminate|light up) |^ (?:start|stop|cancel) mowing\\b`,
    ),
    request: /^ (?!(?:i|you|he|she|we|they|it|this|that) )/,
  },
  {
    cannot: 'see what sensors in the house say',
    topic: new RegExp(
      `^ (?:are|is) (?:all|any)(?: of)?(?: the| my)? (?:(?:${rooms}) )?(?:${openings}|windows?|${switched}) (?:open|closed|locked|unlocked|shut|on|off)(?: (?:in|on) the (?:${rooms}))?$|` +
        `^ (?:how many|which) (?:(?:${rooms}) (?:${openings}|windows)|${switched}|${openings}) are (?:open|closed|locked|unlocked|on|off)(?: (?:in|on) the (?:${rooms}))?$`,
    ),
    request: asks,
  },
  {
    cannot: 'tell how loud it is',
    topic: /^ (?:what is|how (?:loud|high) is) (?:it|the (?:(?:current )?volume|sound)(?: level)?)$/,
    request: asks,
  },
  { cannot: 'order a car or a taxi', topic: /\b(?:taxi|taxis|uber|lyft|cab|ride|chauffeur)\b/ },
  {
    cannot: 'book or buy anything',
    topic:
      /\b(?:tickets?|hotel|hotels|flight|flights|reservation|reservations|table for|book (?:a|me|my|the)|purchase|buy|rental car)\b/,
  },
  {
    cannot: 'order food',
    topic:
      /\b(?:order|takeaway|takeout|take out|take away|delivery|deliver|delivers|delivered|pizza|domino'?s|dominoes|carry out|menu|to go)\b/,
  },
  {
    cannot: 'use social networks',
    topic:
      /\b(?:tweet|tweets|twitter|facebook|instagram|tumblr|snapchat|tiktok|linkedin|post|social media|followers?|hashtag)\b/,
  },
  {
    cannot: 'send messages or make calls',
    topic:
      /\b(?:sms|voicemails?|whatsapp|telegram|slack message)\b|^ (?:text|message|call|dial|phone|ring) |\b(?:send|write|leave) (?:a |an |the )?(?:text|message|sms)\b|^ (?:tell (?:my \w+|him|her|them)|let (?!me |us |it |that )(?:my )?\w+ know) |^ (?:answer|decline) (?:the|my|that|this|incoming)\b/,
  },
  {
    cannot: 'change contacts',
    topic: /\bcontacts?\b/,
    request: /^ (?:delete|remove|update|edit|block)\b/,
  },
  {
    cannot: 'look up prices and rates',
    topic:
      /\b(?:stocks?|shares|exchange rates?|currency|dow jones|nasdaq|trading at|bitcoin|stock market|exchange|conversion rate)\b/,
    request: asks,
  },
  {
    cannot: 'look up traffic and routes',
    topic:
      /\b(?:traffic|directions|route|navigate|commute|train times?|bus times?|next (?:train|bus)|trains? (?:to|from|leave|leaves|for)|how far is|my location|get to)\b/,
  },
  {
    cannot: 'look up places and events near you',
    topic:
      /\b(?:near me|nearby|near by|near here|around (?:me|here)|close by|closest|nearest|in my area|restaurants?|bars?|pubs?|shops?|stores?|cinemas?|theat(?:re|er)s?|movies? (?:are )?playing|showtimes?|concerts?|open now)\b/,
  },
  {
    cannot: 'change playlists or favourites',
    topic:
      /\b(?:playlists?|shuffle|repeat|loop|queue|favou?rites?|lyrics|rate (?:this|the)|like this (?:song|track)|save (?:this|that|the) (?:song|track|album|current)|(?:this|that|the) song)\b/,
    request: acts,
  },
  {
    cannot: 'play anything elsewhere than on this computer',
    topic: new RegExp(`^ (?:play|put on|stream) .* (?:in|on) (?:the |my |our )?(?:${rooms}|garden|phone|car|stereo)$`),
  },
  { cannot: 'change that on the screen', topic: /\b(?:night shift|screen ?saver|wallpaper|resolution|true tone)\b/ },
  { cannot: 'arrange windows in that way', topic: /\b(?:split view|mission control|stage manager)\b/ },
  {
    cannot: 'change that setting',
    topic: /\b(?:airplane mode|hotspot|vpn|airdrop|time zone|keyboard|volume limit)\b/,
  },
  { cannot: 'record the screen', topic: /\b(?:screen recording|record (?:the|my) screen)\b/ },
  {
    cannot: 'do that with files',
    topic: /\b(?:files?|folders?|documents?|downloads|desktop)\b/,
    request: /^ (?:zip|unzip|compress|clean|print|share|upload|back)\b/,
  },
  {
    cannot: 'change how fast or in which voice I speak',
    topic:
      /\b(?:your (?:voice|speech|accent)|speak (?:slower|faster|more (?:slowly|quickly))|talk (?:slower|faster)|slow down|speed up|whisper|accent)\b/,
  },
]

const doThat = 'do that'

/** Imperatives whose object SAM does not know: there is nothing to answer, only something to do. */
const bareAction = [
  '(turn|switch|power) (on|off) {what}',
  '(turn|switch|power) {what} (on|off)',
  '(open|launch|close|quit|start|run|exit|kill|force quit|hide|relaunch|zoom|scroll|click|tap|scan|eject|connect|disconnect|pair|sync) {what}',
  '(set|change|move|save|add|feed|water|fix) (my|the|this|that|these|those) {what}',
  '(save|move|fix|scan) (this|that|it)',
  '(delete|remove|send|buy|order|book|reserve|call|text|pay|transfer|print|download|install|uninstall|upload|share|record|lock|unlock|restart|reboot|rename|copy|paste|subscribe|unsubscribe|hire|charge|deactivate|activate|enable|disable|freeze|block|sign|log) {what}',
].map((template) => phrase(template))

/** In more words than this an order to do something comes with a question. */
const longestAction = 14

/** Verbs of writing and explaining: these are answered, not acted out. */
const answerable =
  /^ (?:write|explain|describe|tell me (?:a|about|how|why|something)|define|summari[sz]e|translate|compare|suggest|recommend|what is (?:a|an|the (?:meaning|definition|difference))|how (?:do|does|can|to|would|should) |why|imagine|pretend|act as|create a (?:poem|story|list of)|generate|spell|who (?:is|was|are|were|wrote|invented|made))/

/** True when the words say no more than that something is to be done. */
export function isUnspecific(limit: Limit): boolean {
  return limit.cannot === doThat || limit.cannot.startsWith('open ')
}

/** Knows requests that need a tool SAM does not have. Undefined: nothing speaks against answering. */
export function findLimit(bare: Utterance): Limit | undefined {
  const { line } = bare
  if (bare.tokens.length === 0 || bare.tokens.length > 40 || answerable.test(line)) return undefined
  const whole = findWholeLimit(line)
  if (whole !== undefined) return whole
  const requesting = isRequest(bare) && !isRemark(bare)
  for (const rule of rules) {
    if (!rule.topic.test(line)) continue
    if (rule.request === undefined ? requesting : rule.request.test(line)) return { cannot: rule.cannot }
  }
  const unknown = /^ (?:open|launch)((?: (?!is |are |with |and |it$|that$|this$)\S+){1,3})$/.exec(line)?.[1]
  // Says what was understood, so that a name heard wrongly is noticed.
  if (unknown !== undefined) return { cannot: `open ${surfaceOf(bare, unknown)}` }
  if (bare.tokens.length > longestAction) return undefined
  return bareAction.some((action) => action.match(line) !== null) ? { cannot: doThat } : undefined
}
