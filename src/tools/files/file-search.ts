import path from 'node:path'
import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { plainWords } from '../platform/name-words.ts'
import type { FileKind, FileMatch, FilesPort } from '../platform/port.ts'

const kinds = [
  'document',
  'pdf',
  'image',
  'video',
  'audio',
  'presentation',
  'spreadsheet',
  'folder',
  'archive',
  'code',
  'text',
] as const satisfies readonly FileKind[]

const day = z.iso.date()

/** What a file may be described by, as the fast path and a model say it. */
export const searchSlots = {
  query: z.string().trim().min(1).max(200).optional().describe('Words of its name'),
  kind: z.enum(kinds).optional(),
  from: day.optional().describe('Changed on this day or later, for example 2025-11-01'),
  to: day.optional().describe('Changed before this day'),
  latest: z.boolean().optional().describe('True when only the newest one is meant'),
}

/** A description of files; `recent` orders by last use instead of likeness. */
export type FileDescription = {
  [Slot in keyof typeof searchSlots]?: z.infer<(typeof searchSlots)[Slot]>
} & { recent?: boolean }

/** `closeness`: 3 the name is what was said, 2 it begins so, 1 it holds it as said, 0 it holds the words, -1 only the content does. */
export type FoundFile = FileMatch & { closeness: number }

export interface FoundFiles {
  /** The likeliest, best first. */
  files: FoundFile[]
  /** How many fit. */
  total: number
  /** False when not everything could be looked at. */
  complete: boolean
}

/** Words that people say around a name and that a name need not have. */
const smallWords = new Set('a an the of to for and or in on at with my our from about by'.split(' '))
const mostKept = 50

function wordsOf(query: string): string[] {
  const words = plainWords(query)
    .split(' ')
    .filter((word) => word !== '')
  const telling = words.filter((word) => !smallWords.has(word))
  return [...new Set(telling.length > 0 ? telling : words)]
}

/** "returns" is looked for as "return" too: people rarely say the number that the name has. */
function singular(word: string): string {
  return word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word
}

function midnight(date: string): Date {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number)
  return new Date(year, month - 1, dayOfMonth)
}

/** Until when "before" reaches where nothing was said: a file dated a little into the future is still there. */
const openEnd = (now: Date) => new Date(now.getTime() + 86_400_000)

/**
 * Looks files up by description and puts the likeliest first. An answer of none is certain: a search that could not look at
 * everything and found nothing is the error `timed-out`.
 */
export function createFileSearch(files: FilesPort) {
  return async (wanted: FileDescription, { signal, now }: { signal: AbortSignal; now: Date }): Promise<FoundFiles> => {
    const { query = '', kind, from, to, latest, recent } = wanted
    const look = (words: readonly string[]) =>
      files.find(
        {
          words,
          ...(kind === undefined ? {} : { kind }),
          ...(from === undefined && to === undefined
            ? {}
            : {
                modified: { from: midnight(from ?? '1970-01-01'), to: to === undefined ? openEnd(now) : midnight(to) },
              }),
          ...(recent === true ? { byRecentUse: true } : {}),
        },
        signal,
      )
    const words = wordsOf(query)
    let found = await look(words)
    const looser = words.map(singular)
    if (found.matches.length === 0 && found.complete && looser.join() !== words.join()) found = await look(looser)
    if (found.matches.length === 0 && !found.complete) {
      throw new SamError(
        'timed-out',
        'I could not look through everything in time, so I cannot say whether it is there.',
      )
    }
    const newestFirst = latest === true || recent === true || query === ''
    const ranked = found.matches
      .map((match) => ({ ...match, closeness: closeness(match.path, query) }))
      .sort(
        (a, b) =>
          (newestFirst ? 0 : b.closeness - a.closeness || depthOfFolder(a) - depthOfFolder(b)) || age(b) - age(a),
      )
    return { files: ranked.slice(0, mostKept), total: ranked.length, complete: found.complete }
  }
}

function closeness(file: string, query: string): number {
  const said = plainWords(query)
  const stem = plainWords(path.parse(file).name)
  const name = plainWords(path.basename(file))
  if (stem === said || name === said) return 3
  if (stem.startsWith(`${said} `)) return 2
  if (name.includes(said)) return 1
  return wordsOf(query).every((word) => name.includes(singular(word))) ? 0 : -1
}

/** Of folders called alike the one nearest to the top is meant: "open downloads". */
function depthOfFolder({ path: file, folder }: FileMatch): number {
  return folder === true ? file.split('/').length : 0
}

function age({ modifiedAt }: FileMatch): number {
  return modifiedAt?.getTime() ?? 0
}

/** Whether the first of several is so much likelier that it may be opened without asking back. */
export function isClearlyMeant([first, second]: readonly FoundFile[]): boolean {
  if (first === undefined || second === undefined) return first !== undefined
  if (first.closeness < 3) return false
  return second.closeness < 3 || depthOfFolder(first) < depthOfFolder(second)
}

/** "presentation called budget from before": the description in the words of an answer; empty when nothing was said. */
export function searchedFor({ query, kind, from, to }: FileDescription): string {
  const what = kind === undefined ? 'file' : kind
  const dated = from !== undefined || to !== undefined
  if (query === undefined && kind === undefined && !dated) return ''
  return [what, ...(query === undefined ? [] : [`called ${query}`]), ...(dated ? ['of that time'] : [])].join(' ')
}
