import { SamError } from '../../../../core/errors.ts'
import { type Category, categories, type Pattern, type PatternStore } from '../../../../memory/ports.ts'
import { openHistory } from '../../../memory/open-history.ts'
import { defineCommand } from '../../command.ts'

const nameOf = ({ category, facet, value }: Pattern) => `${category}/${facet}/${value}`

/** Error `pattern-unknown` (usage). */
function correct(patterns: PatternStore, names: readonly string[], verdict: 'wrong' | 'right' | undefined): void {
  for (const name of names) {
    const [category = '', facet = '', ...value] = name.split('/')
    const known = categories.find((one) => one === category)
    if (known !== undefined && patterns.correct(known, facet, value.join('/'), verdict)) continue
    const remedy = 'sam memory patterns'
    throw new SamError('pattern-unknown', `There is no pattern "${name}".`, { kind: 'usage', remedy })
  }
}

function inWords(pattern: Pattern): string {
  const { value, count, of, examples, verdict } = pattern
  const seen = examples.map(({ title, conversation }) => title ?? conversation).join('; ')
  const said = verdict === undefined ? '' : verdict === 'wrong' ? '  (you: wrong)' : '  (you: right)'
  return `    ${value}: ${count} of ${of}${said}${seen === '' ? '' : `  e.g. ${seen}`}`
}

export const patterns = defineCommand({
  name: 'patterns',
  summary: 'your ways, as your conversations show them, with the evidence; say which are wrong',
  options: {
    category: { type: 'text', value: 'category', choices: categories, summary: 'only these conversations' },
    wrong: { type: 'list', value: 'pattern', summary: 'this is not so: it shapes no answer any more' },
    right: { type: 'list', value: 'pattern', summary: 'this is so, whatever the counts say' },
    undo: { type: 'list', value: 'pattern', summary: 'take back what you said of it' },
  },
  examples: ['sam memory patterns', 'sam memory patterns --wrong "coding/language/Java"'],
  async run({ home, output }, { options: { category, wrong, right, undo } }) {
    const opened = openHistory(home)
    try {
      correct(opened.patterns, wrong, 'wrong')
      correct(opened.patterns, right, 'right')
      correct(opened.patterns, undo, undefined)
      const found = opened.patterns.list(category as Category | undefined)
      if (found.length === 0) output.say('No patterns yet. They come with your history: sam import --help')
      let heading = ''
      for (const pattern of found) {
        const next = `${pattern.category}: ${pattern.title}`
        if (next !== heading) output.say(`${next}`)
        heading = next
        output.emit({ type: 'pattern', name: nameOf(pattern), ...pattern }, () => inWords(pattern))
      }
      return 0
    } finally {
      opened.close()
    }
  },
})
