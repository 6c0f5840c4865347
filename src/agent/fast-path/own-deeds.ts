import { type Grammar, pattern, readPatterns } from './grammar.ts'

const lastOne = '(that|this|it|what you [just] did|(the|your|my) last (thing|action|command|request|step|change|one))'

const patterns = [
  pattern('undo.last', `(undo|revert|reverse) [${lastOne}]`),
  pattern('undo.last', `take back ${lastOne}`),
  pattern('undo.last', '(take|put) (that|it) back [again]', { confidence: 0.85 }),
  pattern(
    'undo.last',
    '(put|set|change) (that|it|everything) back [to] [how|the way] (it|things) (was|were) [before]',
    {
      confidence: 0.9,
    },
  ),
  pattern(
    'audit.recent',
    'what (did you [just] do|have you [just] done) [(just now|today|last|lately|recently|so far|for me|earlier|this morning|yesterday)]',
  ),
  pattern(
    'audit.recent',
    '(show me|tell me|list) [(all|everything)] [what] you (did|have done) [(today|last|lately|recently|so far|for me|yesterday)]',
  ),
  pattern('audit.recent', 'what (was|is) the last (thing|action) [that] you [have] (did|done)'),
]

/** What SAM did before: telling it and taking it back. Questions about SAM's own deeds are requests, unlike others. */
export const ownDeedsGrammar: Grammar = {
  name: 'own deeds',
  read: (utterance, scene) => readPatterns(patterns, utterance, scene),
}
