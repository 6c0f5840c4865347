import { createReadStream } from 'node:fs'
import fs from 'node:fs/promises'
import { SamError } from '../../core/errors.ts'
import type { CommandContext } from './command.ts'

/**
 * Requests from a file, or from standard input for `-`: one a line, as they come. Only a newline ends a request; other
 * separators of Unicode (U+2028...) are part of it.
 * @throws SamError `input-unreadable`
 */
export async function* readRequests(context: CommandContext, file: string): AsyncGenerator<string> {
  const stream = file === '-' ? context.stdin : createReadStream(await readable(file))
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

async function readable(file: string): Promise<string> {
  try {
    const stat = await fs.stat(file)
    if (stat.isDirectory()) throw new SamError('input-unreadable', `${file} is a folder, not a file of requests.`)
    await fs.access(file, fs.constants.R_OK)
    return file
  } catch (cause) {
    if (cause instanceof SamError) throw cause
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new SamError('input-unreadable', missing ? `There is no file ${file}.` : `${file} cannot be read.`, { cause })
  }
}
