import { type Captures, type Grammar, pattern, readPatterns, type Scene, type SlotReading } from './grammar.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

/** Surer than this of the name, an application is meant whatever the verb. */
const sureName = 0.85
/** A name that an application only resembles needs a plain "open". */
const likelyName = 0.7

/** An application that is named anywhere in a request, as it is named and not as it might be. */
export function applicationIn({ tokens }: Utterance, scene: Scene): { name: string; said: string } | undefined {
  for (let length = 3; length > 0; length--) {
    for (let at = 0; at + length <= tokens.length; at++) {
      const said = tokens
        .slice(at, at + length)
        .map(({ word }) => word)
        .join(' ')
      const found = scene.applications.resolve(said)
      if (found !== undefined && found.confidence >= 0.99) return { name: found.name, said }
    }
  }
  return undefined
}

/** Applications named for what is in them: "give me the news" asks for the news, "open news" for the application. */
export const content =
  /^(?:(?:the|my|some|me|our) )*(?:e?mails?|news|weather|music|photos?|messages?|calendar|reminders?|notes?|contacts?|stocks?|maps?|books?|podcasts?|home|tv|clock|numbers?|pages?|preview|tips|dictionary|word|screenshots?|code|signal|settings|time machine)$/

const trimmed = (captured: string | undefined) => (captured ?? '').trim()

/** The canonical name, trying what was said and then without "my", "the", "new". */
export function resolveApplication(said: string, scene: Scene): { name: string; confidence: number } | undefined {
  const plain = said.replace(/^(?:the|my|a|an|up|that|our) (?=.)/, '')
  const whole = scene.applications.resolve(said)
  const bare = plain === said ? undefined : scene.applications.resolve(plain)
  if (whole === undefined) return bare
  return bare !== undefined && bare.confidence > whole.confidence ? bare : whole
}

function atLeast(minimum: number) {
  return (captures: Captures, _utterance: Utterance, scene: Scene): SlotReading | undefined => {
    const said = trimmed(captures['app'])
    const plain = said.replace(/ (?:again|now|back)$/, '')
    if (said.split(' ').length > 5 || ((minimum >= sureName || plain !== said) && content.test(plain))) return undefined
    const found = resolveApplication(said, scene)
    if (found === undefined || found.confidence < minimum) return undefined
    return { slots: { app: found.name }, confidence: found.confidence >= sureName ? 0.96 : 0.75 }
  }
}

/** "have notes up", "get me into mail": the words around it leave nothing but an application. */
function plainly(captures: Captures, _utterance: Utterance, scene: Scene): SlotReading | undefined {
  const found = resolveApplication(trimmed(captures['app']), scene)
  return found === undefined || found.confidence < 0.95 ? undefined : { app: found.name }
}

/** "WhatsApp, please": a name and a please. The name alone may be anything, and so may one that is also a thing: "numbers". */
function alone(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const said = trimmed(captures['app'])
  if (!/\bplease\b/i.test(utterance.original) || content.test(said) || said.split(' ').length > 3) return undefined
  const found = scene.applications.resolve(said)
  return found === undefined || found.confidence < 0.99 ? undefined : { app: found.name }
}

/** "the X app" says that X is an application, known or not. */
function named(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const said = trimmed(captures['app'])
  if (said.split(' ').length > 4 || /^(?:it|that|this|an|a|another|some|any|all|every|which|what|no)$/.test(said))
    return undefined
  const found = resolveApplication(said, scene)
  if (found !== undefined && found.confidence >= likelyName) return { slots: { app: found.name }, confidence: 0.97 }
  const surface = surfaceOf(utterance, said).replace(/^(?:the|my|a|an) /i, '')
  return { slots: { app: surface.replace(/(^| )\p{Ll}/gu, (letter) => letter.toUpperCase()) }, confidence: 0.7 }
}

/** "close it", "open it again": the application of the turn before. */
function last(_captures: Captures, _utterance: Utterance, scene: Scene): SlotReading | undefined {
  const { lastApp } = scene.context
  return lastApp === undefined ? { slots: {}, missing: 'app' } : { app: lastApp }
}

/** Only with something to refer to: "open it" alone may be a file. */
function lastIfKnown(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  return scene.context.lastApp === undefined ? undefined : last(captures, utterance, scene)
}

const games =
  'chess|checkers|solitaire|poker|pinball|tic tac toe|sudoku|tetris|minesweeper|snake|hearts|mahjong|go|backgammon|scrabble|hangman|trivia|blackjack|battleship'

function game(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const said = trimmed(captures['app']).replace(/^(?:a |some |the )?(?:nice |good |quick )?(?:game of |round of )?/, '')
  const found = resolveApplication(said, scene)
  if (found !== undefined && found.confidence >= sureName) return { slots: { app: found.name }, confidence: 0.8 }
  if (!new RegExp(`^(?:${games})$`).test(said)) return undefined
  return named({ app: said }, utterance, scene)
}

const application = '(app|application|program|software|game|application window)'
const again = '[(again|for me|now|up)]'

