import { type ControlWord, readControl } from '../control.ts'
import { chanceGrammar } from './answers/chance.ts'
import { countingGrammar } from './answers/counting.ts'
import { mathsGrammar } from './answers/maths.ts'
import { newsGrammar } from './answers/news.ts'
import { unitsGrammar } from './answers/units.ts'
import { weatherGrammar } from './answers/weather.ts'
import { appsGrammar } from './apps.ts'
import { isGeneral } from './asking.ts'
import { clockGrammar } from './clock.ts'
import { bareRequest, withoutWakePhrase } from './courtesy.ts'
import { filesGrammar } from './files.ts'
import { commandThreshold, type Grammar, type Reading, type Scene } from './grammar.ts'
import { forLater, type NotACommand, notACommand, withoutLater } from './guard.ts'
import { deskGrammar } from './mac/desk.ts'
import { disksGrammar } from './mac/disks.ts'
import { displayGrammar } from './mac/display.ts'
import { keysGrammar } from './mac/keys.ts'
import { machineGrammar } from './mac/machine.ts'
import { microphoneGrammar } from './mac/microphone.ts'
import { selfGrammar } from './mac/self.ts'
import { windowsGrammar } from './mac/windows.ts'
import { mediaGrammar } from './media.ts'
import { ownDeedsGrammar } from './own-deeds.ts'
import { calendarGrammar } from './personal/calendar.ts'
import { listsGrammar } from './personal/lists.ts'
import { mailGrammar } from './personal/mail.ts'
import { notesGrammar } from './personal/notes.ts'
import { peopleGrammar } from './personal/people.ts'
import { remindersGrammar } from './personal/reminders.ts'
import { withThingForIt } from './said-before.ts'
import { soundGrammar } from './sound.ts'
import { readCommands } from './split.ts'
import { systemGrammar } from './system.ts'
import { timersGrammar } from './timers.ts'
import { fromTokens, maximumCommandWords, readUtterance, type Utterance } from './utterance.ts'
import { webGrammar } from './web.ts'

/** Closed vocabularies first: they leave nothing over, so they are the surer ones. */
const grammars: readonly Grammar[] = [
  countingGrammar,
  timersGrammar,
  microphoneGrammar,
  soundGrammar,
  displayGrammar,
  systemGrammar,
  machineGrammar,
  windowsGrammar,
  keysGrammar,
  disksGrammar,
  clockGrammar,
  chanceGrammar,
  mathsGrammar,
  unitsGrammar,
  selfGrammar,
  remindersGrammar,
  notesGrammar,
  deskGrammar,
  appsGrammar,
  listsGrammar,
  peopleGrammar,
  filesGrammar,
  webGrammar,
  mediaGrammar,
  mailGrammar,
  calendarGrammar,
  weatherGrammar,
  newsGrammar,
]

/** Requests longer than this are prose. Also bounds the work on hostile input. */
const maximumCharacters = 400

/** What the fast path made of a request. */
export interface Understanding {
  request: Utterance
  /** Freed of wake phrase and courtesies. */
  bare: Utterance
  /** The commands, in their order; empty when it is none. */
  readings: Reading[]
  /** Why words about an action are no command. */
  notACommand?: NotACommand
  /** The command is meant for another time. */
  later?: boolean
}

/** Done at once, and so never what is meant for another time. */
const immediate =
  /^(?:apps|sound|media|web|display|focus|windows|keyboard|disks|browser|clipboard|screen|shortcuts|phone)\.|^files\.(?:open|move|rename|copy|trash|empty-trash)$|^power\.(?!keep-awake)/

/** What answers a question and changes nothing: "who sent me mail" is one about mail, not about a command. */
const answering =
  /^(?:weather|news|math|units)\.|^(?!time\.)\w+\.(?:list|show|unread|search|find|read|recall|recent|info|disk|processes|network|battery|tab|tabs|page-text|selection|front)$/

/** Asked in the words of a question about things in general, and yet about this Mac or the people one knows. */
const ownAffair =
  /^ how (?:can|do|could|would|should) i (?:reach|contact|get in touch|get hold)(?= )|^ why is (?:my|this|the) (?:mac|computer|laptop|machine|imac|macbook)(?= )/

