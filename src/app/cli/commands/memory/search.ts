import { SamError } from '../../../../core/errors.ts'
import type { HitKind, MemoryHit, RecallQuery } from '../../../../memory/ports.ts'
import { defineCommand } from '../../command.ts'
import { readRequests } from '../../read-requests.ts'
import { withMemory } from './with-memory.ts'

export const search = defineCommand({
  name: 'search',
  summary: 'find what was said, told or written, by words and by meaning',
  arguments: { '[question...]': 'what you look for' },
  options: {
    in: { type: 'text', value: 'file', summary: 'one question a line; - for standard input' },
    limit: { type: 'integer', value: 'count', default: 10, minimum: 1, maximum: 1000, summary: 'how many to show' },
    conversation: { type: 'text', value: 'name', summary: 'only in this conversation' },
    source: { type: 'text', value: 'name', summary: 'only from there: live, file, chatgpt, claude...' },
    kind: { type: 'text', value: 'kind', choices: ['turn', 'fact', 'document'], summary: 'only hits of this kind' },
  },
  examples: ['sam memory search where did I park the bike', 'sam memory search --in questions.txt --json'],
  async run(context, { arguments: words, options }) {
    const { conversation, source, kind, limit } = options
    const limits: Omit<RecallQuery, 'query'> = {
      limit,
      signal: context.signal,
      ...(conversation === undefined ? {} : { conversation }),
      ...(source === undefined ? {} : { source }),
      ...(kind === undefined ? {} : { kinds: [kind as HitKind] }),
    }
    const text = words.join(' ').trim()
    if (options.in === undefined && text === '') {
      throw new SamError('usage', 'What shall I look for?', { kind: 'usage', remedy: 'sam memory search --help' })
    }
    return withMemory(context, async ({ recall }) => {
      let warned = false
      for await (const query of options.in === undefined ? [text] : readRequests(context, options.in)) {
        const { hits, ms, wordsOnly } = await recall.search({ ...limits, query })
        if (wordsOnly !== undefined && !warned) {
          warned = true
          context.logger.warn('Only words are searched, not meaning.', {
            because: wordsOnly,
            remedy: 'sam models pull',
          })
        }
        const record = { type: 'memory-hits', query, hits: hits.map(shown), ms: Math.round(ms * 100) / 100 }
        context.output.emit({ ...record, ...(wordsOnly === undefined ? {} : { wordsOnly }) }, () => inWords(hits))
      }
      return 0
    })
  },
})

function shown({ row: _row, at, score, ...hit }: MemoryHit) {
  return { ...hit, score: Math.round(score * 1000) / 1000, ...(at === undefined ? {} : { at: at.toISOString() }) }
}

function inWords(hits: readonly MemoryHit[]): string {
  if (hits.length === 0) return 'Nothing in the memory fits.'
  return hits.map((hit) => `${day(hit.at)}  ${hit.source.padEnd(8)} ${hit.speaker}: ${hit.text}`).join('\n')
}

function day(at: Date | undefined): string {
  return at?.toISOString().slice(0, 10) ?? '          '
}
