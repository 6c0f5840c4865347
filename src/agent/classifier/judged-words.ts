import { bareRequest } from '../fast-path/courtesy.ts'
import { readUtterance } from '../fast-path/utterance.ts'

/** The words that are judged: without wake phrase and courtesies, contractions opened. */
export function judgedWords(text: string): string {
  return bareRequest(readUtterance(text)).line
}
