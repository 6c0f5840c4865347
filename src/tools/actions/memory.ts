import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { type ActionMemory, assistantSpeaker, type Fact, type MemoryHit, userSpeaker } from '../../memory/ports.ts'
import { spokenDay } from '../spoken/clock-times.ts'
import { done, type Tool } from '../tool.ts'

const words = z.string().trim().min(1).max(2000)
const rememberInput = z.strictObject({ text: words.describe('What to remember, as the user said it') })
const recallInput = z.strictObject({ query: words.optional().describe('What it is about; the latest when absent') })
const forgetInput = z.strictObject({ query: words.describe('What to forget') })
const receiptSchema = z.object({ id: z.number().int() })

const mostTold = 3

type Parts = Pick<ActionMemory, 'facts' | 'recall' | 'forgetter'>

/** memory.remember, memory.recall, memory.forget: what the user told SAM to keep. */
export function createMemoryTools({ facts, recall: past, forgetter }: Parts): Tool[] {
  const remove = async (id: number) =>
    forgetter === undefined ? facts.remove(id) : (await forgetter.forget({ facts: [id] })).facts > 0
  const remember: Tool<z.infer<typeof rememberInput>> = {
    name: 'memory.remember',
    tier: 'reversible',
    summary: 'Remembers something that the user tells.',
    schema: rememberInput,
    timeoutMs: 5000,
    auditedAs: 'Remember what you told me.',
    describe: ({ text }) => `Remember: ${text}`,
    async run({ text }, { now, tainted }) {
      const { id } = facts.add(text, now, tainted)
      return done("I'll remember that.", { output: { id }, receipt: { id } })
    },
    async undo(receipt) {
      const { id } = receiptSchema.parse(receipt)
      if (!facts.remove(id)) throw new SamError('fact-gone', 'I have forgotten it already.')
      return done("I've forgotten it again.")
    },
  }

  const recall: Tool<z.infer<typeof recallInput>> = {
    name: 'memory.recall',
    tier: 'read',
    summary: 'Tells what the user asked SAM to remember.',
    schema: recallInput,
    timeoutMs: 5000,
    auditedAs: 'Look into my memory.',
    describe: ({ query }) => `Look into my memory${query === undefined ? '' : ` for ${query}`}.`,
    async run({ query = '' }, { now, signal }) {
      const found = facts.search(query, mostTold)
      if (found.length === 0 && query !== '' && past !== undefined) {
        const { hits } = await past.search({ query, limit: searched, kinds: ['turn', 'document'], signal })
        const fitting = hits.filter((hit) => fits(hit, query)).slice(0, mostTold)
        if (fitting.length > 0) return toldOfPast(fitting, now)
      }
      const output = found.map(({ id, text, toldAt }) => ({ id, text, at: toldAt.toISOString() }))
      if (found.length === 0) {
        return done(query === '' ? 'You have not told me anything yet.' : `I remember nothing about ${query}.`, {
          output,
        })
      }
      // What came into memory beside a stranger's words is read like them.
      const foreign = found.some((fact) => fact.tainted) ? { taints: true as const } : {}
      return { ...done(found.map((fact) => told(fact, now)).join(' '), { output }), ...foreign }
    },
  }

  const forget: Tool<z.infer<typeof forgetInput>> = {
    name: 'memory.forget',
    tier: 'confirm',
    summary: 'Forgets something for good.',
    asksEachTime: true,
    schema: forgetInput,
    timeoutMs: 5000,
    auditedAs: 'Forget what you told me.',
    describe: ({ query }) => `Forget what you told me about ${query}?`,
    async prepare({ query }) {
      const [fact] = facts.search(query, 1)
      if (fact === undefined) throw new SamError('fact-unknown', `I remember nothing about ${query}.`)
      return { input: { query }, sentence: `Forget for good that you said: ${fact.text}?` }
    },
    async run({ query }) {
      const [fact] = facts.search(query, 1)
      if (fact === undefined || !(await remove(fact.id)))
        throw new SamError('fact-unknown', `I remember nothing about ${query}.`)
      return done("It's forgotten.", { output: { id: fact.id } })
    },
  }

  return [remember, recall, forget]
}

/** How many are looked at for those that really fit. */
const searched = 10

const question = /\?\s*$|^(?:what|when|where|who|whom|whose|which|why|how|do|does|did|is|are|was|can|could|tell me)\b/i

/** What was only asked is no answer, and what shares no word with the question is a guess. */
function fits({ text }: MemoryHit, query: string): boolean {
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  const asked = query.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return !question.test(text) && asked.some((word) => word.length > 3 && words.has(word))
}

function toldOfPast(hits: readonly MemoryHit[], now: Date) {
  const output = hits.map(({ id, kind, text, at, source }) => ({ id, kind, text, source, at: at?.toISOString() }))
  // Only the user's own words are surely theirs.
  const foreign = hits.some(({ speaker }) => speaker !== userSpeaker) ? { taints: true as const } : {}
  return { ...done(hits.map((hit) => quoted(hit, now)).join(' '), { output }), ...foreign }
}

function quoted({ speaker, text, at }: MemoryHit, now: Date): string {
  const who = speaker === userSpeaker ? 'you said' : speaker === assistantSpeaker ? 'I said' : `${speaker} said`
  const day = at === undefined ? '' : ` ${spokenDay(at, now)}`
  const short = text.length > longestQuote ? `${text.slice(0, longestQuote).replace(/\s+\S*$/, '')}…` : text
  return `${who[0]?.toUpperCase()}${who.slice(1)}${day}: ${/[.!?…]$/.test(short) ? short : `${short}.`}`
}

/** More is not listened to. */
const longestQuote = 200

function told({ text, toldAt }: Fact, now: Date): string {
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`
  return `You told me ${spokenDay(toldAt, now)}: ${sentence}`
}
