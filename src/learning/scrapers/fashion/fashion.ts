import fs from 'node:fs'
import path from 'node:path'
import { parse as parseCsv } from 'csv-parse'
import { decodeText } from '../../../core/files/decode-text.ts'
import type { ScrapeDocument } from '../../../memory/ports.ts'
import type { ExampleDraft, ExtractOutcome, ScrapeAdapter, ScrapeRun } from '../adapter.ts'
import { boundedLines } from '../bounded-lines.ts'
import { fieldsOf } from '../json-fields.ts'
import { fetchFile, isWebAddress, noPlace, walkFiles } from '../local-files.ts'
import { readGallery } from './gallery.ts'
import { lookDraft, lookOf } from './look.ts'

const recordsAtOnce = 200
const mostRecordLetters = 200_000
const mostWholeBytes = 50_000_000
const taken = /\.(?:csv|tsv|jsonl|ndjson|json|html?)$/i

/**
 * Fashion archives: what they say of their images (tables, JSON, pages with captions), never the images. Files of any size are read record by
 * record; JSON that is one value, and pages, up to 50 MB.
 *
 * @param places files, folders and pages
 */
export function createFashion(places: readonly string[]): ScrapeAdapter {
  return {
    findsAll: true,
    *discover({ signal }) {
      if (places.length === 0) throw noPlace('fashion', '~/Archives/runway')
      for (const place of places) {
        if (isWebAddress(place)) yield [{ address: place }]
        else yield* walkFiles(place, { takes: (file) => taken.test(file), signal })
      }
    },
    async fetch(document, { web, signal }) {
      if (!isWebAddress(document.address)) return fetchFile(document)
      const accept =
        /^(?:text\/(?:html|csv|tab-separated-values)|application\/(?:xhtml\+xml|json|ld\+json|x-ndjson|jsonl))\b/i
      return web.get({
        url: new URL(document.address),
        purpose: 'captions to learn from',
        accept,
        known: document,
        signal,
      })
    },
    async *extract(document, run): AsyncGenerator<ExtractOutcome> {
      const origin = document.location ?? document.address
      let drafts: ExampleDraft[] = []
      let at = 0
      for await (const record of records(document, run)) {
        at += 1
        if (at <= document.position) continue
        const look = lookOf(record)
        const draft = look === undefined ? undefined : lookDraft(look, `${origin}#${at}`)
        if (draft !== undefined) drafts.push(draft)
        if (at % recordsAtOnce !== 0) continue
        yield { drafts, position: at, items: recordsAtOnce }
        drafts = []
      }
      yield { drafts, position: at, items: Math.max(1, at % recordsAtOnce) }
    },
  }
}

async function* records(document: ScrapeDocument, run: ScrapeRun): AsyncGenerator<Record<string, unknown>> {
  const { address, contentType = '' } = document
  const body = isWebAddress(address) ? run.body() : undefined
  const ending = isWebAddress(address) ? endingOf(contentType, address) : path.extname(address).slice(1).toLowerCase()
  if (/^(?:csv|tsv)$/.test(ending)) return yield* tableRecords(document, body, ending === 'tsv' ? '\t' : ',')
  if (/^(?:jsonl|ndjson)$/.test(ending)) return yield* lineRecords(document, body, run.signal)
  if (body === undefined && fs.statSync(address).size > mostWholeBytes)
    throw new RangeError('too large to be read at once')
  const text = decodeText(body ?? fs.readFileSync(address), contentType)
  if (/^x?html?$/.test(ending)) return yield* readGallery(text)
  const value: unknown = JSON.parse(text)
  const list = Array.isArray(value) ? value : (Object.values(fieldsOf(value)).find(Array.isArray) ?? [value])
  for (const item of list as unknown[]) yield fieldsOf(item)
}

function endingOf(contentType: string, address: string): string {
  if (/html/i.test(contentType)) return 'html'
  if (/csv/i.test(contentType)) return 'csv'
  if (/tab-separated/i.test(contentType)) return 'tsv'
  return /ndjson|jsonl/i.test(contentType) || /\.(?:jsonl|ndjson)$/i.test(new URL(address).pathname) ? 'jsonl' : 'json'
}

async function* tableRecords({ address }: ScrapeDocument, body: Uint8Array | undefined, delimiter: string) {
  const settings = {
    columns: true,
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: mostRecordLetters,
  }
  const parser = parseCsv(settings)
  if (body !== undefined) parser.end(body)
  else
    fs.createReadStream(address)
      .on('error', (error) => parser.destroy(error))
      .pipe(parser)
  for await (const record of parser) yield record as Record<string, unknown>
}

function* lineRecords({ address }: ScrapeDocument, body: Uint8Array | undefined, signal: AbortSignal) {
  const limits = { from: 0, mostBytes: mostRecordLetters, signal }
  for (const { line } of boundedLines(body ?? address, limits)) {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch {
      continue
    }
    yield fieldsOf(value)
  }
}
