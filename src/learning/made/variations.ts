import type { StoredExample, TrainingReader, VariationLog } from '../../memory/ports.ts'
import { qualityOf } from '../dataset/quality.ts'
import { wordsOf } from '../dataset/shingles.ts'
import { carriesOrders } from '../orders.ts'
import type { MadeExample } from './made-example.ts'

/** Asks a model for one other wording of a request. */
export type Rewrite = (request: string, ordinal: number, signal: AbortSignal) => Promise<string>

export interface VariationTask {
  reader: TrainingReader
  log: VariationLog
  /** Whether a source has fewer examples than the recipe wants. */
  lacks(source: StoredExample['source']): boolean
  /** Other wordings of each question. */
  each: number
  /** Requests to the model at most. */
  limit: number
  madeBy: string
  rewrite: Rewrite
  /** False when the same wording is there already. */
  keep(example: MadeExample): boolean
  signal: AbortSignal
}

const goodEnough = 0.8
const longestQuestion = 600

/**
 * Asks for other wordings of good questions where a source has too few examples. Each wording is asked for once ever, whatever becomes of
 * it, and kept with the example it varies: a set that is built twice has the same ones.
 */
export async function makeVariations(
  task: VariationTask,
): Promise<{ asked: number; kept: number; refused: Record<string, number> }> {
  const { reader, log, lacks, each, limit, madeBy, rewrite, keep, signal } = task
  const done = { asked: 0, kept: 0, refused: {} as Record<string, number> }
  if (each === 0 || limit === 0) return done
  const wanted: { example: StoredExample; ordinal: number }[] = []
  for (const example of reader.each()) {
    if (wanted.length >= limit) break
    if (!isWorth(example) || !lacks(example.source)) continue
    for (let ordinal = log.count(example.content); ordinal < each && wanted.length < limit; ordinal += 1)
      wanted.push({ example, ordinal })
  }
  for (const { example, ordinal } of wanted) {
    signal.throwIfAborted()
    const asked = example.messages.findLastIndex(({ role }) => role === 'user')
    const original = example.messages[asked]?.content ?? ''
    const text = (await rewrite(original, ordinal, signal)).trim().replace(/^["“](.*)["”]$/s, '$1')
    done.asked += 1
    let reason = reasonAgainst(original, text)
    if (reason === undefined) {
      const messages = example.messages.map((message, index) =>
        index === asked ? { ...message, content: text } : message,
      )
      const { source, category, origin, group, quality, content, model } = example
      const isNew = keep({
        source,
        category,
        origin,
        group,
        messages,
        quality: quality * 0.9,
        variationOf: content,
        ...(model === undefined ? {} : { model }),
      })
      if (!isNew) reason = 'again'
    }
    if (reason === undefined) done.kept += 1
    else done.refused[reason] = (done.refused[reason] ?? 0) + 1
    log.add(example.content, ordinal, madeBy, reason ?? 'kept')
  }
  return done
}

/** One question with one answer, both good: what leans on a talk before cannot be put in other words alone. */
function isWorth(example: StoredExample): boolean {
  const { messages, variationOf, source } = example
  const asked = messages.filter(({ role }) => role === 'user')
  const [question] = asked
  return (
    variationOf === undefined &&
    source !== 'advanced_planning' &&
    asked.length === 1 &&
    question !== undefined &&
    question.content.length <= longestQuestion &&
    wordsOf(question.content).length >= 4 &&
    qualityOf(example).score >= goodEnough &&
    !carriesOrders(messages)
  )
}

/** Why another wording is not taken: it must ask the same, in clearly other words. */
export function reasonAgainst(original: string, text: string): string | undefined {
  if (text === '') return 'empty'
  // A small model answers instead: that is longer, or knows a number.
  if (wordsOf(text).length > 1.5 * wordsOf(original).length + 2) return 'too-long'
  if ((text.match(/\d+/g) ?? []).some((number) => !original.includes(number))) return 'something-else'
  if (carriesOrders([{ role: 'user', content: text }])) return 'orders'
  const marks = /\d+(?:[.,:]\d+)*|`[^`]+`|\[[A-Z]+_\d+\]|"[^"]+"/g
  if ((original.match(marks) ?? []).some((mark) => !text.includes(mark))) return 'lost-a-detail'
  // Who asks, and how many: what small models lose first.
  const counted =
    /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|hundred|thousand|half|both)\b/gi
  if ((original.match(counted) ?? []).some((word) => !text.toLowerCase().includes(word.toLowerCase())))
    return 'lost-a-detail'
  if (/\b(?:my|mine|our|ours)\b/i.test(original) && !/\b(?:my|mine|our|ours)\b/i.test(text)) return 'lost-a-detail'
  const negations = (of: string) => (of.match(/\b(?:not|no|never|without|n't)\b|n't\b/gi) ?? []).length > 0
  if (negations(original) !== negations(text)) return 'turned-round'
  const [before, after] = [new Set(wordsOf(original)), new Set(wordsOf(text))]
  const shared = [...after].filter((word) => before.has(word)).length
  const alike = shared / Math.max(1, before.size + after.size - shared)
  if (alike > 0.8) return 'the-same'
  // Names and things have to stay; what shares nothing answers or asks something else.
  if (shared < Math.min(2, before.size) || alike < 0.12) return 'something-else'
  return undefined
}
