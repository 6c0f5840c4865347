import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../../../core/errors.ts'
import { writtenJson } from '../../../../core/files/written-json.ts'
import { type NewTurn, userSpeaker } from '../../../../memory/ports.ts'
import type { OpenMemory } from '../../../memory/open-memory.ts'
import { type CommandContext, defineCommand } from '../../command.ts'
import { readRequests } from '../../read-requests.ts'
import { giveMeanings } from './give-meanings.ts'
import { withMemory } from './with-memory.ts'

const moment = z.iso.datetime({ offset: true, local: true }).or(z.iso.date())
const lineSchema = z.looseObject({
  id: z.string().min(1).max(500).optional(),
  conversation: z.string().min(1).max(500).default('file'),
  speaker: z.string().min(1).max(200).default(userSpeaker),
  text: z.string().min(1),
  at: moment.optional(),
})
const turnsABatch = 500

export const add = defineCommand({
  name: 'add',
  summary: 'keep something you tell, or what was said, from a file of JSON lines, or a document',
  arguments: { '[text...]': 'something to remember' },
  options: {
    in: {
      type: 'text',
      value: 'file',
      summary: 'one turn a line: {"id","conversation","speaker","text","at"}; - for standard input',
    },
    source: { type: 'text', value: 'name', default: 'file', summary: 'where it comes from' },
    document: { type: 'flag', summary: 'the file is a text to read: its paragraphs become passages' },
  },
  examples: [
    'sam memory add my locker is 42',
    'sam memory add --in turns.jsonl',
    'sam memory add --document --in manual.md',
  ],
  async run(context, { arguments: words, options: { in: file, source, document } }) {
    const text = words.join(' ').trim()
    if (file === undefined && text === '') {
      throw new SamError('usage', 'What shall I remember?', { kind: 'usage', remedy: 'sam memory add --help' })
    }
    return withMemory(context, async (memory) => {
      if (file === undefined) {
        memory.facts.add(text, new Date())
        context.output.emit({ type: 'memory-added', count: 1 }, 'I will remember that.')
        return 0
      }
      const read = { skipped: 0 }
      const turns = document ? readPassages(context, file, source) : readTurns(context, file, source, read)
      const { added, changed, unchanged } = await store(memory, turns)
      const record = { type: 'memory-added', count: added, changed, unchanged, skipped: read.skipped }
      context.output.emit(record, () => `${added} added, ${changed} changed, ${unchanged} known already.`)
      await giveMeanings(context, memory)
      return read.skipped === 0 ? 0 : 1
    })
  },
})

async function store({ turns }: OpenMemory, rows: AsyncIterable<NewTurn>) {
  const sum = { added: 0, changed: 0, unchanged: 0 }
  let batch: NewTurn[] = []
  const write = () => {
    const { added, changed, unchanged } = turns.addMany(batch)
    sum.added += added
    sum.changed += changed
    sum.unchanged += unchanged
    batch = []
  }
  for await (const row of rows) {
    batch.push(row)
    if (batch.length === turnsABatch) write()
  }
  write()
  return sum
}

/** A line that is no turn is told and left out; it does not take the others with it. */
async function* readTurns(
  context: CommandContext,
  file: string,
  source: string,
  read: { skipped: number },
): AsyncGenerator<NewTurn> {
  let number = 0
  for await (const line of readRequests(context, file)) {
    number += 1
    if (line.trim() === '') continue
    const parsed = lineSchema.safeParse(writtenJson(line))
    if (!parsed.success) {
      read.skipped += 1
      context.logger.warn(`Line ${number} of ${file} is no turn and is left out: ${z.prettifyError(parsed.error)}`)
      continue
    }
    const { id, conversation, speaker, text, at } = parsed.data
    yield {
      source,
      conversation,
      speaker,
      text,
      origin: 'import',
      ...(id === undefined ? {} : { id }),
      ...(at === undefined ? {} : { at: new Date(at) }),
    }
  }
}

async function* readPassages(context: CommandContext, file: string, source: string): AsyncGenerator<NewTurn> {
  const title = path.basename(file)
  const passage = (text: string, number: number): NewTurn => ({
    source,
    conversation: title,
    kind: 'document',
    title,
    id: String(number),
    speaker: title,
    text,
    origin: 'import',
  })
  let number = 0
  let lines: string[] = []
  for await (const line of readRequests(context, file)) {
    if (line.trim() !== '') {
      lines.push(line)
      continue
    }
    if (lines.length > 0) yield passage(lines.join('\n'), ++number)
    lines = []
  }
  if (lines.length > 0) yield passage(lines.join('\n'), ++number)
}
