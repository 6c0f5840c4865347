import type { ScrapeAdapter } from '../adapter.ts'
import { fetchFile, noPlace, walkFiles } from '../local-files.ts'
import { backoffMs, questionsPage, readApiPage } from './api.ts'
import { readDump } from './dump.ts'

const home = new URL('https://api.stackexchange.com')
/** Without a key the API answers 300 requests a day. */
const requestsPerDay = 250
const tag = /^[\w.+#-]{1,35}$/

export interface StackOverflowOptions {
  /** Tags for the API; files and folders of the data dump. */
  places: readonly string[]
  /** The API itself unless a test stands in for it. */
  api?: URL
}

/**
 * Questions and answers of Stack Overflow: by its API, or from `Posts.xml` of its data dump. Answers that were accepted or scored well; each example
 * names author, title and address, as CC BY-SA asks.
 */
export function createStackOverflow({ places, api = home }: StackOverflowOptions): ScrapeAdapter {
  const isApi = (address: string) => address.startsWith(api.origin)
  return {
    *discover({ signal }) {
      if (places.length === 0) throw noPlace('stackoverflow', 'swift,swiftui')
      for (const place of places) {
        if (tag.test(place)) yield [questionsPage(api, place, 1)]
        else yield* walkFiles(place, { takes: (file) => /(?:^|\/)Posts\.xml$/i.test(file), signal })
      }
    },
    async fetch(document, { web, signal }) {
      if (!isApi(document.address)) return fetchFile(document)
      const purpose = 'questions and answers to learn from'
      const accept = /^application\/json\b/i
      return web.get({
        url: new URL(document.address),
        purpose,
        accept,
        known: document,
        signal,
        requestsPerDay,
        restsAfter: backoffMs,
      })
    },
    extract: (document, run) => (isApi(document.address) ? readApiPage(document, api, run) : readDump(document, run)),
  }
}
