import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { sameWords } from '../personal/same-words.ts'
import type { Note } from '../platform/personal-port.ts'
import { ended } from '../spoken/ended.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const text = z.string().trim().min(1).max(20_000)
const title = z.string().trim().min(1).max(200)

const createInput = z.strictObject({
  text: text.describe('What the note says'),
  title: title.optional().describe('Its first line, where it has one of its own'),
})
const searchInput = z.strictObject({
  query: title.optional().describe('Words in the title or the text; without them the newest notes'),
})
const appendInput = z.strictObject({
  text: text.describe('What to add at the end'),
  title: title.describe('Words of the title of the note'),
})
const createReceipt = z.object({ id: z.string() })
const appendReceipt = z.object({ id: z.string(), text: z.string(), title: z.string() })

/** Input of notes.append once it is known which note is meant. */
type AppendInput = z.infer<typeof appendInput> & { id?: string }

const mostFound = 20
const mostSpoken = 5
const longestSpoken = 400
const timeoutMs = 65_000

/** notes.create, notes.search, notes.append. */
export function createNoteTools({ platform }: ToolServices): Tool[] {
  const { notes } = platform

  const create: Tool<z.infer<typeof createInput>> = {
    name: 'notes.create',
    tier: 'reversible',
    summary: 'Makes a new note.',
    schema: createInput,
    timeoutMs,
    describe: (input) =>
      ended(`Make a note${input.title === undefined ? '' : ` called ${input.title}`}: ${input.text}`),
    async run(input, { signal }) {
      const wanted = { text: input.text, ...(input.title === undefined ? {} : { title: input.title }) }
      const { id } = await notes.create(wanted, signal)
      const what = input.title ?? cut(input.text, 120)
      return done(ended(`I made a note: ${what}`), { output: { id }, receipt: { id } })
    },
    async undo(receipt, { signal }) {
      await notes.remove(createReceipt.parse(receipt).id, signal)
      return done('I removed the note again.')
    },
  }

  const search: Tool<z.infer<typeof searchInput>> = {
    name: 'notes.search',
    tier: 'read',
    summary: 'Finds notes by words in them and reads one that is found alone.',
    schema: searchInput,
    timeoutMs,
    taints: true,
    describe: ({ query }) => (query === undefined ? 'List the newest notes.' : `Look for notes about ${query}.`),
    async run({ query }, { signal }) {
      const { notes: found, total } = await notes.search(
        { ...(query === undefined ? {} : { query }), limit: mostFound },
        signal,
      )
      const output = { notes: found.map(({ id, title: name, text: body }) => ({ id, title: name, text: body })), total }
      const [first] = found
      if (first === undefined)
        return done(`I found no note${query === undefined ? 's' : ` about ${query}`}.`, { output })
      if (total === 1) return done(read(first), { output })
      const told = found.slice(0, mostSpoken).map((note) => note.title)
      const rest = total - told.length
      return done(`There are ${total} notes: ${spokenList(rest > 0 ? [...told, `${rest} more`] : told)}.`, { output })
    },
  }

  const append: Tool<AppendInput> = {
    name: 'notes.append',
    tier: 'reversible',
    summary: 'Adds a paragraph at the end of a note.',
    schema: appendInput,
    timeoutMs,
    describe: (input) => ended(`Add to the note ${input.title}: ${input.text}`),
    async prepare(input, { signal }) {
      const { notes: found } = await notes.search({ query: input.title, inTitle: true, limit: mostFound }, signal)
      const note = theOne(
        sameWords(found, input.title, (one) => one.title),
        found,
        input.title,
      )
      return { input: { text: input.text, title: note.title, id: note.id } }
    },
    async run(input, { signal }) {
      if (input.id === undefined) throw new Error('notes.append runs only with the note that prepare found')
      await notes.append(input.id, input.text, signal)
      return done(`I added it to the note ${input.title}.`, {
        output: { id: input.id, title: input.title },
        receipt: { id: input.id, text: input.text, title: input.title },
      })
    },
    async undo(receipt, { signal }) {
      const { id, text: added, title: name } = appendReceipt.parse(receipt)
      if (await notes.takeBack(id, added, signal)) return done(`I took it out of the note ${name} again.`)
      throw new SamError('note-changed', `The note ${name} was changed meanwhile, so I leave it as it is.`)
    },
  }

  return [create, search, append]
}

/** Errors: `note-not-found`, `note-ambiguous`, `note-locked`, `note-has-attachments`. */
function theOne(fitting: readonly Note[], found: readonly Note[], wanted: string): Note {
  const candidates = fitting.length > 0 ? fitting : found
  const [note] = candidates
  if (note === undefined) throw new SamError('note-not-found', `I found no note called ${wanted}.`)
  if (candidates.length > 1) {
    const names = candidates.slice(0, mostSpoken).map((one) => one.title)
    throw new SamError('note-ambiguous', `There are ${candidates.length}: ${spokenList(names)}. Which one?`)
  }
  if (note.locked)
    throw new SamError('note-locked', `The note ${note.title} is locked.`, { remedy: 'Unlock it in Notes.' })
  if (note.attachments) {
    throw new SamError(
      'note-has-attachments',
      `The note ${note.title} holds pictures or files, which Notes could lose if I wrote into it.`,
      { remedy: 'Add the text in Notes itself.' },
    )
  }
  return note
}

function read({ title, text: body, locked }: Note): string {
  if (locked) return `The note ${title} is locked.`
  // The title is the first line of the text.
  const rest = body.startsWith(title) ? body.slice(title.length).trim() : body
  return rest === '' ? `There is one note: ${title}.` : `The note ${title} says: ${cut(rest, longestSpoken)}`
}

function cut(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= longest ? line : `${line.slice(0, longest).replace(/ \S*$/, '')} and so on`
}