/** Some controls are spoken about the loudness of everything; alone they are controls, in a sentence they are volume. */
const loudness = new Set<ControlWord>(['control.louder', 'control.quieter'])

function readSingle(utterance: Utterance, scene: Scene): Reading | undefined {
  const bare = bareRequest(utterance)
  const control = readControl(bare)
  if (control !== undefined && (!loudness.has(control) || /^ (?:louder|quieter)$/.test(bare.line))) {
    return { intent: control, slots: {}, confidence: 0.97 }
  }
  const best = readBest(bare, scene)
  if (best !== undefined) return best
  const turned = switchFirst(bare)
  const reading = turned === undefined ? undefined : readBest(turned, scene)
  return reading !== undefined && switchable.test(reading.intent) ? reading : undefined
}

function readBest(bare: Utterance, scene: Scene): Reading | undefined {
  let best: Reading | undefined
  for (const grammar of grammars) {
    const reading = grammar.read(bare, scene)
    if (reading === undefined || (best !== undefined && reading.confidence <= best.confidence)) continue
    best = reading
    if (best.confidence >= 0.93) break
  }
  return best
}

/** What is on or off, and said as short as a switch is pressed. */
const switchable =
  /^(?:system\.(?:wifi|bluetooth)|focus\.set|power\.display-sleep|display\.|sound\.|media\.(?:shuffle|repeat|pause))/

/** "bluetooth off", "wifi back on please" as "turn off bluetooth". */
function switchFirst({ original, tokens, line }: Utterance): Utterance | undefined {
  const state = tokens.at(-1)
  if (state === undefined || tokens.length > 4 || !/^ (?:\S+ ){1,3}(?:on|off)$/.test(line)) return undefined
  const before = tokens.at(-2)?.word
  // "the sound cut off" has its verb
  if (before === 'cut') return undefined
  const rest = tokens.slice(0, before === 'back' ? -2 : -1)
  return rest.length === 0 ? undefined : fromTokens(original, [{ ...state, word: 'turn' }, state, ...rest])
}

/** Whether one of these would be done now. */
export function acts(readings: readonly Reading[]): boolean {
  return readings.some((reading) => immediate.test(reading.intent))
}

/** Reads a request with rules only. Never throws, never executes anything. */
export function understand(text: string, scene: Scene): Understanding {
  const request = withoutWakePhrase(readUtterance(text.slice(0, maximumCharacters + 1)))
  const bare = bareRequest(request)
  const nothing: Understanding = { request, bare, readings: [] }
  const { length } = bare.tokens
  if (length === 0 || text.length > maximumCharacters || request.tokens.length > maximumCommandWords) return nothing
  const control = readControl(bare)
  if (control !== undefined && length > 1 && !loudness.has(control)) {
    return { ...nothing, readings: [{ intent: control, slots: {}, confidence: 0.97 }] }
  }
  const restated = withThingForIt(bare)
  if (restated !== undefined) {
    const readings = readCommands(restated, (part) => readSingle(part, scene))
    if (readings.length > 0) return { ...nothing, readings }
  }
  const own = ownDeedsGrammar.read(bare, scene)
  if (own !== undefined) return { ...nothing, readings: [own] }
  const objection = notACommand(request, bare)
  if (objection !== undefined && objection !== 'a question about it') return { ...nothing, notACommand: objection }
  const read = (utterance: Utterance) =>
    readCommands(utterance, (part) => readSingle(part, scene)).filter(
      (reading) => reading.confidence >= commandThreshold,
    )
  if (objection !== undefined) {
    const answers = isGeneral(bare) && !ownAffair.test(bare.line) ? [] : read(bare)
    return answers.length > 0 && answers.every(({ intent }) => answering.test(intent))
      ? { ...nothing, readings: answers }
      : { ...nothing, notACommand: objection }
  }
  const readings = read(bare)
  if (acts(readings) && forLater(bare, readings.at(-1)?.open === true)) return { ...nothing, later: true }
  if (readings.length === 0) {
    const sooner = withoutLater(bare)
    if (sooner !== undefined && acts(read(sooner).filter(({ intent }) => intent !== 'web.search')))
      return { ...nothing, later: true }
  }
  return { ...nothing, readings }
}
