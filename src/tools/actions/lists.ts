import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { findList, namedList, newListName } from '../personal/list-names.ts'
import { sameWords } from '../personal/same-words.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const list = z.string().trim().min(1).max(80).optional().describe('Name of the list, for example shopping')
const text = z.string().trim().min(1).max(500).optional()

const somethingGiven = (input: object) => Object.values(input).some((value) => value !== undefined)
const addInput = z
  .strictObject({ text: text.describe('The item; without it the list itself is made'), list })
  .refine(somethingGiven, { message: 'Say what to add, or the name of a new list.' })
const showInput = z.strictObject({ list: list.describe('The list to read; without it the names of all lists') })
const removeInput = z
  .strictObject({ text: text.describe('The item; without it the whole list goes'), list })
  .refine(somethingGiven, { message: 'Say which item or which list.' })

const addReceipt = z.object({ id: z.string().optional(), list: z.string().optional() })
const removeReceipt = z.object({ list: z.string(), items: z.array(z.string()) })

/** Input of lists.remove once it is known what is meant. */
type RemoveInput = z.infer<typeof removeInput> & { id?: string; items?: string[] }

const mostSpoken = 12
const mostRead = 200
const timeoutMs = 60_000

/** lists.add, lists.show, lists.remove: lists are those of Reminders. */
export function createListTools({ reminders }: Pick<ToolServices, 'reminders'>): Tool[] {
  const existing = async (spoken: string, signal: AbortSignal): Promise<string> => {
    const names = await reminders.lists(signal)
    const found = findList(spoken, names)
    if (found !== undefined) return found
    const known = names.length === 0 ? '' : ` There are: ${spokenList(names.slice(0, mostSpoken))}.`
    throw new SamError('list-not-found', `You have no list called ${spoken}.${known}`)
  }

  const add: Tool<z.infer<typeof addInput>> = {
    name: 'lists.add',
    tier: 'reversible',
    summary:
      'Puts an item on a list, which is made when there is none of that name; without an item only makes the list.',
    schema: addInput,
    timeoutMs,
    describe: (input) =>
      input.text === undefined
        ? `Make a list called ${newListName(input.list ?? '')}.`
        : `Put ${input.text} on ${input.list === undefined ? 'your list' : `the list ${newListName(input.list)}`}.`,
    async run(input, { signal }) {
      const wanted = namedList(input.list)
      const known = wanted === undefined ? undefined : findList(wanted, await reminders.lists(signal))
      const fresh = known === undefined && wanted !== undefined ? newListName(wanted) : undefined
      if (input.text === undefined) {
        if (wanted === undefined) throw new SamError('list-not-found', 'What shall the list be called?')
        if (fresh === undefined) return done(`You already have the list ${known}.`, { output: { list: known } })
        await reminders.createList(fresh, signal)
        return done(`I made the list ${fresh}.`, { output: { list: fresh }, receipt: { list: fresh } })
      }
      if (fresh !== undefined) await reminders.createList(fresh, signal)
      const named = known ?? fresh
      const made = await reminders.create({ text: input.text, ...(named === undefined ? {} : { list: named }) }, signal)
      const started = fresh === undefined ? '' : ' It is a new list.'
      return done(`I put ${input.text} on the list ${made.list}.${started}`, {
        output: { ...made, text: input.text },
        receipt: { id: made.id, ...(fresh === undefined ? {} : { list: fresh }) },
      })
    },
    async undo(receipt, { signal }) {
      const { id, list: fresh } = addReceipt.parse(receipt)
      if (id !== undefined) await reminders.remove(id, signal)
      if (fresh === undefined) return done('I took it off the list again.')
      // Others may have used the new list meanwhile.
      const { total } = await reminders.open({ list: fresh, limit: 1 }, signal)
      if (total > 0) return done(`I took it back. The list ${fresh} stays, since something is on it.`)
      await reminders.removeList(fresh, signal)
      return done(`I removed the list ${fresh} again.`)
    },
  }

  const show: Tool<z.infer<typeof showInput>> = {
    name: 'lists.show',
    tier: 'read',
    summary: 'Reads what is on a list, or tells which lists there are.',
    schema: showInput,
    timeoutMs,
    taints: true,
    describe: (input) => (input.list === undefined ? 'Tell which lists there are.' : `Read the list ${input.list}.`),
    async run(input, { signal }) {
      const wanted = namedList(input.list)
      if (wanted === undefined) {
        const names = await reminders.lists(signal)
        if (names.length === 0) return done('You have no lists.', { output: { lists: [] } })
        return done(`Your ${names.length === 1 ? 'list is' : 'lists are'} ${someOf(names, names.length)}.`, {
          output: { lists: names },
        })
      }
      const name = await existing(wanted, signal)
      const { reminders: items, total } = await reminders.open({ list: name, limit: mostRead }, signal)
      const output = { list: name, items: items.map((item) => item.text), total }
      if (total === 0) return done(`The list ${name} is empty.`, { output })
      return done(`On the list ${name}: ${someOf(output.items, total)}.`, { output })
    },
  }

  const remove: Tool<RemoveInput> = {
    name: 'lists.remove',
    tier: 'reversible',
    summary: 'Takes an item off a list, or removes a whole list after asking.',
    schema: removeInput,
    timeoutMs,
    describe: (input) =>
      input.text === undefined
        ? `Remove the whole list ${input.list}.`
        : `Take ${input.text} off ${input.list === undefined ? 'your list' : `the list ${input.list}`}.`,
    async prepare(input, { signal }) {
      const wanted = namedList(input.list)
      const name = wanted === undefined ? undefined : await existing(wanted, signal)
      const query = { ...(name === undefined ? {} : { list: name }), limit: mostRead }
      const { reminders: items, total } = await reminders.open(query, signal)
      if (input.text !== undefined) {
        const fitting = sameWords(items, input.text, (item) => item.text)
        const [first] = fitting
        if (first === undefined) {
          throw new SamError(
            'item-not-found',
            `${input.text} is not on ${name === undefined ? 'your lists' : `the list ${name}`}.`,
          )
        }
        if (fitting.length > 1) {
          const places = fitting.slice(0, mostSpoken).map((item) => `${item.text} on ${item.list}`)
          throw new SamError('item-ambiguous', `There are ${fitting.length}: ${spokenList(places)}. Which one?`)
        }
        return { input: { text: first.text, list: first.list, id: first.id } }
      }
      if (name === undefined) throw new SamError('list-not-found', 'Which list do you mean?')
      const holding = total === 0 ? 'which has no open items' : `with ${total} open ${total === 1 ? 'item' : 'items'}`
      return {
        input: { list: name, items: items.map((item) => item.text) },
        target: name,
        tier: 'confirm',
        sentence: `Remove the whole list ${name}, ${holding}; finished items cannot be brought back.`,
      }
    },
    async run(input, { signal }) {
      const { id, text: item, list: name = '', items = [] } = input
      if (item === undefined) {
        await reminders.removeList(name, signal)
        return done(`I removed the list ${name}.`, { output: { list: name }, receipt: { list: name, items } })
      }
      if (id === undefined) throw new Error('lists.remove runs only with the item that prepare found')
      await reminders.remove(id, signal)
      return done(`I took ${item} off the list ${name}.`, {
        output: { list: name, text: item },
        receipt: { list: name, items: [item] },
      })
    },
    async undo(receipt, { signal }) {
      const { list: name, items } = removeReceipt.parse(receipt)
      const names = await reminders.lists(signal)
      if (!names.includes(name)) await reminders.createList(name, signal)
      for (const item of items) await reminders.create({ text: item, list: name }, signal)
      const what = items.length === 1 ? items[0] : items.length === 0 ? 'The list' : `All ${items.length} items`
      return done(`${what} ${items.length > 1 ? 'are' : 'is'} back${items.length === 0 ? '' : ` on the list ${name}`}.`)
    },
  }

  return [add, show, remove]
}

function someOf(items: readonly string[], total: number): string {
  const told = items.slice(0, mostSpoken)
  const rest = total - told.length
  return spokenList(rest > 0 ? [...told, `${rest} more`] : told)
}
