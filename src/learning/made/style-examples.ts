import type { Pattern, TrainingReader } from '../../memory/ports.ts'
import { qualityOf } from '../dataset/quality.ts'
import type { MadeExample } from './made-example.ts'

/** Of the paragraph about the user, in tokens; as it is when SAM answers. */
const styleTokens = 80
const mostExamples = 20_000

/**
 * The user's own conversations that show their ways, with what is known of these ways before them: so a model learns to answer as this
 * paragraph asks, which it is given when it answers too. Each takes the place of the same answer without the paragraph.
 */
export function styleExamples(
  reader: TrainingReader,
  patterns: readonly Pattern[],
  styleFor: (request: string, maximumTokens: number) => string | undefined,
): MadeExample[] {
  const telling = new Set(
    patterns
      .filter(({ verdict }) => verdict !== 'wrong')
      .flatMap(({ examples }) => examples.map(({ source, conversation }) => `${source}:${conversation}`)),
  )
  const made: MadeExample[] = []
  if (telling.size === 0) return made
  for (const example of reader.each()) {
    const { from, group, messages, category, origin, quality, createdMs } = example
    if (from !== 'history' || !telling.has(group) || qualityOf(example).score < quality) continue
    const request = messages.findLast(({ role }) => role === 'user')?.content ?? ''
    const style = styleFor(request, styleTokens)
    if (style === undefined) continue
    made.push({
      ...{ source: 'chatgpt_history', category, quality: Math.min(1, quality + 0.1), origin, group },
      ...(createdMs === undefined ? {} : { createdMs }),
      messages: [{ role: 'system', content: style }, ...messages],
    })
    if (made.length >= mostExamples) break
  }
  return made
}
