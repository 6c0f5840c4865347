import type { Slots } from '../../core/events.ts'
import type { ApplicationNames } from '../../tools/ports.ts'
import type { RoutingContext } from '../ports.ts'
import { type Phrase, phrase } from './phrase.ts'
import { surfaceOf, type Utterance } from './utterance.ts'

/** What a grammar makes of one request. */
export interface Reading {
  /** Tool name or control name. */
  intent: string
  slots: Slots
  /** 0 to 1; below `commandThreshold` nothing is done. */
  confidence: number
  /** The request ends in words taken as they come (a song, a search), so a conjunction in it may be a second command. */
  open?: boolean
  /** A slot that the tool needs and the words did not give. */
  missing?: string
  /** Said after the result: the part of the request that is not done. */
  note?: string
}

/** What a request is read against. */
export interface Scene {
  applications: ApplicationNames
  context: RoutingContext
}

/** Understands the requests of one domain. Pure; undefined means "not mine". */
export interface Grammar {
  readonly name: string
  read(utterance: Utterance, scene: Scene): Reading | undefined
}

/** Readings below this are not acted on. */
export const commandThreshold = 0.6

export type Captures = Record<string, string | undefined>

export interface PhrasePattern {
  intent: string
  phrase: Phrase
  confidence: number
  open: boolean
  /** Turns captures (as they stand in `line`) into slots; undefined rejects the match. */
  slots(captures: Captures, utterance: Utterance, scene: Scene): SlotReading | undefined
}

export type SlotReading = Slots | { slots: Slots; confidence?: number; missing?: string; note?: string }

/** A pattern whose slots are the captures themselves, in their own spelling, unless `slots` says otherwise. */
export function pattern(
  intent: string,
  template: string,
  options: { slots?: PhrasePattern['slots']; confidence?: number; open?: boolean } = {},
): PhrasePattern {
  return {
    intent,
    phrase: phrase(template),
    confidence: options.confidence ?? 0.95,
    open: options.open ?? false,
    slots: options.slots ?? surfaces,
  }
}

function surfaces(captures: Captures, utterance: Utterance): Slots {
  const slots: Slots = {}
  for (const [name, value] of Object.entries(captures)) {
    if (value !== undefined) slots[name] = surfaceOf(utterance, value)
  }
  return slots
}

function isDetailed(reading: SlotReading): reading is Exclude<SlotReading, Slots> {
  return typeof reading['slots'] === 'object'
}

/** The first pattern that matches wins; a list is therefore ordered from the particular to the general. */
export function readPatterns(
  patterns: readonly PhrasePattern[],
  utterance: Utterance,
  scene: Scene,
): Reading | undefined {
  for (const candidate of patterns) {
    const match = candidate.phrase.match(utterance.line)
    if (match === null) continue
    const read = candidate.slots(match.groups ?? {}, utterance, scene)
    if (read === undefined) continue
    const detail = isDetailed(read) ? read : { slots: read }
    return {
      intent: candidate.intent,
      slots: detail.slots,
      confidence: detail.confidence ?? candidate.confidence,
      ...(candidate.open ? { open: true } : {}),
      ...(detail.missing === undefined ? {} : { missing: detail.missing }),
      ...(detail.note === undefined ? {} : { note: detail.note }),
    }
  }
  return undefined
}
