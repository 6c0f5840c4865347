import type { Command } from '../core/events.ts'
import type { ApplicationNames } from '../tools/ports.ts'
import { steerBriefing } from './briefing.ts'
import { createCommandClassifier, createIntentClassifier, type IntentClassifier } from './classifier/classifier.ts'
import { complexityOf, complexityThreshold } from './complexity.ts'
import { readFollowUp } from './fast-path/follow-ups.ts'
import type { Reading, Scene } from './fast-path/grammar.ts'
import { forLater } from './fast-path/guard.ts'
import { beatsLimit, isPlausible, readGuess } from './fast-path/guessed.ts'
import { readCommandGuess } from './fast-path/guessed-command.ts'
import { readPending, takesAnyWords } from './fast-path/pending.ts'
import { acts, type Understanding, understand } from './fast-path/understand.ts'
import { readUtterance } from './fast-path/utterance.ts'
import { asWhole } from './fast-path/whole.ts'
import { findLimit, isUnspecific, type Limit } from './limits.ts'
import type { PendingCommand, RoutedRequest, Router, RoutingContext } from './ports.ts'
import { smallTalk } from './small-talk.ts'

export interface RouterParts {
  applications: ApplicationNames
  /** Judges what rules do not decide; the one that comes with SAM when absent. */
  classifier?: IntentClassifier
  /** Judges what is asked of the Mac; the one that comes with SAM when absent. */
  commandClassifier?: IntentClassifier
}

function commandsOf(readings: readonly Reading[]): Command[] {
  return readings.map(({ intent, slots }) => ({ intent, slots }))
}

function isSettled(readings: readonly Reading[]): boolean {
  return (
    readings.every(({ missing, note }) => missing === undefined && note === undefined) &&
    readings.every(({ confidence }) => confidence >= surelyCommand) &&
    readings.at(-1)?.open !== true
  )
}

function asCommand(readings: readonly Reading[], reason: string): RoutedRequest | undefined {
  const [first] = readings
  if (first === undefined) return undefined
  const commands = commandsOf(readings)
  const control = commands.every((command) => command.intent.startsWith('control.'))
  const notes = readings.flatMap((reading) => (reading.note === undefined ? [] : [reading.note]))
  const incomplete = readings.findIndex((reading) => reading.missing !== undefined)
  const missing = readings[incomplete]?.missing
  return {
    route: control ? 'control' : commands.every(({ intent }) => intent === 'memory.recall') ? 'recall' : 'command',
    intent: first.intent,
    slots: first.slots,
    ...(commands.length > 1 ? { commands } : {}),
    confidence: Math.min(...readings.map((reading) => reading.confidence)),
    reason,
    ...(notes.length > 0 ? { notes } : {}),
    ...(isSettled(readings) ? { settled: true } : {}),
    ...(missing === undefined ? {} : { missing: { command: incomplete, slot: missing } }),
  }
}

/** One of each kind, to warm up with. */
const commonRequests = [
  'open the calculator',
  'quit safari and find my latest invoice',
  'launch the thing without a name',
  'go to example.com',
  'set the volume to thirty percent',
  'mute the sound',
  'play some jazz',
  'what song is this',
  'set a timer for five minutes',
  'wake me up on friday at seven',
  'what time is it in tokyo',
  'what is the date tomorrow',
  'how much battery is left',
  'say that again',
  'what is the capital of france',
  'explain why the sky is blue, step by step',
]

/** In so few words a known topic says more than the wording. */
const shortRequestWords = 12

/** Readings surer than this are commands however much the words sound like a task. */
const surelyCommand = 0.92
/** What is also a task for a writer: "draft an email that ...". */
const aboutTexts = /^(?:mail\.(?:draft|send)|notes\.create|lists\.add)$/

/** What a request that no rule reads may be for, given what rules know that SAM cannot do of it. */
type Guessing = (limit: Limit | undefined) => readonly Reading[]

const forAnotherTime: RoutedRequest = {
  route: 'local',
  confidence: 0.8,
  reason: 'a command for another time',
  cannot: 'do things at a later time',
}

function asAnswer(text: string, understanding: Understanding, guess: Guessing): RoutedRequest {
  const { bare, notACommand, later } = understanding
  if (bare.tokens.length === 0) {
    // the name alone is a call
    const reply = readUtterance(text).tokens.length === 0 ? 'I did not catch any words.' : 'I am here.'
    return { route: 'local', confidence: 1, reason: 'no words in it', reply }
  }
  if (later === true) return forAnotherTime
  const reply = smallTalk(bare)
  if (reply !== undefined) return { route: 'local', confidence: 1, reason: 'small talk', reply }
  const complexity = complexityOf(text)
  if (complexity.score < complexityThreshold || bare.tokens.length <= shortRequestWords) {
    const limit = notACommand === undefined ? findLimit(bare) : undefined
    const read = guess(limit)
    if (acts(read) && forLater(bare, false)) return forAnotherTime
    const guessed = asCommand(read, 'a command by what it is like')
    if (guessed !== undefined) return guessed
    if (limit !== undefined)
      return {
        route: 'local',
        confidence: 0.8,
        reason: `no tool to ${limit.cannot}`,
        cannot: limit.cannot,
        ...(limit.whole === true ? { settled: true } : {}),
      }
  }
  if (complexity.score >= complexityThreshold) {
    return { route: 'escalate', confidence: complexity.score, reason: complexity.because }
  }
  return {
    route: 'local',
    confidence: 1 - complexity.score,
    reason: notACommand === undefined ? complexity.because : `no command: ${notACommand}`,
  }
}

