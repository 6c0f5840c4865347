import type { RoutingContext } from '../ports.ts'
import { resolveApplication } from './apps.ts'
import type { Reading, Scene } from './grammar.ts'
import type { Utterance } from './utterance.ts'

/** Commands that follow from those of the turn before. */
export interface FollowUp {
  readings: Reading[]
  reason: string
}

const repetition =
  /^ (?:do (?:that|it|this)|repeat that command|same) (?:again|one more time|once more|over)$|^ (?:do (?:the )?same(?: again| thing)?(?: again)?)$/
/** Of the two files or tabs. */
const otherOne = /^ (?:no )?(?:i mean(?:t)? )?(?:the )?(?:other|next|second) one$/
const meantInstead = /^ (?:no )?(?:i mean(?:t)?|not that one|wrong one|i said)((?: \S+){1,4})$/
/** Surer than this of a name, and it is believed. */
const likelyName = 0.7

/** "do that again", "no, the other one", "no, I meant Chrome". */
export function readFollowUp(bare: Utterance, scene: Scene): FollowUp | undefined {
  const lastCommands = scene.context.lastCommands ?? []
  const last = lastCommands.at(-1)
  if (last === undefined) return undefined
  if (repetition.test(bare.line)) return { readings: again(lastCommands), reason: 'the last command again' }
  if (otherOne.test(bare.line) && /^(?:files\.(?:open|find|reveal|recent)|browser\.switch-tab)$/.test(last.intent)) {
    const position = last.slots['position'] === 2 ? 1 : 2
    const intent = /^files\.(?:find|recent)$/.test(last.intent) ? 'files.open' : last.intent
    return { readings: [{ intent, slots: { position }, confidence: 0.85 }], reason: 'the other one' }
  }
  const name = meantInstead.exec(bare.line)?.[1]
  if (name === undefined || typeof last.slots['app'] !== 'string') return undefined
  const app = resolveApplication(name.trim(), scene)
  if (app === undefined || app.confidence < likelyName) return undefined
  const slots = { ...last.slots, app: app.name }
  return { readings: [{ intent: last.intent, slots, confidence: 0.85 }], reason: 'the one that was meant' }
}

function again(commands: NonNullable<RoutingContext['lastCommands']>): Reading[] {
  return commands.map((command) => ({ ...command, confidence: 0.9 }))
}
