import type { ChatMessage } from '../../../agent/ports.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import type { Suite, SuiteItem } from './suite.ts'

/** What somebody told of themselves or theirs, where rules understood it. */
export interface ToldFact {
  id: number
  text: string
  /** `user`, `sister`... */
  subject?: string
  attribute?: string
  value?: string
}

export const factsName = 'facts'
/** Ways to ask that nobody tells a fact in. */
const wordings = ['Can you tell me {}?', 'I forgot {}, which one was it?', 'Remind me, what was {}?']
const unknown = 'I do not know that yet.'
const others = 3
/** Newest first; more only cost time. */
const mostFacts = 40

/**
 * What the user told, asked in other words: with the fact at hand its value is to be chosen among those of other facts; with only other facts at
 * hand, not knowing is to be likelier than naming one of them. Facts belong to memory, not to training: this tells whether a model that
 * learned still reads them, and still admits what it does not know.
 */
export function factSuite(facts: Iterable<ToldFact>, system: ChatMessage): Suite {
  const told = [...facts].flatMap(understood).slice(0, mostFacts)
  const items = told.flatMap((fact): SuiteItem[] => {
    const distinct = told.filter(
      ({ named, value }) => named !== fact.named && value.toLowerCase() !== fact.value.toLowerCase(),
    )
    const strangers = drawn(distinct, others, fact.id)
    const [stranger] = strangers
    if (stranger === undefined) return []
    const question = wordings[fact.id % wordings.length]?.replace('{}', fact.named) ?? ''
    const asked = (known: readonly Understood[]): ChatMessage[] => [
      system,
      { role: 'user', content: [...known.map(({ text }) => `Remembered: ${text}`), question].join('\n') },
    ]
    const said = (value: string) => `${sentence(fact.named)} is ${value}.`
    const about = { cluster: `fact ${fact.id}` }
    return [
      {
        ...{ ...about, kind: 'choice', id: `fact ${fact.id} known`, right: said(fact.value) },
        chat: { messages: asked(drawn([fact, ...strangers], others + 1, fact.id + 1)) },
        wrong: strangers.map(({ value }) => said(value)),
      },
      {
        ...{ ...about, kind: 'preference', id: `fact ${fact.id} unknown`, wanted: unknown },
        chat: { messages: asked(strangers) },
        unwanted: said(stranger.value),
      },
    ]
  })
  return { name: factsName, role: 'told', items }
}

interface Understood {
  id: number
  text: string
  /** `my sister's home` */
  named: string
  value: string
}

function understood({ id, text, subject, attribute, value }: ToldFact): Understood[] {
  // "My opinion of tea is likes it" is no sentence.
  if (subject === undefined || attribute === undefined || value === undefined || attribute.startsWith('opinion'))
    return []
  return [{ id, text, value, named: subject === 'user' ? `my ${attribute}` : `my ${subject}'s ${attribute}` }]
}

function sentence(named: string): string {
  return named.replace(/^my/, 'Your')
}

/** So many of them, the same for the same seed. */
function drawn<Item>(list: readonly Item[], count: number, seed: number): Item[] {
  const random = seededRandom(seed)
  return list
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ item }) => item)
}
