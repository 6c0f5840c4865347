import { readFileSync } from 'node:fs'
import { type LinearModel, sharesOf, unpackModel } from '../../core/text-model/linear-model.ts'

/** What a request may be for. */
export interface Guess {
  /** Name of a tool. */
  intent: string
  /** Of the tool and its relatives (all of the calendar, all of the lists), 0 to 1. */
  share: number
}

/** Tells from the words alone, learned from examples, which tool a request is for. */
export interface IntentClassifier {
  /** The likeliest tool; undefined when it is none of them. */
  guess(text: string): Guess | undefined
  /** How likely it is that a request is for this tool or a relative of it; undefined for a tool that was never learned. */
  shareOf(intent: string, text: string): number | undefined
  /** Reads the table if it is not there yet. Errors: `classifier-damaged`. */
  load(): void
}

/** Tools that are mistaken for one another stand for one another: a reminder may be meant as an event. */
function familyOf(intent: string): string {
  if (intent === 'time.now' || intent === 'time.date') return 'clock'
  if (intent === 'units.convert') return 'math'
  return intent.split('.')[0] ?? intent
}

class LinearClassifier implements IntentClassifier {
  private readonly source: () => LinearModel
  private model: LinearModel | undefined
  private last: { text: string; shares: Float32Array } | undefined

  constructor(source: () => LinearModel) {
    this.source = source
  }

  load(): void {
    this.model ??= this.source()
  }

  guess(text: string): Guess | undefined {
    const { labels, shares } = this.read(text)
    const families = new Map<string, { share: number; intent: string; top: number }>()
    for (const [index, intent] of labels.entries()) {
      const share = shares[index] ?? 0
      const known = families.get(familyOf(intent))
      if (known === undefined) families.set(familyOf(intent), { share, intent, top: share })
      else {
        known.share += share
        if (share > known.top) {
          known.top = share
          known.intent = intent
        }
      }
    }
    let best: Guess | undefined
    for (const [family, { share, intent }] of families) {
      if (family !== 'none' && (best === undefined || share > best.share)) best = { intent, share }
    }
    return best?.intent.endsWith('.other') ? undefined : best
  }

  shareOf(intent: string, text: string): number | undefined {
    const { labels, shares } = this.read(text)
    const family = familyOf(intent)
    const related = /^(?:reminders|lists|notes|calendar)$/.test(family) ? /^(?:reminders|lists|calendar)\./ : undefined
    let sum: number | undefined
    for (const [index, label] of labels.entries()) {
      if (related?.test(label) ?? familyOf(label) === family) sum = (sum ?? 0) + (shares[index] ?? 0)
    }
    return sum
  }

  private read(text: string): { labels: readonly string[]; shares: Float32Array } {
    this.load()
    const { model } = this
    if (model === undefined) return { labels: [], shares: new Float32Array() }
    if (this.last?.text !== text) this.last = { text, shares: sharesOf(model, text) }
    return { labels: model.labels, shares: this.last.shares }
  }
}

const shipped = (name: string) => () => unpackModel(readFileSync(new URL(name, import.meta.url)))

/**
 * What people ask of any assistant: calendar, lists, mail, music, weather.
 *
 * @param source the table; the one that comes with SAM when absent, read at the first request that needs it
 */
export function createIntentClassifier(source: () => LinearModel = shipped('./intents.bin')): IntentClassifier {
  return new LinearClassifier(source)
}

/** What they ask of their Mac: applications, windows, files, sound, the screen. A table of its own, so that neither has less to say. */
export function createCommandClassifier(source: () => LinearModel = shipped('./commands.bin')): IntentClassifier {
  return new LinearClassifier(source)
}
