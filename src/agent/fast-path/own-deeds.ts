import { type Grammar, pattern, readPatterns } from './grammar.ts'

const lastOne = '(that|this|it|what you [just] did|(the|your|my) last (thing|action|command|request|step|change|one))'

const patterns = [
  pattern('undo.last', `(undo|revert|reverse) [${lastOne}]`),
  pattern('undo.last', `take back ${lastOne}`),
  pattern('undo.last', '(take|put) (that|it) back [again]', { confidence: 0.85 }),
  pattern(
    'audit.recent',
    'what (did you [just] do|have you [just] done) [(just now|today|last|lately|so far|for me|earlier)]',
  ),
  pattern(
    'audit.recent',
    '(show me|tell me|list) [(all|everything)] [what] you (did|have done) [(today|last|lately|so far|for me)]',
  ),
  pattern('audit.recent', 'what (was|is) the last (thing|action) [that] you [have] (did|done)'),
]

/** What SAM did before: telling it and taking it back. Questions about SAM's own deeds are requests, unlike others. */
export const ownDeedsGrammar: Grammar = {
  name: 'own deeds',
  read: (utterance, scene) => readPatterns(patterns, utterance, scene),
}
