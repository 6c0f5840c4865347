import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const openInput = z.strictObject({
  url: z.string().trim().min(1).max(2000).describe('Address of the page; https when nothing is said'),
})
const searchInput = z.strictObject({ query: z.string().trim().min(1).max(500).describe('What to search the web for') })

const searchAddress = 'https://duckduckgo.com/?q='

/** An address that may be opened: http or https, a host with a dot or localhost, no user name in it. Error `address-unsafe`. */
function webAddress(text: string): string {
  const typed = text.trim()
  const complete = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed) ? typed : `https://${typed}`
  let url: URL
  try {
    url = new URL(complete)
  } catch (cause) {
    throw new SamError('address-unsafe', `"${typed}" is not a web address.`, { cause })
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new SamError('address-unsafe', 'I open only web pages: addresses that begin with http or https.')
  }
  // "https://bank.com@evil.example" shows one name and opens another.
  if (url.username !== '' || url.password !== '') {
    throw new SamError('address-unsafe', 'That address hides where it leads: it holds a user name.')
  }
  if (!/\.|^localhost$|^\[/.test(url.hostname)) throw new SamError('address-unsafe', `"${typed}" is not a web address.`)
  return url.href
}

/** web.open, web.search. */
export function createWebTools({ platform }: ToolServices): Tool[] {
  const open: Tool<z.infer<typeof openInput>> = {
    name: 'web.open',
    tier: 'reversible',
    onlyShows: true,
    summary: 'Opens a web page in the browser.',
    schema: openInput,
    timeoutMs: 15_000,
    describe: ({ url }) => `Open the page ${url}.`,
    async prepare({ url }) {
      const address = webAddress(url)
      return { input: { url: address }, target: new URL(address).hostname }
    },
    async run({ url }, { signal }) {
      const address = webAddress(url)
      await platform.web.open(address, signal)
      return done(`Opening ${new URL(address).hostname.replace(/^www\./, '')}.`, { output: { url: address } })
    },
  }

  const search: Tool<z.infer<typeof searchInput>> = {
    name: 'web.search',
    tier: 'reversible',
    onlyShows: true,
    summary: 'Searches the web in the browser.',
    schema: searchInput,
    timeoutMs: 15_000,
    describe: ({ query }) => `Search the web for ${query}.`,
    async run({ query }, { signal }) {
      const url = `${searchAddress}${encodeURIComponent(query.toWellFormed())}`
      await platform.web.open(url, signal)
      return done(`Searching the web for ${query}.`, { output: { url } })
    },
  }

  return [open, search]
}
