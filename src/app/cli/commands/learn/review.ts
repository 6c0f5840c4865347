import { SamError } from '../../../../core/errors.ts'
import { exampleSources } from '../../../../memory/imports/formats/training.ts'
import { defineCommand, defineGroup } from '../../command.ts'
import { emitCard, withReview } from './review/with-review.ts'

const oneExample = { '<example>': 'a number that "sam learn review list" shows, such as k12' }

const list = defineCommand({
  name: 'list',
  summary: 'the examples that were kept, the newest first',
  options: {
    source: { type: 'text', value: 'name', choices: exampleSources, summary: 'only of this source' },
    words: { type: 'text', value: 'words', summary: 'only those in which these words stand' },
    only: { type: 'text', value: 'kind', choices: ['excluded', 'rated'], summary: 'only those you judged so' },
    before: { type: 'text', value: 'example', summary: 'where the page before ended' },
    limit: { type: 'integer', value: 'count', default: 20, minimum: 1, maximum: 1000, summary: 'examples of one page' },
  },
  async run(context, { options: { source, words, only, before, limit } }) {
    const cards = withReview(context, (review) =>
      review.list({
        ...{ words, before, limit },
        source: exampleSources.find((one) => one === source),
        only: only as 'excluded' | 'rated' | undefined,
      }),
    )
    for (const card of cards) emitCard(context, card)
    return 0
  },
})

const show = defineCommand({
  name: 'show',
  summary: 'all that an example holds, and where it comes from',
  arguments: oneExample,
  async run(context, { arguments: [id = ''] }) {
    for (const card of withReview(context, (review) => review.show(id))) emitCard(context, card, true)
    return 0
  },
})

const rate = defineCommand({
  name: 'rate',
  summary: 'say whether an answer was good; bad ones are not learned from',
  arguments: { ...oneExample, '<rating>': 'good, bad or none' },
  async run(context, { arguments: [id = '', rating = ''] }) {
    if (rating !== 'good' && rating !== 'bad' && rating !== 'none')
      throw new SamError('usage', 'An answer is rated good, bad or none.', { kind: 'usage' })
    const rated = withReview(context, (review) => review.rate(id, rating === 'none' ? undefined : rating))
    for (const card of rated) emitCard(context, card)
    return 0
  },
})

const edit = defineCommand({
  name: 'edit',
  summary: 'put your own words in the place of an answer or a question; the answer before becomes the worse of a pair',
  arguments: oneExample,
  options: {
    answer: { type: 'text', value: 'text', summary: 'what the answer should have been' },
    question: { type: 'text', value: 'text', summary: 'what the question should have been' },
  },
  async run(context, { arguments: [id = ''], options: { answer, question } }) {
    const given = [answer, question].filter((text) => text !== undefined)
    if (given.length === 0 || given.some((text) => text.trim() === ''))
      throw new SamError('usage', 'Give --answer, --question or both, with words in them.', { kind: 'usage' })
    for (const card of withReview(context, (review) => review.edit(id, { answer, question })))
      emitCard(context, card, true)
    return 0
  },
})

const exclude = defineCommand({
  name: 'exclude',
  summary: 'never learn from an example',
  arguments: oneExample,
  async run(context, { arguments: [id = ''] }) {
    for (const card of withReview(context, (review) => review.exclude(id, true))) emitCard(context, card)
    return 0
  },
})

const include = defineCommand({
  name: 'include',
  summary: 'learn from an example again',
  arguments: oneExample,
  async run(context, { arguments: [id = ''] }) {
    for (const card of withReview(context, (review) => review.exclude(id, false))) emitCard(context, card)
    return 0
  },
})

export const review = defineGroup({
  name: 'review',
  summary: 'what was kept to learn from: list, show, rate, edit, exclude, include',
  subcommands: [list, show, rate, edit, exclude, include],
})
