import { createHash } from 'node:crypto'
import type { ChatMessage } from '../../../agent/ports.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import type { StoredExample, TrainingReader } from '../../../memory/ports.ts'
import type { Preference, Split, SplitPart } from '../split.ts'
import { callOf, callOpening, callText } from './calls.ts'
import type { Suite, SuiteItem } from './suite.ts'

export interface HeldOutTask {
  reader: TrainingReader
  split: Split
  part: Exclude<SplitPart, 'train'>
  preferences?: Iterable<Preference>
  /** At most so many examples and preferences each, chosen by their words; more only cost time. */
  limit: number
}

/** Longer ones are not asked: an evaluation must end. Characters of chat and answer together. */
const longestCharacters = 2000
/** Tools are told apart from so many others at most. */
const mostTools = 24

/**
 * What the user's own conversations ask of a model that never saw them: the calls that followed a request, and answers beside ones that were
 * not wanted (the primary suite, right or wrong); how surprising the answers are, by source.
 */
export function heldOutSuites({ reader, split, part, preferences = [], limit }: HeldOutTask): Suite[] {
  const chosen = fewest(limit, usable(reader, split, part), ({ contentHash }) => contentHash)
  const pairs = fewest(limit, ofPart(preferences, split, part), ({ prompt, chosen: wanted }) =>
    hashOf([prompt, wanted]),
  )
  const calls = chosen.flatMap((example) => callItem(example) ?? [])
  const tools = [...new Set(calls.map(({ call }) => call.name))].sort().slice(0, mostTools)
  const answered = chosen.filter((example) => callItem(example) === undefined)
  const captured: SuiteItem[] = [
    ...calls.filter(({ call }) => tools.includes(call.name)).map((item) => ({ ...item, tools })),
    ...pairs.map(preferenceItem),
    ...recognition(answered, new Set(pairs.map(({ group }) => group))),
  ]
  const sources = [...new Set(chosen.map(({ source }) => source))].sort()
  return [
    { name: 'captured', role: 'primary', items: captured },
    ...sources.map((source): Suite => {
      const items = chosen.filter((example) => example.source === source).map(lossItem)
      return { name: `loss.${source}`, role: 'told', items }
    }),
  ]
}

function* usable(reader: TrainingReader, split: Split, part: SplitPart): Generator<StoredExample> {
  for (const example of reader.each()) {
    const { messages } = example
    const length = messages.reduce((sum, { content }) => sum + content.length, 0)
    const last = messages.at(-1)
    // Other words for what is asked already would count twice.
    if (example.variationOf !== undefined) continue
    if (last?.role !== 'assistant' || length > longestCharacters || split.partOf(example) !== part) continue
    // Sampled as it is, a chat with results of tools is not what a model is asked in one go.
    if (
      messages.some(
        ({ role, tool_calls }, index) => role === 'tool' || (tool_calls !== undefined && index < messages.length - 1),
      )
    )
      continue
    yield example
  }
}

function* ofPart(preferences: Iterable<Preference>, split: Split, part: SplitPart): Generator<Preference> {
  for (const preference of preferences) if (split.partOfGroup(preference.group) === part) yield preference
}

/** Those with the smallest hashes: the same ones as long as they are there, wherever they came from. */
function fewest<Item>(limit: number, items: Iterable<Item>, hash: (item: Item) => string): Item[] {
  let kept: { key: string; item: Item }[] = []
  const cut = () => {
    kept.sort((one, other) => (one.key < other.key ? -1 : 1))
    kept = kept.slice(0, limit)
  }
  for (const item of items) {
    kept.push({ key: hash(item), item })
    if (kept.length > limit * 4) cut()
  }
  cut()
  return kept.map(({ item }) => item)
}

function chatOf({ messages }: StoredExample): ChatMessage[] {
  return messages.slice(0, -1).map(({ role, content }) => ({ role, content }) as ChatMessage)
}

function callItem(example: StoredExample): Extract<SuiteItem, { kind: 'call' }> | undefined {
  const last = example.messages.at(-1)
  const call = last === undefined ? undefined : callOf(last)
  if (call === undefined) return undefined
  const { contentHash: id, group: cluster } = example
  return {
    kind: 'call',
    id: `call ${id}`,
    cluster,
    chat: { messages: chatOf(example), begun: callOpening },
    call,
    tools: [],
  }
}

function preferenceItem({ group, prompt, chosen, rejected }: Preference): SuiteItem {
  const id = `preference ${hashOf([prompt, chosen, rejected])}`
  return { kind: 'preference', id, cluster: group, chat: { messages: prompt }, wanted: chosen, unwanted: rejected }
}

function lossItem(example: StoredExample): SuiteItem {
  const last = example.messages.at(-1)
  const call = last === undefined ? undefined : callOf(last)
  const answer = call === undefined ? (last?.content ?? '') : callText(call)
  const { contentHash: id, group: cluster } = example
  return { kind: 'loss', id: `loss ${id}`, cluster, chat: { messages: chatOf(example) }, answer }
}

/** Its own answer beside that of another conversation: what fits nothing cannot be learned from. */
function recognition(examples: readonly StoredExample[], paired: ReadonlySet<string>): SuiteItem[] {
  return examples.flatMap((example) => {
    if (paired.has(example.group)) return []
    const others = examples.filter(({ group, messages }) => {
      return group !== example.group && messages.at(-1)?.content !== example.messages.at(-1)?.content
    })
    const random = seededRandom(Number.parseInt(example.contentHash.slice(0, 8), 16))
    const other = others[Math.floor(random() * others.length)]?.messages.at(-1)?.content
    if (other === undefined) return []
    const item: SuiteItem = {
      kind: 'preference',
      id: `recognition ${example.contentHash}`,
      cluster: example.group,
      chat: { messages: chatOf(example) },
      wanted: example.messages.at(-1)?.content ?? '',
      unwanted: other,
    }
    return [item]
  })
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
