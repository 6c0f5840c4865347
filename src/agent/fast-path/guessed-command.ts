import type { Slots } from '../../core/events.ts'
import type { Guess } from '../classifier/classifier.ts'
import { applicationIn, content } from './apps.ts'
import { describe } from './file-description.ts'
import type { Reading, Scene } from './grammar.ts'
import { isTalk, questionWord } from './guessed.ts'
import { readBrightnessLoosely } from './mac/display.ts'
import { sided } from './mac/windows.ts'
import { readSoundLoosely } from './sound.ts'
import type { Understanding } from './understand.ts'
import type { Utterance } from './utterance.ts'

/** How likely a command must be: more where something changes. */
const enoughToRead = 0.5
const enoughToAct = 0.65
const fewestWords = 2
const mostWords = 14

type Fill = (bare: Utterance, scene: Scene) => Slots | undefined

const nothing: Fill = () => ({})
const named: Fill = (bare, scene) => {
  const found = applicationIn(bare, scene)
  return found === undefined ? undefined : { app: found.name }
}
const maybeNamed: Fill = (bare, scene) => named(bare, scene) ?? {}
const ends = / (?:off|disable|exit|leave|out of|end|no longer|restore|back)(?= |$)/

/** What of a request that is known to be for a tool fills its slots; undefined where what the tool needs is not in it. */
const reading: Record<string, Fill> = {
  'apps.list': nothing,
  'apps.front': nothing,
  'windows.list': maybeNamed,
  'system.battery': nothing,
  'system.disk': nothing,
  'system.info': nothing,
  'system.network': nothing,
  'system.processes': ({ line }) => (/ (?:memory|ram)(?= |$)/.test(line) ? { kind: 'memory' } : {}),
  'browser.tab': nothing,
  'browser.tabs': nothing,
  'files.recent': nothing,
  'files.find': (bare, scene) => {
    const found = describe(bare.line.replace(/^ \S+/, ''), bare, scene)
    return found?.certain === true && found.slots['query'] !== undefined ? found.slots : undefined
  },
  'shortcuts.list': nothing,
  'briefing.now': nothing,
  'audit.recent': nothing,
  'messages.read': nothing,
  'memory.recall': ({ original }) => ({ query: original }),
}
const acting: Record<string, Fill> = {
  // "some mail" is a matter of letters, "mail" after a verb of opening a rule has read already
  'apps.open': (bare, scene) => {
    const found = applicationIn(bare, scene)
    return found === undefined || content.test(found.said) ? undefined : { app: found.name }
  },
  'apps.quit': named,
  'apps.hide': named,
  'windows.move': (bare, scene) => {
    const place = sided(bare)
    return place === undefined ? undefined : { ...place, ...maybeNamed(bare, scene) }
  },
  'windows.full-screen': (bare, scene) => ({
    ...maybeNamed(bare, scene),
    ...(ends.test(bare.line) ? { enabled: false } : {}),
  }),
  'windows.minimize': maybeNamed,
  'sound.volume': (bare) => {
    const found = readSoundLoosely(bare)
    return found?.intent === 'sound.volume' && found.missing === undefined ? found.slots : undefined
  },
  'sound.mute': (bare) => {
    const found = readSoundLoosely(bare)
    return found?.intent === 'sound.mute' ? found.slots : undefined
  },
  'display.brightness': (bare) => {
    const found = readBrightnessLoosely(bare)
    return found?.missing === undefined ? found?.slots : undefined
  },
  'display.dark-mode': ({ line }) =>
    / (?:dark|light|night)(?= |$)/.test(line) ? { enabled: / dark(?= |$)/.test(line) && !ends.test(line) } : undefined,
  'focus.set': ({ line }) =>
    / (?:focus|disturb|dnd|notifications?|interruptions?)(?= |$)/.test(line)
      ? { enabled: !/ (?:turn off|switch off|disable|end|leave|through|off)(?= |$)/.test(line) }
      : undefined,
  'media.pause': nothing,
  'media.next': nothing,
  'media.previous': nothing,
  'media.shuffle': ({ line }) => ({ enabled: !ends.test(line) }),
  'screen.capture': nothing,
  'undo.last': nothing,
}

/** A command to the Mac in words that no rule knows, when the learned table is sure and the words hold what it needs. */
export function readCommandGuess(
  understanding: Understanding,
  guess: Guess | undefined,
  scene: Scene,
): Reading | undefined {
  const { bare, notACommand } = understanding
  const { length } = bare.tokens
  if (guess === undefined || length < fewestWords || length > mostWords || isTalk(understanding)) return undefined
  const reads = reading[guess.intent]
  if (guess.share < (reads === undefined ? enoughToAct : enoughToRead)) return undefined
  if (reads === undefined && (notACommand !== undefined || questionWord.test(bare.line))) return undefined
  if (reads !== undefined && /^ (?:open|start|launch|turn|switch|close|get rid of|drop)(?= )/.test(bare.line))
    return undefined
  const slots = (reads ?? acting[guess.intent])?.(bare, scene)
  return slots === undefined ? undefined : { intent: guess.intent, slots, confidence: Math.min(0.9, guess.share) }
}
