import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../../core/errors.ts'
import type { OpenMemory } from '../../../open-memory.ts'
import { defineCommand } from '../../command.ts'
import { factRecord, turnRecord } from './records.ts'
import { withMemory } from './with-memory.ts'

const everyFact = 1_000_000

export const exportAll = defineCommand({
  name: 'export',
  summary: 'everything that is remembered, as JSON lines or to read',
  options: {
    out: {
      type: 'text',
      value: 'file',
      summary: 'where to write it; .md gives text to read, anything else JSON lines',
    },
  },
  examples: ['sam memory export --out memory.jsonl', 'sam memory export --out memory.md'],
  async run(context, { options: { out } }) {
    return withMemory(context, async (memory) => {
      if (out === undefined) {
        for (const record of records(memory)) context.output.emit(record, () => JSON.stringify(record))
        return 0
      }
      const lines = path.extname(out) === '.md' ? markdown(memory) : jsonLines(memory)
      const count = await write(out, lines)
      context.output.emit({ type: 'memory-exported', file: out, count }, `${count} lines are in ${out}.`)
      return 0
    })
  },
})

function* records({ facts, log }: OpenMemory) {
  for (const fact of facts.list({ limit: everyFact, history: true })) yield factRecord(fact)
  for (const turn of log.all()) yield turnRecord(turn)
}

function* jsonLines(memory: OpenMemory): Generator<string> {
  for (const record of records(memory)) yield `${JSON.stringify(record)}\n`
}

function* markdown({ facts, log }: OpenMemory): Generator<string> {
  const day = (at: Date | undefined) => at?.toISOString().slice(0, 10) ?? ''
  yield '# What SAM remembers\n\n## Facts\n\n'
  for (const { text, toldAt, validTo } of facts.list({ limit: everyFact, history: true }))
    yield `- ${day(toldAt)}: ${text}${validTo === undefined ? '' : ` (until ${day(validTo)})`}\n`
  let heading = ''
  for (const { source, conversation, title, speaker, text, at } of log.all()) {
    const next = `\n## ${title ?? conversation} (${source})\n\n`
    if (next !== heading) yield next
    heading = next
    yield `**${speaker}**${at === undefined ? '' : ` ${day(at)}`}: ${text}\n\n`
  }
}

async function write(file: string, lines: Iterable<string>): Promise<number> {
  let count = 0
  try {
    const handle = await fs.promises.open(file, 'w', 0o600)
    try {
      for (const line of lines) {
        await handle.write(line)
        count += 1
      }
    } finally {
      await handle.close()
    }
  } catch (cause) {
    throw new SamError('output-unwritable', `${file} cannot be written.`, { cause })
  }
  return count
}
