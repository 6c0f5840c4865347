import type { Command } from '../core/events.ts'
import { phrase } from './fast-path/phrase.ts'
import type { Utterance } from './fast-path/utterance.ts'
import type { ToldBriefing } from './ports.ts'

/** How long after a briefing its words still steer it. */
export const steerableMs = 10 * 60_000

const phrases = (templates: string[]) => templates.map(phrase)

const moves = {
  next: phrases([
    '(skip|next) [(this|that|it|one|please|section|part|topic|story|to the next (one|section|part))]',
    '[the] next (one|section|part|topic) [please]',
    'move on',
    'go to the next (one|section|part|topic)',
  ]),
  again: phrases([
    '(repeat|again) [(that|this|it)] [please]',
    '(say|read|tell me) (that|this|it) again [please]',
    '(say|read) (that|this|it) (once more|one more time)',
    'what was that [again]',
  ]),
  back: phrases(['(go|jump) back', '[the] (previous|last) (one|section|part)', 'back']),
  more: phrases([
    '[tell me|give me] more [(on|about) (that|this|it)] [please]',
    '[the|more] details [(on|about) (that|this|it)] [please]',
    'go on about (that|this|it)',
  ]),
  continue: phrases([
    '(continue|resume|carry on|go on|keep going|go ahead) [(please|with (the|my) briefing|the briefing|my briefing)]',
    'where were we',
  ]),
}

/** What the words mean for the briefing that was told last; undefined when they do not speak of it. */
export function steerBriefing(bare: Utterance, { position, finished }: ToldBriefing): Command | undefined {
  const to = (section: number): Command => ({ intent: 'briefing.now', slots: { position: Math.max(1, section) } })
  const means = (name: keyof typeof moves) => moves[name].some((words) => words.match(bare.line) !== null)
  if (means('next')) return to(position + 1)
  if (means('again')) return to(position)
  if (means('back')) return to(position - 1)
  if (means('more')) return { intent: 'briefing.now', slots: { position, detail: true } }
  if (means('continue')) return to(finished ? position + 1 : position)
  return undefined
}
