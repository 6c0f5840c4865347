import type { Category, StoredOutcome, TrainingMessage } from '../../memory/ports.ts'
import type { MadeExample } from './made-example.ts'

/** A route below this was taken with doubt. */
const doubtful = 0.6
const honest = /\b(?:can't|cannot|don't know|do not know|not sure|have no)\b/i

interface GapParts {
  /** Hides private words, the same ones in the same way. */
  hideAll(texts: readonly string[]): string[]
  categoryOf(text: string): Category
  /** Claude's answers may be learned from. */
  distillationAllowed: boolean
}

/**
 * Examples from where turns went wrong or were understood with doubt: what a corrected request meant, what a doubtful one turned out to mean,
 * an answer that was called good, and SAM's own honest words where it could not do something. Turns that read what others wrote give none, nor do Claude's without
 * the user's permission.
 */
export function gapExamples(outcomes: Iterable<StoredOutcome>, parts: GapParts): MadeExample[] {
  return [...outcomes].flatMap((outcome) => {
    const better = betterOf(outcome)
    if (better === undefined || outcome.tainted) return []
    if (better.model === 'claude' && !parts.distillationAllowed) return []
    const { calls, answered, quality } = better
    const used = calls.map(({ input }) => JSON.stringify(input))
    const [asked = '', said = '', ...inputs] = parts.hideAll([outcome.asked, answered ?? '', ...used])
    const answer: TrainingMessage = { role: 'assistant', content: said }
    if (calls.length > 0)
      answer.tool_calls = calls.map(({ tool }, index) => ({
        id: `${outcome.turnId}-${index}`,
        type: 'function',
        function: { name: tool.replaceAll('.', '_'), arguments: inputs[index] ?? '{}' },
      }))
    return [
      {
        ...{ source: 'gap_filling', category: parts.categoryOf(outcome.asked), quality },
        ...{ origin: `turn:${outcome.turnId}`, turnId: outcome.turnId },
        ...(outcome.atMs === undefined ? {} : { createdMs: outcome.atMs }),
        messages: [{ role: 'user', content: asked }, answer],
      },
    ]
  })
}

function betterOf(outcome: StoredOutcome) {
  const { feedback, corrected, calls, answered, confidence, model } = outcome
  if (feedback === 'correction') {
    if (corrected === undefined || corrected.tainted || corrected.outcome !== 'done') return undefined
    const done = corrected.calls.filter(({ ok }) => ok)
    // The words that report a deed follow from the deed; alone they would teach to claim it.
    if (done.length > 0) return { calls: done, answered: undefined, quality: 0.9, model: corrected.model }
    return corrected.answered === undefined
      ? undefined
      : { calls: [], answered: corrected.answered, quality: 0.9, model: corrected.model }
  }
  if (feedback === 'bad') return undefined
  if (outcome.outcome === 'failed') {
    if (calls.length > 0 || answered === undefined || !honest.test(answered)) return undefined
    return { calls: [], answered, quality: 0.8, model }
  }
  if (outcome.outcome !== 'done') return undefined
  const done = calls.filter(({ ok }) => ok)
  if (done.length > 0 && done.length === calls.length && confidence < doubtful)
    return { calls: done, answered: undefined, quality: feedback === 'good' ? 0.95 : 0.8, model }
  if (feedback === 'good' && calls.length === 0 && answered !== undefined)
    return { calls: [], answered, quality: 1, model }
  return undefined
}
