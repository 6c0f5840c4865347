import { programWords } from './claude-code.ts'
import { type Fields, fieldsOf, idOf, listOf, textOf } from './fields.ts'
import { firstMoment } from './linear.ts'
import { contentText } from './text.ts'

/** One request of a session with all that Claude did about it. */
export interface SessionExchange {
  session: string
  /** Id of the request's entry. */
  id: string
  model: string
  request: string
  /** Calls and what came of them, oldest first; what tools answered is only told by its size: those are words of files and pages. */
  trace: (
    | { role: 'assistant'; content: string; toolCalls: { callId: string; tool: string; input: unknown }[] }
    | { role: 'tool'; content: string }
  )[]
  answer: string
  thoughts?: string
  atMs: number | undefined
  usage: SessionUsage
}

/** Tokens of an exchange, as the log tells them. */
export interface SessionUsage {
  inputTokens: number
  cacheWriteTokens: number
  cacheReadTokens: number
  outputTokens: number
}

/** Longer texts inside a call are cut: files that were written whole. */
const longestArgument = 2000
/** Nothing trains on a longer exchange. */
const longestExchange = 100_000
/** "yes", "go on": nobody can answer that without what came before. */
const fewestWords = 3

interface Open {
  session: string
  id: string
  request: string
  atMs: number | undefined
  parts: {
    text: string
    thoughts: string[]
    calls: { callId: string; tool: string; input: unknown }[]
    results: string[]
  }[]
  model: string
  /** By message: a message is logged once for each of its parts, with the same usage. */
  usage: Map<string, SessionUsage>
  characters: number
}

/** Puts the entries of one session log together into exchanges. */
export class SessionExchanges {
  #open: Open | undefined

  /** Answers the exchange before when this entry begins another; `begins` tells that it does. */
  add(value: unknown): { finished?: SessionExchange; begins: boolean } {
    const entry = fieldsOf(value)
    const message = fieldsOf(entry?.['message'])
    if (entry === undefined || message === undefined) return { begins: false }
    const own = entry['isMeta'] === true || entry['isCompactSummary'] === true || entry['isApiErrorMessage'] === true
    if (own || entry['isSidechain'] === true || idOf(entry['parent_tool_use_id']) !== undefined)
      return { begins: false }
    if (entry['type'] === 'assistant') this.#answer(message)
    if (entry['type'] !== 'user') return { begins: false }
    const results = (listOf(message['content']) ?? []).filter((block) => fieldsOf(block)?.['type'] === 'tool_result')
    for (const result of results) this.#result(fieldsOf(result) ?? {})
    const request = contentText(message['content']).trim()
    if (request === '' || (results.length > 0 && request !== '') || programWords.test(request)) return { begins: false }
    const finished = this.end()
    this.#open = {
      session: idOf(entry['sessionId']) ?? idOf(entry['session_id']) ?? '',
      id: idOf(entry['uuid']) ?? '',
      atMs: firstMoment(entry, ['timestamp']),
      ...{ request, parts: [], model: 'claude', usage: new Map(), characters: request.length },
    }
    return { begins: true, ...(finished === undefined ? {} : { finished }) }
  }

  /** The exchange that is open, where it has an answer; nothing is open afterwards. */
  end(): SessionExchange | undefined {
    const open = this.#open
    this.#open = undefined
    return open === undefined ? undefined : exchangeOf(open)
  }

  #answer(message: Fields): void {
    const open = this.#open
    if (open === undefined) return
    const model = textOf(message['model'])
    if (model !== undefined && !model.startsWith('<')) open.model = model
    const usage = fieldsOf(message['usage'])
    if (usage !== undefined) open.usage.set(idOf(message['id']) ?? String(open.usage.size), usageOf(usage))
    const blocks =
      typeof message['content'] === 'string'
        ? [{ type: 'text', text: message['content'] }]
        : (listOf(message['content']) ?? [])
    for (const block of blocks) this.#block(open, fieldsOf(block) ?? {})
  }

  #block(open: Open, block: Fields): void {
    const last = open.parts.at(-1)
    const part =
      last === undefined || last.results.length > 0 ? { text: '', thoughts: [], calls: [], results: [] } : last
    if (part !== last) open.parts.push(part)
    const text = textOf(block['text']) ?? ''
    if (block['type'] === 'text') part.text = part.text === '' ? text : `${part.text}\n${text}`
    const thought = block['type'] === 'thinking' ? textOf(block['thinking']) : undefined
    if (thought !== undefined) part.thoughts.push(thought)
    if (block['type'] === 'tool_use') {
      const input = shortened(block['input'])
      part.calls.push({ callId: idOf(block['id']) ?? '', tool: textOf(block['name']) ?? '', input })
      open.characters += JSON.stringify(input ?? {}).length
    }
    open.characters += text.length + (thought?.length ?? 0)
  }

  #result(block: Fields): void {
    const length = contentText(block['content']).length
    const said = block['is_error'] === true ? 'failed' : 'worked'
    this.#open?.parts.at(-1)?.results.push(`(${said}, ${length} characters)`)
  }
}

function exchangeOf({
  session,
  id,
  request,
  atMs,
  parts,
  model,
  usage,
  characters,
}: Open): SessionExchange | undefined {
  const last = parts.at(-1)
  // Cut off in the middle of its work, or too long or too short to learn from.
  if (last === undefined || last.text.trim() === '' || last.calls.length > 0) return undefined
  if (characters > longestExchange || request.split(/\s+/).length < fewestWords) return undefined
  const trace = parts.slice(0, -1).flatMap(({ text, calls, results }): SessionExchange['trace'] => {
    if (calls.length === 0) return []
    return [
      { role: 'assistant', content: text.trim(), toolCalls: calls },
      ...results.map((content) => ({ role: 'tool' as const, content })),
    ]
  })
  const thoughts = parts.flatMap((part) => part.thoughts).join('\n')
  return {
    ...{ session, id, model, request, trace, answer: last.text.trim(), atMs },
    ...(thoughts === '' ? {} : { thoughts }),
    usage: sumOf([...usage.values()]),
  }
}

function usageOf(usage: Fields): SessionUsage {
  const count = (name: string) => {
    const value = usage[name]
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
  }
  return {
    inputTokens: count('input_tokens'),
    cacheWriteTokens: count('cache_creation_input_tokens'),
    cacheReadTokens: count('cache_read_input_tokens'),
    outputTokens: count('output_tokens'),
  }
}

function sumOf(usages: readonly SessionUsage[]): SessionUsage {
  const sum = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 }
  for (const usage of usages) {
    sum.inputTokens += usage.inputTokens
    sum.cacheWriteTokens += usage.cacheWriteTokens
    sum.cacheReadTokens += usage.cacheReadTokens
    sum.outputTokens += usage.outputTokens
  }
  return sum
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string' && value.length > longestArgument) return `${value.slice(0, longestArgument)}…`
  if (Array.isArray(value)) return value.slice(0, 100).map(shortened)
  const fields = fieldsOf(value)
  if (fields === undefined) return value
  return Object.fromEntries(Object.entries(fields).map(([name, item]) => [name, shortened(item)]))
}
