import { phrase } from './fast-path/phrase.ts'

const the = '[(the|my|this|that|these|those|all|all the|all my|a|an)]'
const room =
  '(living room|lounge|bedroom|kitchen|bathroom|hallway|hall|office|study|dining room|garage|basement|attic|nursery|landing|porch|garden|conservatory|balcony|patio|terrace|kids room|guest room|utility room|playroom)'
const light = '(light|lights|lamp|lamps|bulb|bulbs)'
const switched = `(${light}|fan|fans|heating|heater|plug|socket|tv|telly|television|kettle|oven|dishwasher|washing machine|tumble dryer|coffee machine|air conditioning|ac|dehumidifier|humidifier|sprinkler|sprinklers|christmas tree)`
const kind = '[(desk|bedside|reading|ceiling|floor|table|front|back|outside|main|big|little|porch|landing|stair|night)]'
const opening =
  '(blind|blinds|curtain|curtains|shutter|shutters|door|gate|garage|garage door|front door|back door|side gate)'
const call =
  '(call|calls|facetime|meeting|standup|stand up|huddle|voice channel|conference|conference call|group call|video call)'
const part =
  '(paragraph|sentence|word|line|row|rows|column|columns|cell|cells|heading|headings|title|text|picture|photo|image|logo|layer|layers|border|corners|edges|background|shape|shapes|box|boxes|table|slide|formula|bullet|bullets|quote|list|list items|selection|page number|page numbers|page break|footnote|header|footer|chart|clip|track|scan|portrait|diagram|font|margins|axis|legend)'
const edited = `(it|this|that|them|these|those|(${the} [(first|second|third|last|top|bottom|left|right|next|previous|whole)] ${part}))`

