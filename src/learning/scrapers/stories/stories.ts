import fs from 'node:fs'
import { decodeText } from '../../../core/files/decode-text.ts'
import type { ScrapeDocument } from '../../../memory/ports.ts'
import type { ExtractOutcome, ScrapeAdapter, ScrapeRun } from '../adapter.ts'
import { fetchFile, isWebAddress, noPlace, walkFiles } from '../local-files.ts'
import { judgeStory } from './judge-story.ts'
import { readAo3 } from './read-ao3.ts'
import { readEpub } from './read-epub.ts'
import { readPlainStory } from './read-plain.ts'
import type { Story } from './story.ts'
import { storyDrafts } from './story-drafts.ts'

const mostFileBytes = 40_000_000
/** Letters; War and Peace has three million. */
const longestStory = 8_000_000
/** Also files without an ending: plain archives name them so. */
const storyFile = /(?:\.(?:epub|html?|xhtml|txt)|(?:^|\/)[^./]+)$/i

/**
 * Story archives: HTML and EPUB as AO3 offers them for download, and the layout of plain-text archives. What may be learned from
 * is decided by `judgeStory` on the whole work, and once more on each example.
 *
 * @param places files, folders and pages
 */
export function createStories(places: readonly string[]): ScrapeAdapter {
  return {
    findsAll: true,
    *discover({ signal }) {
      if (places.length === 0) throw noPlace('stories', '~/Stories')
      for (const place of places) {
        if (isWebAddress(place)) yield [{ address: place }]
        else yield* walkFiles(place, { takes: (file) => storyFile.test(file), signal })
      }
    },
    async fetch(document, { web, signal }) {
      if (!isWebAddress(document.address)) return fetchFile(document, mostFileBytes)
      const accept = /^(?:text\/html|application\/xhtml\+xml|text\/plain|application\/epub\+zip)\b/i
      return web.get({
        url: new URL(document.address),
        purpose: 'a story to learn from',
        accept,
        known: document,
        signal,
      })
    },
    async *extract(document, run): AsyncGenerator<ExtractOutcome> {
      const story = await readStory(document, run)
      if (story.text.length > longestStory) return yield { refused: 'too-large' }
      const refusal = judgeStory(story)
      if (refusal !== undefined) return yield { refused: refusal }
      const origin = story.origin ?? document.location ?? document.address
      yield { drafts: storyDrafts(story, origin), position: 1, items: 1 }
    },
  }
}

async function readStory(document: ScrapeDocument, { body, signal }: ScrapeRun): Promise<Story> {
  const place = document.location ?? document.address
  const sent = isWebAddress(document.address) ? body() : undefined
  const bytes = sent ?? (await fs.promises.readFile(document.address, { signal }))
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readAo3(await readEpub(bytes, signal))
  const text = decodeText(bytes, document.contentType ?? null)
  const isPage =
    /html/i.test(document.contentType ?? '') || /\.x?html?$/i.test(place) || /^\s*<(?:!doctype|html)/i.test(text)
  return isPage ? readAo3([text]) : readPlainStory(text, place)
}
