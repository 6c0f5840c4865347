import type { ScrapeDocument } from '../../../memory/ports.ts'
import type { ExampleDraft, ExtractOutcome, FoundDocument, ScrapeRun } from '../adapter.ts'
import { fieldsOf, listOf, textOf } from '../json-fields.ts'
import { answerDraft, isGoodQuestion, noteOf, type Question } from './posts.ts'

const pageSize = 50
/** Pages of one tag that are asked for; the best come first. */
const mostPages = 20

/** The best questions of a tag, with their texts (Stack Exchange API 2.3). */
export function questionsPage(api: URL, tag: string, page: number): FoundDocument {
  const url = new URL('/2.3/questions', api)
  const query = {
    site: 'stackoverflow',
    tagged: tag,
    sort: 'votes',
    order: 'desc',
    filter: 'withbody',
    pagesize: String(pageSize),
    page: String(page),
  }
  url.search = new URLSearchParams(query).toString()
  return { address: url.href }
}

function answersPage(api: URL, ids: readonly string[]): FoundDocument {
  const url = new URL(`/2.3/questions/${ids.join(';')}/answers`, api)
  url.search = new URLSearchParams({
    site: 'stackoverflow',
    sort: 'votes',
    order: 'desc',
    filter: 'withbody',
    pagesize: '100',
  }).toString()
  return { address: url.href }
}

/** A page of questions leads to the page of their answers and to the next one; questions are kept until then. */
export function* readApiPage(document: ScrapeDocument, api: URL, run: ScrapeRun): Generator<ExtractOutcome> {
  const page = parse(run.body())
  const items = listOf(page['items']).map(fieldsOf)
  if (page['items'] === undefined) return yield { refused: 'format' }
  const url = new URL(document.address)
  if (/\/answers$/.test(url.pathname)) {
    const drafts = items.flatMap((item) => draftOf(item, run) ?? [])
    return yield { drafts, position: 1, items: items.length }
  }
  const kept = items.filter((item) => {
    const accepted = item['accepted_answer_id'] === undefined ? undefined : String(item['accepted_answer_id'])
    return Number(item['answer_count']) > 0 && isGoodQuestion({ score: Number(item['score']) || 0, accepted })
  })
  const ids = kept.map((item) => Number(item['question_id'])).filter((id) => Number.isSafeInteger(id) && id > 0)
  const number = Number(url.searchParams.get('page'))
  const more = page['has_more'] === true && number < mostPages
  yield {
    ...{ drafts: [], position: 1, items: 1 },
    notes: kept.map((item) => ({ name: noteOf(String(item['question_id'])), text: JSON.stringify(questionOf(item)) })),
    found: [
      ...(ids.length === 0 ? [] : [answersPage(api, ids.map(String))]),
      ...(more ? [questionsPage(api, url.searchParams.get('tagged') ?? '', number + 1)] : []),
    ],
  }
}

/** How long the API asks not to be called, beside what the headers say. */
export function backoffMs(body: Uint8Array | undefined): number {
  const seconds = Number(parse(body)['backoff'])
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(3600, seconds) * 1000 : 0
}

function parse(body: Uint8Array | undefined): Record<string, unknown> {
  try {
    return fieldsOf(JSON.parse(new TextDecoder().decode(body)))
  } catch {
    return {}
  }
}

function questionOf(item: Record<string, unknown>): Question {
  return {
    title: decodeTitle(textOf(item['title'])),
    body: textOf(item['body']),
    tags: listOf(item['tags']).map(textOf),
    score: Number(item['score']) || 0,
    accepted: item['accepted_answer_id'] === undefined ? undefined : String(item['accepted_answer_id']),
  }
}

function draftOf(item: Record<string, unknown>, { note }: ScrapeRun): ExampleDraft | undefined {
  const kept = note(noteOf(String(item['question_id'])))
  const id = Number(item['answer_id'])
  if (kept === undefined || !Number.isSafeInteger(id)) return undefined
  const seconds = Number(item['creation_date'])
  return answerDraft(JSON.parse(kept) as Question, {
    ...{
      id: String(id),
      question: String(item['question_id']),
      body: textOf(item['body']),
      score: Number(item['score']) || 0,
    },
    accepted: item['is_accepted'] === true,
    author: decodeTitle(textOf(fieldsOf(item['owner'])['display_name'])) || undefined,
    licence: textOf(item['content_license']) || undefined,
    createdMs: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  })
}

/** The API sends titles and names as HTML text. */
function decodeTitle(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' }
  return text.replace(/&(?:#(\d{1,6})|(amp|lt|gt|quot));/g, (whole, code?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole
    return String.fromCodePoint(Math.min(0x10ffff, Number(code)))
  })
}