/** What SAM cannot do, in words that are known to the last: whoever says them is done speaking, but after words that fill a `{part}` at the end. */
const templates: [cannot: string, wordings: string[]][] = [
  [
    'control lights or other devices in the house',
    [
      `(turn|switch|put) (on|off) ${the} [${room}] ${kind} ${switched} [in ${the} ${room}]`,
      `(turn|switch|put) ${the} [${room}] ${kind} ${switched} [in ${the} ${room}] (on|off|up|down)`,
      `(turn|switch) (up|down) ${the} [${room}] ${switched}`,
      `[all] ${the} [${room}] ${kind} ${switched} (on|off) [in ${the} ${room}]`,
      `(start|stop|run) ${the} (vacuum|robot vacuum|hoover|roomba|mower|dishwasher|washing machine|tumble dryer|coffee machine|sprinkler|sprinklers)`,
      `(open|close|shut|raise|lower|draw|lock|unlock) ${the} [${room}] ${opening} [in ${the} ${room}]`,
      `(open|close|shut|lock|unlock) ${the} ${room} (window|windows)`,
      `(dim|brighten) ${the} [${room}] ${kind} (${light}|${room}) [a (bit|little|touch)]`,
      '(dim|brighten) (everything|the room|the house)',
      '(arm|disarm|set) the [(burglar|house|security|fire)] (alarm system|alarm|sensors)',
      'preheat the oven [to {degrees}]',
      '(boil|put on) the kettle',
      'put the kettle on',
    ],
  ],
  [
    'answer, join or end calls and meetings',
    [
      'hang up [(on (him|her|them|it|that)|the phone|the call)]',
      'redial [(it|that|the last number|that last one|that number)]',
      `(end|leave|join|accept|drop|hold|take|pick up|merge|transfer|start|mute|unmute|step into|get off|reject) ${the} [(teams|zoom|video|group|work)] ${call}`,
      `decline ${the} meeting`,
      '(accept|start) facetime',
      'decline [the] call',
      '(raise|lower|put down) my hand',
      '(mute|unmute) (everyone|everybody|all)',
      'put (him|her|them|it|the call) on (hold|speaker|speakerphone)',
    ],
  ],
  [
    'mute one thing alone',
    [
      `(mute|unmute) ${the} [(noisy|group|accounts|other|team)] (tab|tabs|group|chat|conversation|channel|thread|person|contact) [(for|until|till|while) {time}]`,
      '(mute|unmute) (zoom|teams|slack|discord|whatsapp)',
      '(silence|quiet|mute) (my phone|the phone|my ringer|the doorbell|the group chat|unknown callers)',
    ],
  ],
  [
    'change that on the screen',
    [
      `(hide|show|unhide|reveal|toggle|move|expand|collapse) ${the} (dock|menu bar|menubar|sidebar|side bar|toolbar|tool bar|desktop icons|icons|hidden files|ruler|rulers|gridlines|grid|guides|captions|subtitles|line numbers|notification centre|notification center|control centre|control center)`,
      '(rotate|mirror|flip|share|invert|cast) [(the|my)] (screen|display|monitor|colours|colors)',
      '(invert|adjust|reduce) [the] (colours|colors|colour temperature|color temperature|motion|transparency|contrast)',
      '(turn up|turn down|increase|reduce) the contrast',
      'make the (cursor|pointer|mouse|mouse pointer) (bigger|larger|smaller)',
      '(enlarge|shrink) the (cursor|pointer|mouse)',
    ],
  ],
  [
    'arrange windows in that way',
    [
      `(cycle|stack|cascade|tile|arrange|tidy|group|swap) [(through|up)] ${the} [(two|open)] (windows|apps|panes|desktops|spaces|monitors)`,
      'split the screen',
      `(keep|float|put|pin) ${the} (window|app|application) on top`,
      'switch (desktops|spaces|desktop)',
    ],
  ],
  [
    'close everything at once',
    [
      `(quit|close|exit|shut|shut down) (everything|all|the lot|everything else|all [of] [(the|my|these)] [open] (apps|applications|programs|windows|tabs)|every (app|application|window|tab)|(the|my) other (apps|tabs|windows))`,
      'shut everything down',
    ],
  ],
  ['close a single window', ['(close|shut) [(the|this|that|my)] [(current|front)] window']],
  [
    'jump to another place in what plays',
    [
      '(rewind|fast forward|skip|jump|go|wind|seek) [(back|ahead|forward|on)] [by] {time} (seconds|minutes|second|minute)',
      '(rewind|fast forward|skip|jump) [(back|ahead|forward|on)] [(a (bit|little)|to (the|this) (chorus|verse|solo|guitar solo|intro|bridge|next chapter|end))]',
      'skip (the|this|that) (ad|ads|advert|adverts|intro|commercials|recap|chorus)',
      '(slow down|speed up|slow) (the|this) (playback|podcast|audiobook|video|song) [(down|up|to normal speed)]',
    ],
  ],
  [
    'manage what is being printed, downloaded or uploaded',
    [
      `(cancel|pause|stop|resume|restart|retry|clear|delete|drain|abort) ${the} (print job|print jobs|print queue|printing|download|downloads|upload|uploads|backup|export|render|sync|update|transfer)`,
    ],
  ],
  [
    'clear that',
    [
      `(clear|dismiss|close|hide) ${the} (notification|notifications|alert|alerts|banner|banners|pop up|popup|popups)`,
      `(clear|empty|delete|erase) ${the} (clipboard|history|browsing history|search history|cookies|cache|browser history)`,
    ],
  ],
  [
    'update or install software',
    [
      '(check for|install) [(the|any|all)] [(latest|new|software|system)] (updates|update|macos)',
      '(update|upgrade) [(the|my|this|all|all my)] (mac|computer|macos|system|software|apps|safari|chrome|homebrew)',
    ],
  ],
  ['choose a Wi-Fi', ['(join|connect to|forget|leave) [(the|my|this)] [{name}] (wifi|network|wifi network|hotspot)']],
  [
    'connect or pair devices',
    [
      '(pair|unpair|connect|connect to|disconnect|reconnect) (my|the|this) [(bluetooth|old|new)] (headphones|headset|airpods|earbuds|speaker|speakers|keyboard|mouse|controller|hearing aids|soundbar|printer|projector)',
    ],
  ],
  [
    'open private windows',
    ['(go incognito|switch to private browsing|(open|start) a [new] (private|incognito) (window|tab))'],
  ],
  ['change bookmarks', ['bookmark (this|that|it|[(this|the|that)] (page|tab|site|website|recipe|article))']],
  [
    'do that with files',
    [
      '(zip|unzip|compress|encrypt|convert|export) (this|that|it|them|[(the|these|this|those|that|my)] [selected] (file|files|folder|folders|photos|pictures|video|videos|pdf|document|download|downloads|attachment)) [(up|to {format}|as {format}|into {format})]',
    ],
  ],
  [
    'find lost devices',
    ['(find|locate|ping|ring|track) my (phone|iphone|airpods|watch|ipad|keys|wallet|tablet|earbuds)'],
  ],
  [
    'use the camera',
    [
      '(take|snap) [me] (a|another) (selfie|photo|picture of me|photo of me|picture of us|picture with the webcam)',
      '(turn on|turn off|switch|switch on|switch off|start|stop|flip) [(the|my)] (camera|cameras|webcam)',
      'turn (my|the) (camera|webcam) (on|off)',
    ],
  ],
  [
    'click and type for you',
    [
      '(click|double click|right click|tap|tick|untick|uncheck) [on] [(the|that|this)] {what}',
      '(double|right) click',
      '(press|hit|hold|hold down) [the] (enter|return|space|space bar|spacebar|tab|up arrow|down arrow|left arrow|right arrow|delete) [key]',
      '(press|hit|hold|hold down) [the] (shift|control|command|option|any) key',
      '(press|hit|hold|hold down) [the] (shift|control|command|option) {what}',
      '(fill in|submit|complete) (the|this|that|my) form',
      'autofill [(the|my)] {what}',
    ],
  ],
  [
    'edit what is in a document',
    [
      `(bold|italicize|italicise|underline|indent|outdent|highlight|capitalize|capitalise|strike through|bullet|align|crop|rotate|flip|resize|flatten|ungroup|straighten|sharpen|blur|recolour|recolor|insert|widen|thicken|swap|distribute|transpose|mask|trim|splice|merge|unmerge|freeze|unfreeze) ${edited} [(left|right|centre|center|here|above|below)]`,
      'make (it|this|that|this text|the text|the heading|the title) (bold|italic|underlined|red|blue|green|capitals|upper case|lower case)',
      `insert [(a|an|the)] [(new|page|table|row|column)] (break|row|column|picture|image|table|chart|link|comment|page break|slide) [(above|below|here)]`,
      '(new|start a new) (paragraph|line|bullet|row)',
      `(delete|remove|cut|shorten|move) ${the} (first|second|third|last|next|previous|top|bottom) (paragraph|sentence|word|row|column|slide|bullet)`,
      '(find and replace|check my spelling|check spelling|spell check this|spell check)',
      'sort (it|this|these|them|names|the names|these files|the list|the column) [(by (date|name|size|date modified)|alphabetically)]',
      'sort by (date|name|size|kind|date modified|price)',
    ],
  ],
  [
    'file or mark mail and messages',
    [
      `(junk|bury|archive|flag|unflag|star|unstar|snooze|pin|unpin|label|unsend|mute) ${the} [(last|old|long)] (email|emails|mail|message|messages|email chain|thread|newsletter|newsletters|chat|conversation) [(until|till) {time}]`,
      'mark (it|this|that|them|all|these|everything) as (read|unread|spam|junk|urgent|done)',
      'mark (it|this) (read|unread)',
      `(empty|clear) ${the} (spam|junk|spam folder|junk folder|inbox)`,
      '(report|block) (spam|this sender|that number|this number)',
      '(react|respond|reply) with a (heart|thumbs up|thumbs down|smiley)',
    ],
  ],
  [
    'change a running timer',
    [
      `(pause|resume|hold|restart|reset|stop and restart) ${the} [{timer}] timer`,
      "skip (the next|tomorrow's|the|my next) alarm",
    ],
  ],
]

const compiled = templates.map(([cannot, wordings]) => ({
  cannot,
  wordings: wordings.map(phrase),
}))
/** More words than these say more than one such thing. */
const mostWords = 10

/** Whether it ends in words that are taken as they come. */
function endsOpen(match: RegExpExecArray): boolean {
  return Object.values(match.groups ?? {}).some((words) => words !== undefined && match[0].endsWith(words))
}

/**
 * What SAM cannot do of it, where the words are known.
 * @param line the words of the request, each with a space before it, without courtesies
 * @returns `cannot` completes "I can't ... yet"; `whole` when nothing of the request can be still to come
 */
export function findWholeLimit(line: string): { cannot: string; whole?: true } | undefined {
  if (line.split(' ').length - 1 > mostWords) return undefined
  for (const { cannot, wordings } of compiled) {
    const found = wordings.map((wording) => wording.match(line)).filter((match) => match !== null)
    if (found.length > 0) return { cannot, ...(found.some((match) => !endsOpen(match)) ? { whole: true } : {}) }
  }
  return undefined
}
