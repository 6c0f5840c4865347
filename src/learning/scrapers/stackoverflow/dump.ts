import fs from 'node:fs'
import type { ScrapeDocument } from '../../../memory/ports.ts'
import type { ExampleDraft, Extraction, ScrapeRun } from '../adapter.ts'
import { boundedLines } from '../bounded-lines.ts'
import { readHtml } from '../read-html.ts'
import { type Answer, answerDraft, isGoodAnswer, isGoodQuestion, noteOf, type Question } from './posts.ts'

/** Posts have at most 30,000 letters; a longer line is none. */
const mostRowBytes = 1_000_000
const rowsAtOnce = 500

/**
 * `Posts.xml` of the data dump, from a byte on: one row a line, read piece by piece, so that a dump of any size needs no more memory than
 * its longest row. Questions are kept as notes, since their answers follow anywhere behind them. Position is a byte of the file.
 */
export function* readDump(
  document: ScrapeDocument,
  { note, signal }: Pick<ScrapeRun, 'note' | 'signal'>,
): Generator<Extraction> {
  let batch = emptyBatch()
  for (const { line, end } of boundedLines(document.address, {
    from: document.position,
    mostBytes: mostRowBytes,
    signal,
  })) {
    const row = line.trim()
    if (!row.startsWith('<row ')) continue
    const post = readRow(row)
    batch.items += 1
    if (post !== undefined && 'title' in post.value) takeQuestion(post.id, post.value, batch)
    else if (post !== undefined && 'question' in post.value) takeAnswer(post.value, batch, note)
    if (batch.items < rowsAtOnce) continue
    yield { ...batch, position: end }
    batch = emptyBatch()
  }
  yield { ...batch, position: fs.statSync(document.address).size }
}

function emptyBatch() {
  return { drafts: [] as ExampleDraft[], notes: [] as { name: string; text: string }[], items: 0 }
}

function takeQuestion(id: string, question: Question, { notes }: ReturnType<typeof emptyBatch>): void {
  if (isGoodQuestion(question)) notes.push({ name: noteOf(id), text: JSON.stringify(question) })
}

function takeAnswer(answer: Answer, batch: ReturnType<typeof emptyBatch>, note: ScrapeRun['note']): void {
  // Whether it was accepted stands in its question alone; most answers need no look at it.
  if (!isGoodAnswer({ ...answer, accepted: true })) return
  const name = noteOf(answer.question)
  // Written by SAM itself, in this batch or an earlier one.
  const kept = batch.notes.find((one) => one.name === name)?.text ?? note(name)
  if (kept === undefined) return
  const question = JSON.parse(kept) as Question
  const draft = answerDraft(question, { ...answer, accepted: question.accepted === answer.id })
  if (draft !== undefined) batch.drafts.push(draft)
}

function readRow(row: string): { id: string; value: Question | Answer } | undefined {
  let attributes: Record<string, string> | undefined
  readHtml(
    row,
    {
      onopentag(name, found) {
        if (name === 'row') attributes ??= found
      },
    },
    { xmlMode: true },
  )
  const { Id: id, PostTypeId: type, ParentId: parent, Title: title, Body: body } = attributes ?? {}
  if (attributes === undefined || id === undefined || !/^\d+$/.test(id) || body === undefined) return undefined
  const score = Number(attributes['Score'] ?? 0) || 0
  if (type === '1' && title !== undefined) {
    // `<swift><arrays>`, or `|swift|arrays|` since 2024.
    const tags = (attributes['Tags'] ?? '').split(/[<>|]/).filter((tag) => tag !== '')
    return { id, value: { title, body, tags, score, accepted: attributes['AcceptedAnswerId'] } }
  }
  if (type !== '2' || parent === undefined) return undefined
  const user = attributes['OwnerUserId']
  const author =
    attributes['OwnerDisplayName'] ?? (user === undefined ? undefined : `https://stackoverflow.com/users/${user}`)
  const createdMs = Date.parse(`${attributes['CreationDate'] ?? ''}Z`)
  const answer: Answer = {
    ...{ id, question: parent, body, score, accepted: false, author, licence: attributes['ContentLicense'] },
    createdMs: Number.isNaN(createdMs) ? undefined : createdMs,
  }
  return { id, value: answer }
}
