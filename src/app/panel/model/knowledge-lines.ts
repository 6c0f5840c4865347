import type { ScrapeReport } from '../../../learning/ports.ts'
import { knowledgeWords } from '../strings/knowledge.ts'
import { countOf, formatCount, formatDate, formatTime } from './format.ts'

/** A reason why a document or an example gave nothing, for a person. */
export function reasonText(reason: string): string {
  const known = knowledgeWords.reasons[reason]
  if (known !== undefined) return known
  const status = /^(?:http|status)-(\d{3})$/.exec(reason)?.[1]
  return status === undefined ? reason.replaceAll('-', ' ') : knowledgeWords.http(status)
}

/** What a run came to, in a sentence or three. */
export function reportText({ items, examples, leftOut, stopped, dueMs }: ScrapeReport): string {
  const counted = countOf(examples, 'new example')
  const first =
    items === 0 && examples === 0 ? knowledgeWords.doneNothing : knowledgeWords.done(counted, formatCount(items))
  const without = Object.entries(leftOut).map(([reason, count]) => `${formatCount(count)} ${reasonText(reason)}`)
  return [
    first,
    ...(without.length === 0 ? [] : [`${knowledgeWords.leftOut}: ${without.join(', ')}.`]),
    ...(stopped === 'limit' ? [knowledgeWords.limit] : []),
    ...(dueMs === undefined ? [] : [knowledgeWords.due(`${formatDate(dueMs)}, ${formatTime(dueMs)}`)]),
  ].join(' ')
}

/** What somebody typed into a box with one place a line. */
export function placesOf(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean)
}