/** Any words can be a text to write down, but "never mind" is none. */
function answerTo(
  pending: PendingCommand,
  text: string,
  { readings }: Understanding,
  scene: Scene,
): Reading | undefined {
  if (takesAnyWords(pending) && readings.some(({ intent }) => intent.startsWith('control.'))) return undefined
  // "What shall I work out?" - "What time is it?": whoever asks for something else has done with the sum.
  if (pending.slot === 'expression' && readings.some(({ intent }) => intent !== pending.command.intent))
    return undefined
  if (pending.command.intent === 'reminders.create' && pending.slot === 'text') {
    // "What shall I remind you of?" - "to call Ana at nine": the time in the answer is one.
    const whole = understand(`remind me to ${text.replace(/^\s*(?:to|that)\s+/i, '')}`, scene).readings
    if (whole.length === 1 && whole[0]?.intent === 'reminders.create')
      return { ...whole[0], slots: { ...pending.command.slots, ...whole[0].slots } }
  }
  return readPending(text, pending, scene)
}

/** A long task that mentions mail or a list is a task, not a command. */
function isTask(text: string, { readings, bare }: Understanding): boolean {
  return (
    readings.length > 0 &&
    bare.tokens.length > shortRequestWords &&
    readings.every(({ intent, confidence }) => confidence < surelyCommand || aboutTexts.test(intent)) &&
    complexityOf(text).score >= complexityThreshold
  )
}

/**
 * Decides with rules: commands and controls on the fast path, what SAM has no tool for, what deserves a strong model, and
 * the rest for the local model. Where rules are unsure or silent, a small learned table is asked. Costs well under a
 * millisecond; nothing is executed.
 */
class RuleRouter implements Router {
  private readonly parts: RouterParts
  private readonly classifier: IntentClassifier
  private readonly commandClassifier: IntentClassifier

  constructor(parts: RouterParts) {
    this.parts = parts
    this.classifier = parts.classifier ?? createIntentClassifier()
    this.commandClassifier = parts.commandClassifier ?? createCommandClassifier()
  }

  route(text: string, context: RoutingContext): RoutedRequest {
    const scene: Scene = { applications: this.parts.applications, context }
    const understanding = understand(text, scene)
    const completed = context.pending === undefined ? undefined : answerTo(context.pending, text, understanding, scene)
    const answered = completed === undefined ? undefined : asCommand([completed], 'the answer to the question before')
    if (answered !== undefined) return { ...answered, replies: true }
    const step = context.briefing === undefined ? undefined : steerBriefing(understanding.bare, context.briefing)
    if (step !== undefined)
      return { route: 'command', ...step, confidence: 0.95, reason: 'a word for the briefing', replies: true }
    const again = readFollowUp(understanding.bare, scene)
    const followUp = again === undefined ? undefined : asCommand(again.readings, again.reason)
    return followUp === undefined ? this.decide(text, understanding, scene) : { ...followUp, replies: true }
  }

  private decide(text: string, understanding: Understanding, scene: Scene): RoutedRequest {
    const { readings, bare } = understanding
    const unread = { ...understanding, readings: [] }
    if (isTask(text, understanding)) return asAnswer(text, unread, () => [])
    const guess: Guessing = (limit) => {
      const topic = this.classifier.guess(bare.line)
      if (limit?.whole === true) return []
      if (limit !== undefined && !isUnspecific(limit) && !beatsLimit(bare, topic)) return []
      const read =
        readGuess(understanding, topic, limit !== undefined, scene) ??
        readCommandGuess(understanding, this.commandClassifier.guess(bare.line), scene)
      return read === undefined ? [] : [read]
    }
    const [only] = readings
    const share = (intent: string) => this.classifier.shareOf(intent, bare.line)
    if (only !== undefined && readings.length === 1 && !isPlausible(only, share)) return asAnswer(text, unread, guess)
    return (
      asCommand(
        only !== undefined && readings.length === 1 ? [asWhole(only, bare)] : readings,
        readings.length > 1 ? 'several commands' : 'a command by its words',
      ) ?? asAnswer(text, understanding, guess)
    )
  }

  /** Has expressions and names compiled, so that the first request does not wait for it. Call it when there is time. */
  warm(): void {
    const now = new Date()
    this.classifier.load()
    this.commandClassifier.load()
    // Twice: the second run of an expression is what makes the engine compile it to machine code.
    for (const request of [...commonRequests, ...commonRequests]) this.route(request, { now })
  }
}

export function createRouter(parts: RouterParts): RuleRouter {
  return new RuleRouter(parts)
}
