import { phrase } from './fast-path/phrase.ts'
import { surfaceOf, type Utterance } from './fast-path/utterance.ts'

/** Something people ask of an assistant that SAM has no tool for. */
export interface Limit {
  /** Completes "I can't ... yet": "order food". */
  cannot: string
}

interface LimitRule extends Limit {
  /** What it is about. */
  topic: RegExp
  /** What makes it a request and not a remark; the default is a verb in front or a question. */
  request?: RegExp
}

const asks =
  /^ (?:what|which|who|when|where|how|is|are|am|do|does|did|will|was|were|can|could|should|any|anything|tell|show|give|get|check|read|find|list|look|let|know|see|pull|bring|open|search|notify|inform|update|report|describe|display|has|have|fetch|provide|view|whats|next|latest|go)(?= )/
const acts =
  /^ (?:turn|switch|set|make|change|put|dim|brighten|start|stop|run|open|close|lock|unlock|activate|deactivate|power|increase|decrease|raise|lower|adjust|book|order|buy|get|call|request|reserve|purchase|find|send|write|reply|post|tweet|share|add|remove|delete|create|remind|schedule|cancel|move|rename|copy|empty|take|text|message|dial|ring|phone|play|shuffle|repeat|loop|like|save|rate|favou?rite|clean|vacuum|clear|cross|check|compose|forward|draft|update|mark|note|jot|append|include|erase|extend|pause|resume|snooze|restart|reboot|shut|log|sleep|hide|minimi[sz]e|maximi[sz]e|enable|disable|connect|disconnect|print|download|install|uninstall|record|confirm|i|we|need|want|give|bring|show|please|unmute|mute|drop|email|mail|answer|decline|reschedule|organi[sz]e|put|wipe|reset|edit|rearrange|prepare|brew|arrange|hail|new|light|lights|lighting|brew|pay|transfer|upload|submit|publish|contact|plan|warm|heat|cool|listen|keep|track|toggle|illuminate|reduce|dock|return|begin|all)(?= |$)/

