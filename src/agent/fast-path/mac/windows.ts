import { resolveApplication } from '../apps.ts'
import { type Captures, type Grammar, pattern, readPatterns, type Scene, type SlotReading } from '../grammar.ts'
import type { Utterance } from '../utterance.ts'

/** Surer than this of the name, the application is meant and not a thing that sounds like it. */
const sureName = 0.85

const places: [RegExp, string][] = [
  [/top left|upper left|left top/, 'top-left'],
  [/top right|upper right|right top/, 'top-right'],
  [/bottom left|lower left|left bottom/, 'bottom-left'],
  [/bottom right|lower right|right bottom/, 'bottom-right'],
  [/left/, 'left'],
  [/right/, 'right'],
  [/top|upper/, 'top'],
  [/bottom|lower/, 'bottom'],
  [/cent(?:er|re)|middle/, 'center'],
  [/maximi[sz]ed?|whole|entire|fill|full/, 'maximized'],
]

const thisWindow =
  /^(?:(?:the|this|that|my|current|front|active|frontmost) ?)*(?:window|it|this|that|app|application|one)?$/

/** The application a window belongs to; {} for the one in front, undefined for something that is no window. */
function owner(captured: string | undefined, scene: Scene): { app?: string } | undefined {
  const said = (captured ?? '')
    .trim()
    .replace(/^(?:the|my|this|current) (?=.)/, '')
    .replace(/'s$| (?:window|app|application)$/, '')
    .replace(/'s$/, '')
  if (captured === undefined || thisWindow.test((captured ?? '').trim()) || said === 'window' || said === '') {
    const refers = /^(?:it|that)$/.test(said) ? scene.context.lastApp : undefined
    return refers === undefined ? {} : { app: refers }
  }
  const found = resolveApplication(said, scene)
  return found !== undefined && found.confidence >= sureName ? { app: found.name } : undefined
}

function placed(captures: Captures, _utterance: Utterance, scene: Scene): SlotReading | undefined {
  const app = owner(captures['app'], scene)
  const position = places.find(([words]) => words.test(captures['position'] ?? ''))?.[1]
  return app === undefined || position === undefined ? undefined : { position, ...app }
}

const fixed = (position: string) => (captures: Captures, _utterance: Utterance, scene: Scene) => {
  const app = owner(captures['app'], scene)
  return app === undefined ? undefined : { position, ...app }
}

const owned =
  (extra: Record<string, boolean> = {}) =>
  (captures: Captures, _utterance: Utterance, scene: Scene) => {
    const app = owner(captures['app'], scene)
    return app === undefined ? undefined : { ...app, ...extra }
  }

const side =
  '(left|right|top|bottom|upper|lower|center|centre|middle|top left|top right|bottom left|bottom right|upper left|upper right|lower left|lower right|left hand|right hand)'
const where = `[(side|half|corner|edge|part|third|quarter)]`

const things = '(windows|apps|applications|programs)'
const others = '([(the|my)] (others|other ones|other (windows|apps|applications|programs)))'
const thisOne =
  '(this|it|this one|this (window|app|application)|the (front|current|active) (one|window|app|application)|the one in front)'

const patterns = [
  pattern(
    'windows.full-screen',
    '(exit|leave|end|close|quit|get out of|turn off|stop|disable|come out of) [the] full screen [(mode|view)] [(in|for|on) {app}]',
    { slots: owned({ enabled: false }) },
  ),
  pattern(
    'windows.full-screen',
    '(make|take|put|set|turn|switch|open|bring|get|show) {app} [to|in|into|go] [a] full screen [mode]',
    { slots: owned() },
  ),
  pattern(
    'windows.full-screen',
    '[(go|enter|switch to|turn on|use|into|go to|go into|enable)] full screen [mode] [(for|in|on|with) {app}]',
    { slots: owned() },
  ),
  pattern('windows.full-screen', '(take|bring|get|put) {app} out of full screen [mode]', {
    slots: owned({ enabled: false }),
  }),
  pattern('windows.full-screen', 'full screen {app}', { slots: owned() }),
  pattern(
    'windows.hide-all',
    `(hide|minimize|minimise) (everything else|${others}|all [of] (${others})|everything (but|except) ${thisOne}|all [the] [${things}] (but|except) ${thisOne})`,
    { slots: () => ({ others: true }) },
  ),
  pattern(
    'windows.hide-all',
    `(hide|minimize|minimise) (all|everything|all of them|all [of] [(the|my|these|those)] [open] ${things}|(the|my|these|those) [open] windows)`,
    { slots: () => ({}) },
  ),
  pattern('windows.hide-all', '(hide|minimize|minimise) every [open] (window|app|application)', { slots: () => ({}) }),
  pattern('windows.hide-all', '(show|reveal|go to|take me to|get me to|let me see) [me] [the] desktop', {
    slots: () => ({}),
  }),
  pattern('windows.hide-all', `(get|put|move) (everything|all [(the|my)] ${things}) (out of the way|away)`, {
    slots: () => ({}),
  }),
  pattern('windows.minimize', '(minimize|minimise) {app}', { slots: owned() }),
  pattern('windows.minimize', '(shrink|dock|tuck away|put away|put down) (this|the|that|my) [(current|front)] window', {
    slots: () => ({}),
  }),
  pattern(
    'windows.minimize',
    '(send|put|move|minimize|minimise|shrink|tuck) {app} [(down|away)] (to|into|in) the dock',
    { slots: owned() },
  ),
  pattern('windows.move', '(maximize|maximise|zoom) {app}', { slots: fixed('maximized') }),
  pattern('windows.move', `(make|let) {app} (fill|take up|cover|use) [the] [(whole|entire|full)] screen`, {
    slots: fixed('maximized'),
  }),
  pattern('windows.move', '(center|centre) {app} [on [the] screen]', { slots: fixed('center') }),
  pattern(
    'windows.move',
    `(move|put|snap|place|send|tile|push|shove|stick|park|drag|dock|shift|bring|throw|resize|arrange|position|slide|set) {app} [over] [(to|on|in|into|onto|at|against)] [(the|my)] [(far|screen)] ${side} ${where} [(of|on) (the|my) (screen|display|desktop|monitor)]`,
    { slots: placedIn },
  ),
  pattern('windows.move', `(tile|snap|split) [the] [window] [(to|on)] [the] ${side} ${where}`, {
    slots: (_captures, utterance) => sided(utterance),
  }),
  pattern(
    'windows.list',
    '(list|show|show me|what|which|tell me|what are|give me) [me] [(all|the|my|of)] [(the|my)] [(open|all)] windows [(are|do i have|have i got)] [(open|there|on my screen)]',
    { confidence: 0.9, slots: () => ({}) },
  ),
]

export function sided(utterance: Utterance): { position: string } | undefined {
  const position = places.find(([words]) => words.test(utterance.line))?.[1]
  return position === undefined ? undefined : { position }
}

/** The place stands behind the window: "put preview on the right". */
function placedIn(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined {
  const behind = utterance.line.slice(utterance.line.indexOf(captures['app'] ?? '') + (captures['app'] ?? '').length)
  return placed({ ...captures, position: behind }, utterance, scene)
}

/** Where windows are and how large. */
export const windowsGrammar: Grammar = {
  name: 'windows',
  read(utterance, scene) {
    if (utterance.tokens.length > 14) return undefined
    const line = utterance.line.replace(/ fullscreen(?= |$)/g, ' full screen')
    return readPatterns(patterns, { ...utterance, line }, scene)
  },
}
