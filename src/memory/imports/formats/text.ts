import { longTextMark } from '../read/intake.ts'
import { fieldsOf, listOf, textOf } from './fields.ts'

/** Kinds of blocks whose text is what was written or said; blocks of other kinds are pictures, tools, thinking. */
const spokenKinds = new Set(['text', 'audio_transcription', 'voice_note', 'input_text', 'output_text'])

/** The words of one part of a message: a text, or an object that holds one. */
function partText(part: unknown): string | undefined {
  if (typeof part === 'string') return part
  const fields = fieldsOf(part)
  if (fields === undefined) return undefined
  const kind = fields['content_type'] ?? fields['type']
  if (kind !== undefined && !(typeof kind === 'string' && spokenKinds.has(kind))) return undefined
  return textOf(fields['text']) ?? textOf(fields['content'])
}

/** The words of a message's content in any of the forms that programs have for it; empty when it has none. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  const fields = fieldsOf(content)
  const parts = listOf(content) ?? listOf(fields?.['parts'])
  if (parts === undefined) return textOf(fields?.['text']) ?? textOf(fields?.['content']) ?? ''
  return parts
    .map(partText)
    .filter((text) => text !== undefined && text.trim() !== '')
    .join('\n')
}

/** Why a message without words has none, by the kinds of its blocks. */
export function reasonWithoutText(content: unknown): 'tool' | 'thinking' | 'no-text' {
  const kinds = (listOf(content) ?? []).map((block) => String(fieldsOf(block)?.['type']))
  if (kinds.some((kind) => /(?:^|_)tool_(?:use|result)$/.test(kind))) return 'tool'
  return kinds.some((kind) => /thinking|^thoughts$/.test(kind)) ? 'thinking' : 'no-text'
}

/** Marks of sources in ChatGPT's texts, between characters that no font has. */
const citations = /\uE200[^\uE201]{0,500}\uE201/g

/** A text as it is kept: only whole characters, without marks that mean nothing outside the program. `too-long` was left out on reading. */
export function cleanText(text: string): string | 'too-long' | undefined {
  if (text.includes(longTextMark)) return 'too-long'
  const clean = text.replaceAll('\u0000', '').replace(citations, '').toWellFormed().trim()
  return clean === '' ? undefined : clean
}
