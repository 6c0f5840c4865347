import type { KeyName } from '../../../tools/ports.ts'
import { type Captures, type Grammar, pattern, readPatterns, type SlotReading } from '../grammar.ts'
import type { Utterance } from '../utterance.ts'

const pressing =
  (key: KeyName, times?: number) =>
  (_captures: Captures, utterance: Utterance): SlotReading => {
    const often = times ?? (/ (?:a lot|much)(?= |$)/.test(utterance.line) ? 3 : 1)
    return often === 1 ? { key } : { key, times: often }
  }
/** Lines of a "little". */
const aFewLines = 5

const little = '(a bit|a little|a little bit|slightly|a touch|a few lines|a couple of lines|a line)'
const more = `[(${little}|more|some more|a bit more|a little more|further|again|once|a lot|all the way)]`
const open = '(open|open up|create|make|start|add|give me|get me|bring up|pull up|i need|i want)'
const document = '(page|web page|document|file|text|article|list|window|site|pdf|screen)'
const here = `[(on|in) (this|that|the|my) ${document}]`

const press = (key: KeyName, template: string, times?: number) =>
  pattern('keyboard.press', template, { slots: pressing(key, times) })

const patterns = [
  press(
    'new-tab',
    `${open} [up] (a new|another|a|one more|an empty|a blank|a fresh|new) [(new|browser|empty|blank)] tab`,
  ),
  press('new-tab', '[(a|another)] new [browser] tab'),
  press(
    'reopen-tab',
    '(reopen|restore|bring back|get back|open) [(the|that|my|a)] [last] closed tab [(again|i [just] closed)]',
  ),
  press(
    'reopen-tab',
    '(reopen|restore|bring back|get back) (the|that|my) [last] tab [that] [i [just|last|accidentally] closed]',
  ),
  press('reopen-tab', '(open|get|bring) (the|that|my) [last] tab [that] i [just] closed [back|again]'),
  press('next-tab', '[(go|switch|move|jump|change|flip|take me)] [(to|on to)] [the] next tab'),
  press('previous-tab', '[(go|switch|move|jump|change|flip|take me)] [back] [to] [the] previous tab'),
  press('new-window', `${open} (a new|another|a fresh|new) [browser] window`),
  press('new-window', 'new [browser] window'),
  press(
    'reload',
    '[hard] (reload|refresh) [(the|this|that|my)] [current] [(page|web page|website|site|tab|browser|article)] [again]',
  ),
  press('reload', '(reload|refresh) (it|this|that) [again]'),
  press('back', '(go|move|take me|navigate|head) back (a|one|1) page'),
  press('back', '(go|move|navigate) back two pages', 2),
  press('back', '(go|move|navigate) back three pages', 3),
  press('back', '(go|move|take me|navigate) [back] to the (previous|last) (page|web page|website)'),
  press('back', '(press|hit|click|tap) [on] [the] back [button]'),
  press('forward', '(go|move|navigate) forward (a|one|1) page'),
  press('zoom-in', `zoom in ${more} ${here}`),
  press('zoom-out', `zoom out ${more} ${here}`),
  press('zoom-in', `make [(the|this|my)] (text|font|page|writing|letters|print) (bigger|larger) [${little}]`),
  press('zoom-out', `make [(the|this|my)] (text|font|page|writing|letters|print) smaller [${little}]`),
  press('zoom-in', '(increase|enlarge|raise|bump up) [the] (text|font) [size]'),
  press('zoom-out', '(decrease|reduce|shrink|lower) [the] (text|font) [size]'),
  press('actual-size', '(reset|undo|cancel) [the] zoom'),
  press(
    'actual-size',
    '(zoom|go) [back] to (actual|normal|original|a hundred percent|one hundred percent|100 percent) [size]',
  ),
  press('line-down', `scroll down ${little} ${here}`, aFewLines),
  press('line-up', `scroll up ${little} ${here}`, aFewLines),
  press('page-down', `(scroll|keep scrolling|page) down [(more|again|further|a page|one page|some more)] ${here}`),
  press('page-up', `(scroll|page) up [(more|again|further|a page|one page|some more)] ${here}`),
  press('page-down', '[(go|turn|flip|scroll|move)] [to] [the] next page'),
  press('page-down', '(turn|flip) the page'),
  press('page-up', '[(turn|flip|scroll)] [back] [to] [the] previous page'),
  press(
    'top',
    `(scroll|go|jump|take me|move) [all the way] [back] [up] to the [very] (top|beginning|start) [of] [(the|this|my|that)] [${document}]`,
  ),
  press(
    'bottom',
    `(scroll|go|jump|take me|move) [all the way] [down] to the [very] (bottom|end) [of] [(the|this|my|that)] [${document}]`,
  ),
  press('top', 'scroll (all the way up|up all the way)'),
  press('bottom', 'scroll (all the way down|down all the way)'),
  press('right', '[(go|move|skip|advance)] [on] [to] [(the|my)] next slide'),
  press('left', '[(go|move|skip)] [back] [to] [(the|my)] previous slide'),
  press('left', '(go|move|skip) back (a|one) slide'),
  press(
    'select-all',
    'select (all|everything|all of it|it all|all of (this|that|them|the text)|all [the] text|the whole (page|text|document|thing|lot))',
  ),
  press('copy', 'copy (this|it|the selection|the selected text|what i (selected|highlighted|have selected))'),
  press('cut', 'cut (this|that|the selection|the selected text|what i (selected|highlighted))'),
  press('redo', 'redo [(that|this|it|the last thing)]'),
  press('save', 'save (it|this|(the|this|my) [current] (document|file|work|changes|project))'),
  press('print', `print (it|this|that|(the|this|that|my) [current] (page|web page|document|file|article|pdf))`),
  press('escape', '(press|hit|tap) [the] escape [key|button]'),
]

/** Whole words of keys: what goes on otherwise is about something else. */
export const keysGrammar: Grammar = {
  name: 'keys',
  read(utterance, scene) {
    return utterance.tokens.length > 12 ? undefined : readPatterns(patterns, utterance, scene)
  },
}
