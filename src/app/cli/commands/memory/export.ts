import fs from 'node:fs'
import path from 'node:path'
import { SamError } from '../../../../core/errors.ts'
import { checkPlace } from '../../../../core/files/check-place.ts'
import { memoryAsJsonLines, memoryAsMarkdown, memoryRecords } from '../../../memory/memory-export.ts'
import { defineCommand } from '../../command.ts'
import { withMemory } from './with-memory.ts'

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
        for (const record of memoryRecords(memory)) context.output.emit(record, () => JSON.stringify(record))
        return 0
      }
      const lines = path.extname(out) === '.md' ? memoryAsMarkdown(memory) : memoryAsJsonLines(memory)
      const count = await write(out, lines)
      context.output.emit({ type: 'memory-exported', file: out, count }, `${count} lines are in ${out}.`)
      return 0
    })
  },
})

/** An earlier export stays until the new one is whole, where a link leads to it, too. A device or a pipe takes it line by line. */
async function write(file: string, lines: Iterable<string>): Promise<number> {
  const place = await fs.promises.realpath(file).catch(() => file)
  const there = await fs.promises.stat(place).catch(() => undefined)
  const isFile = there === undefined || there.isFile() || there.isDirectory()
  const draft = isFile ? `${place}.${process.pid}.part` : place
  let count = 0
  try {
    const handle = await fs.promises.open(draft, 'w', 0o600)
    try {
      for (const line of lines) {
        await handle.writeFile(line)
        count += 1
      }
    } finally {
      await handle.close()
    }
    if (isFile) await fs.promises.rename(draft, place)
  } catch (cause) {
    throw new SamError('output-unwritable', `${file} cannot be written.`, { remedy: checkPlace, cause })
  } finally {
    if (isFile) await fs.promises.rm(draft, { force: true })
  }
  return count
}
