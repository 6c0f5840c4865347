import type { ExampleDraft } from '../adapter.ts'
import { htmlToText } from '../html-text.ts'

/** A question as it is kept until its answers come by. */
export interface Question {
  title: string
  /** HTML. */
  body: string
  tags: string[]
  score: number
  /** Id of the answer that the one who asked took. */
  accepted: string | undefined
}

export interface Answer {
  id: string
  question: string
  body: string
  score: number
  accepted: boolean
  author: string | undefined
  /** As the site names it: "CC BY-SA 4.0". */
  licence: string | undefined
  createdMs: number | undefined
}

/** From this score on an answer is worth learning from, also when the one who asked did not take it. */
const wellScored = 5
/** An accepted answer that others voted down is not. */
const lowestAccepted = 0
const lowestQuestion = 0

export function isGoodQuestion({ score, accepted }: Pick<Question, 'score' | 'accepted'>): boolean {
  return score >= lowestQuestion || accepted !== undefined
}

export function isGoodAnswer({ score, accepted }: Pick<Answer, 'score' | 'accepted'>): boolean {
  return accepted ? score >= lowestAccepted : score >= wellScored
}

/** Name under which a question is kept. */
export const noteOf = (id: string) => `question ${id}`

/** The example of an answer, with whom its licence asks to name; undefined when it is not good enough. */
export function answerDraft(question: Question, answer: Answer): ExampleDraft | undefined {
  if (!isGoodAnswer(answer)) return undefined
  const tags = question.tags.length === 0 ? '' : `\n\nTags: ${question.tags.join(', ')}`
  const link = `https://stackoverflow.com/a/${answer.id}`
  const value = 0.65 + (answer.accepted ? 0.1 : 0) + Math.min(0.2, Math.log10(1 + Math.max(0, answer.score)) * 0.08)
  return {
    question: `${question.title}\n\n${htmlToText(question.body)}${tags}`,
    answer: htmlToText(answer.body),
    ...{ source: 'scraped_coding', category: 'coding', origin: link, group: `stackoverflow:${answer.question}` },
    quality: Math.round(value * 100) / 100,
    licence:
      `${answer.licence ?? 'CC BY-SA'}, ${answer.author ?? 'a user of Stack Overflow'}, "${question.title}", ${link}`.slice(
        0,
        200,
      ),
    ...(answer.createdMs === undefined ? {} : { createdMs: answer.createdMs }),
  }
}
