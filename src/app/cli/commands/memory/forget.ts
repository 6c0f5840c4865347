import { SamError } from '../../../../core/errors.ts'
import type { Forgotten } from '../../../../memory/ports.ts'
import { countOf } from '../../../panel/model/format.ts'
import { defineCommand } from '../../command.ts'
import { terminalConsent } from '../../terminal-consent.ts'
import { withMemory } from './with-memory.ts'

export const forget = defineCommand({
  name: 'forget',
  summary: 'take something out for good: its words, its meaning, and what was learned from it',
  arguments: { '[words...]': 'words that all stand in what shall be forgotten' },
  options: {
    conversation: { type: 'text', value: 'name', summary: 'a whole conversation' },
    fact: { type: 'list', value: 'number', summary: 'a fact, by its number in "sam memory list"' },
    yes: { type: 'flag', summary: 'do not ask' },
  },
  examples: ['sam memory forget locker 42', 'sam memory forget --fact 7 --yes'],
  async run(context, { arguments: words, options: { conversation, fact, yes } }) {
    if (words.length === 0 && conversation === undefined && fact.length === 0)
      throw new SamError('usage', 'What shall I forget?', { kind: 'usage', remedy: 'sam memory forget --help' })
    return withMemory(context, async ({ log, forgetter }) => {
      const found = log.find({ words: words.join(' '), conversation })
      const facts = [...new Set([...found.facts, ...fact.map(Number)])]
      const asked = { turns: found.turns, facts, words: words.join(' ') }
      const counts = await forgetter.wouldForget(asked)
      const what = inWords(counts)
      if (what === '') throw new SamError('memory-unknown', 'I remember nothing like that.')
      for (const text of found.examples) context.output.say(`  ${text}`)
      if (!yes && !(await terminalConsent(context)?.(`Forget ${what} for good?`, 'confirm'))?.approved)
        throw new SamError('not-confirmed', `${what} would be forgotten; nothing was.`, {
          kind: 'refused',
          remedy: 'Add --yes.',
        })
      const forgotten = await forgetter.forget(asked)
      context.output.emit({ type: 'memory-forgotten', ...forgotten }, `Forgotten: ${inWords(forgotten)}.`)
      return 0
    })
  },
})

function inWords({ turns, facts, examples, elsewhere }: Forgotten): string {
  const counts: [number, string][] = [
    [turns, 'turn'],
    [facts, 'fact'],
    [examples, 'training example'],
    [elsewhere, 'other place'],
  ]
  const told = counts.flatMap(([count, name]) => (count === 0 ? [] : [countOf(count, name)])).join(', ')
  return elsewhere === 0 ? told : `${told} (versions, titles, instructions, what was set aside, the audit log)`
}