const patterns = [
  pattern(
    'apps.quit',
    '(close|quit|exit|end|kill|shut) [down] (it|that|this|that one|this one|them) [(again|app|application|program|down|up)]',
    { slots: last, confidence: 0.9 },
  ),
  pattern('apps.quit', '(close|quit|exit|shut down|shut) (the|this|that|current) [current] (app|application|program)', {
    slots: last,
    confidence: 0.9,
  }),
  pattern('apps.open', '(open|reopen|start|launch|bring back) (it|that|this) [back] (again|up again|back up|up)', {
    slots: lastIfKnown,
    confidence: 0.85,
  }),
  pattern('apps.open', '(reopen|relaunch) it', { slots: lastIfKnown, confidence: 0.85 }),
  pattern(
    'apps.quit',
    `(close|quit|exit|shut down|shut|terminate|close down|close out|close out of|get out of|get rid of|leave|turn off|stop|end|stop running|quit out of|exit out of) [(the|my|this|that)] {app} ${application}`,
    { slots: atLeast(likelyName) },
  ),
  pattern(
    'apps.quit',
    `(close|quit|exit|terminate|close down|close out of|shut down|quit out of|exit out of|stop running) [(the|my|this|that)] {app} [(completely|down|window|again|entirely)]`,
    { slots: atLeast(likelyName) },
  ),
  pattern('apps.quit', '(shut|turn|switch) {app} (down|off)', { slots: atLeast(sureName), confidence: 0.9 }),
  pattern(
    'apps.quit',
    '(end|stop|shut|kill|force quit|force close|turn off|switch off|get out of|get rid of|leave) [the|my] {app}',
    {
      slots: atLeast(0.95),
      confidence: 0.85,
    },
  ),
  pattern(
    'apps.open',
    `(open|open up|launch|start|start up|run|fire up|boot up|load|load up|bring up|pull up|switch to|switch over to|go to|show me|show|activate|reopen|get me|give me|use|execute|i want|need|want|i need) [(the|my|an|a)] {app} ${application} ${again}`,
    { slots: named },
  ),
  pattern(
    'apps.open',
    `(open|open up|launch|startup|start up|reopen|relaunch|fire up|boot up|opening|open the|open me) [(the|my|a|an)] [(app|application|program)] [(called|named)] {app} [(window|again|up|for me)]`,
    { slots: atLeast(likelyName) },
  ),
  // "app" may belong to the name: "open the app store"
  pattern('apps.open', '(open|launch|start) [(the|my)] {app}', { slots: atLeast(sureName) }),
  pattern('apps.open', '(have|get|put|bring) [(the|my)] {app} (up|open|opened|started|running|going)', {
    slots: plainly,
    confidence: 0.9,
  }),
  pattern('apps.open', '(get|bring|take) me (into|back to|over to) [(the|my)] {app}', { slots: plainly }),
  pattern('apps.open', '(bring|put|pull) [(the|my)] {app} (to the front|to the foreground|in front|forward)', {
    slots: plainly,
  }),
  pattern('apps.open', '(hop|jump|pop|head) (into|over to|on|back to) [(the|my)] {app}', { slots: plainly }),
  pattern('apps.open', '(put|get|bring|throw) [(the|my)] {app} (on|onto) [(the|my)] (screen|display|desktop)', {
    slots: plainly,
  }),
  pattern('apps.open', '(open|start) [a] new {app} window', { slots: atLeast(sureName), confidence: 0.85 }),
  pattern('apps.open', 'open {app} up', { slots: atLeast(likelyName) }),
  pattern(
    'apps.open',
    `(switch|switch over|change|jump|flip|swap|move|tab|go over|go back|switch back|return) to [(the|my)] {app} [(window|app)]`,
    { slots: atLeast(likelyName) },
  ),
  pattern(
    'apps.open',
    '(start|run|load|load up|bring up|pull up|go to|go into|take me to|show me|show|bring|get|get me|give me|use|activate|execute|put up|focus on|focus) [(the|my)] {app} [(to the front|on screen|on the screen|up|window)]',
    { slots: atLeast(sureName), confidence: 0.9 },
  ),
  pattern('apps.open', '(i need|i want|need|want) [(the|my)] {app} [open|opened]', {
    slots: atLeast(0.95),
    confidence: 0.75,
  }),
  pattern('apps.open', `play {app} (with|against) (me|you|us)`, { slots: game, confidence: 0.8 }),
  pattern('apps.open', `(play|start|open) (a|some|the) [nice|quick|good] (game|round) of {app} [with me]`, {
    slots: game,
    confidence: 0.8,
  }),
  pattern('apps.open', '(get|have|i want|want) {app} (open|opened|running|started|launched)', {
    slots: atLeast(sureName),
    confidence: 0.9,
  }),
  pattern('apps.open', '{app}', { slots: alone, confidence: 0.8 }),
]

/** Opening, switching to and ending applications. */
export const appsGrammar: Grammar = {
  name: 'apps',
  read: (utterance, scene) => readPatterns(patterns, utterance, scene),
}
