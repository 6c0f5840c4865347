import { createReadStream } from 'node:fs'
import fs from 'node:fs/promises'
import { checkPath, SamError } from '../../core/errors.ts'
import type { CommandContext } from './command.ts'

/**
 * Lines of a file, or from standard input for `-`, as they come. Only a newline ends one; other
 * separators of Unicode (U+2028...) are part of it.
 * @throws SamError `input-unreadable`
 */
export async function* readRequests(context: CommandContext, file: string): AsyncGenerator<string> {
  const stream = file === '-' ? context.stdin : createReadStream(await readable(file))
  const decoder = new TextDecoder()
  let rest = ''
  let isFirst = true
  for await (const chunk of stream) {
    const bytes = chunk as Uint8Array
    if (isFirst && bytes.includes(0)) throw noText(file)
    isFirst = false
    rest += decoder.decode(bytes, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '')
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

/** No text in UTF-8 has a zero byte, and nearly every other file has one soon. */
function noText(file: string): SamError {
  return new SamError('input-unreadable', `${file === '-' ? 'Standard input' : file} is not plain text in UTF-8.`, {
    remedy: 'Save it as plain text (UTF-8) first.',
  })
}

async function readable(file: string): Promise<string> {
  try {
    const stat = await fs.stat(file)
    if (stat.isDirectory()) throw new SamError('input-unreadable', `${file} is a folder, not a file.`)
    await fs.access(file, fs.constants.R_OK)
    return file
  } catch (cause) {
    if (cause instanceof SamError) throw cause
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new SamError('input-unreadable', missing ? `There is no file ${file}.` : `${file} cannot be read.`, {
      cause,
      remedy: checkPath,
    })
  }
}