const rules: LimitRule[] = [
  {
    cannot: 'change a running timer',
    topic: /\btimers?\b|\balarms?\b/,
    request:
      /\b(?:add|extend|increase|decrease|pause|resume|unpause|snooze|change|reduce|shorten|lengthen|restart|from|off|reset|push|move)\b/,
  },
  // before what is to be reminded of
  { cannot: 'keep reminders', topic: /\b(?:remind|reminds|reminder|reminders)\b/ },
  {
    cannot: 'control lights or other devices in the house',
    topic:
      /\b(?:lights?|lighting|lamps?|bulbs?|hue|thermostat|heating|heater|vacuum|roomba|hoover|mower|coffee|espresso|latte|kettle|dishwasher|washing machine|oven|plugs?|sockets?|wemo|blinds?|curtains?|shutters?|fans?|garage|front door|back door|doorbell|sprinklers?|air conditioning|ac|aircon|humidifier|tv|television|smart home|disco|clean(?:ing|up)?|chandelier|fireplace|ecobee|valve|scene)\b/,
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
  { cannot: 'read or send mail', topic: /\b(?:e?mails?|inbox|gmail|outlook message|unread)\b/ },
  {
    cannot: 'work with your calendar',
    topic: /\b(?:calendars?|meetings?|appointments?|agenda|events?|schedule|scheduled|schedules|invite)\b/,
  },
  {
    cannot: 'keep lists',
    topic:
      / (?:my|the|a|an|our|this|that|shopping|grocery|groceries|new|to do|todo|which|what|any|\w+'s) (?:\w+ ){0,2}lists?\b|\b(?:to ?do|shopping|grocery) list|^ (?:new )?lists?\b(?= (?:items|availables))/,
  },
  { cannot: 'keep notes', topic: /\bnotes?\b|\bnote down\b|\bwrite (?:this|that|it) down\b/ },
  {
    cannot: 'look up contacts',
    topic: /\b(?:contacts?|phone number|phone numbers|address book|email address|mobile number)\b/,
  },
  {
    cannot: 'send messages or make calls',
    topic:
      /\b(?:text|sms|message|messages|voicemails?|dial|phone|imessage|whatsapp|facetime)\b|^ call\b|^ (?:tell (?:my \w+|him|her|them)|let (?!me |us |it |that )(?:my )?\w+ know) |^ (?:answer|decline) (?:the|my|that|this|incoming)\b/,
  },
  {
    cannot: 'look up the weather',
    topic:
      /\b(?:weather|forecast|temperature|humidity|rain|raining|rainy|snow|snowing|snowy|sunny|windy|umbrella|storm|hot outside|cold outside|degrees|sunset|sunrise|celsius|fahrenheit|jacket|rain ?coat)\b/,
    request: asks,
  },
  {
    cannot: 'read the news',
    topic:
      /\b(?:news|headlines?|newspaper|breaking|top stories|latest (?:on|about|from)|what happened (?:today|yesterday|last night|this week))\b/,
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
    cannot: 'change playlists, favourites, shuffle or repeat',
    topic:
      /\b(?:playlists?|shuffle|repeat|loop|queue|favou?rites?|lyrics|rate (?:this|the)|like this (?:song|track)|save (?:this|that|the) (?:song|track|album|current)|(?:this|that|the) song)\b/,
    request: acts,
  },
  {
    cannot: 'change the screen',
    topic: /\b(?:brightness|brighter|dark mode|light mode|night shift|screen ?saver|wallpaper|resolution|true tone)\b/,
  },
  {
    cannot: 'arrange windows',
    topic: /\b(?:windows?|full ?screen|minimi[sz]e|maximi[sz]e|tabs?|split view|mission control)\b/,
  },
  {
    cannot: 'change system settings',
    topic:
      /\b(?:wi ?fi|bluetooth|airplane mode|do not disturb|focus mode|hotspot|vpn|airdrop|notifications?|time zone|keyboard|volume limit)\b/,
  },
  { cannot: 'take screenshots', topic: /\b(?:screenshot|screen shot|screen capture|record (?:the|my) screen)\b/ },
  {
    cannot: 'restart, lock or switch off the computer',
    topic:
      /\b(?:restart|reboot|shut ?down|log ?out|log me out|power (?:off|down)|lock (?:the|my|this)|sleep mode|hibernate)\b|(?:turn|switch) off (?:the |my |this )?(?:computer|mac|laptop|machine)/,
  },
  {
    cannot: 'move, rename or delete files',
    topic: /\b(?:files?|folders?|documents?|downloads|trash|desktop|bin)\b/,
    request:
      /^ (?:delete|remove|move|rename|copy|trash|empty|erase|create|make|zip|unzip|compress|duplicate|clean|new|print|share|upload|back)\b/,
  },
  { cannot: 'use the clipboard', topic: /\b(?:clipboard|copy (?:this|that|it)|paste)\b/ },
  {
    cannot: 'change how fast or in which voice I speak',
    topic:
      /\b(?:your (?:voice|speech|accent)|speak (?:slower|faster|more (?:slowly|quickly))|talk (?:slower|faster)|slow down|speed up|whisper|accent)\b/,
  },
]

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

/** Knows requests that need a tool SAM does not have. Undefined: nothing speaks against answering. */
export function findLimit(bare: Utterance): Limit | undefined {
  const { line } = bare
  if (bare.tokens.length === 0 || bare.tokens.length > 40 || answerable.test(line)) return undefined
  const requesting = asks.test(line) || acts.test(line)
  for (const rule of rules) {
    if (!rule.topic.test(line)) continue
    if (rule.request === undefined ? requesting : rule.request.test(line)) return { cannot: rule.cannot }
  }
  const unknown = /^ (?:open|launch)((?: (?!is |are |with |and |it$|that$|this$)\S+){1,3})$/.exec(line)?.[1]
  // Says what was understood, so that a name heard wrongly is noticed.
  if (unknown !== undefined) return { cannot: `open ${surfaceOf(bare, unknown)}` }
  if (bare.tokens.length > longestAction) return undefined
  return bareAction.some((action) => action.match(line) !== null) ? { cannot: 'do that' } : undefined
}
