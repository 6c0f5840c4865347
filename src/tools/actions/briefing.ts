import { z } from 'zod'
import type { briefingSections } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import { localDate } from '../../core/local-time.ts'
import { addDays } from '../personal/moments.ts'
import type { CallContext, ToolRunner } from '../ports.ts'
import { done, type Tool, type ToolContext } from '../tool.ts'

const input = z.strictObject({
  position: z.number().int().min(1).max(20).optional().describe('From which section of the last briefing on'),
  detail: z.boolean().optional().describe('More on that section'),
})

export type BriefingSectionName = (typeof briefingSections)[number]

export interface BriefingSection {
  name: string
  spoken: string
}

interface SectionSource {
  tool: string
  /** What is said before a failure: "The news: ...". */
  title: string
  input(now: Date): Record<string, unknown>
  /** What "more on that" asks. */
  more(now: Date): Record<string, unknown>
}

const today = (now: Date) => ({ day: localDate(now) })
const tomorrow = (now: Date) => ({ day: localDate(addDays(now, 1)) })

const sources: Record<BriefingSectionName, SectionSource> = {
  calendar: { tool: 'calendar.list', title: 'Your calendar', input: today, more: tomorrow },
  reminders: { tool: 'reminders.list', title: 'Your reminders', input: today, more: () => ({}) },
  mail: { tool: 'mail.unread', title: 'Your mail', input: () => ({}), more: () => ({}) },
  weather: { tool: 'weather.now', title: 'The weather', input: () => ({}), more: tomorrow },
  learning: { tool: 'learning.last-night', title: 'What I learned', input: () => ({}), more: () => ({}) },
  news: { tool: 'news.headlines', title: 'The news', input: () => ({}), more: () => ({ position: 6 }) },
}

/** Nothing to tell, and no fault: these sections are left out. */
const leftOut = new Set([
  'not-on-this-platform',
  'weather-not-set-up',
  'news-not-set-up',
  'offline',
  'unknown-tool',
  'nothing-learned',
])

/**
 * briefing.now: the day in a few sentences. Each section is what one of the other tools says, so that policy and audit see
 * every look; one that fails is a sentence, not a failed briefing.
 */
export function createBriefingTools(sections: () => readonly BriefingSectionName[], runner: () => ToolRunner): Tool[] {
  let last: { name: BriefingSectionName; spoken: string }[] = []

  const ask = async (
    name: BriefingSectionName,
    question: Record<string, unknown>,
    context: ToolContext,
  ): Promise<string | undefined> => {
    const { tool, title } = sources[name]
    const { turnId, origin, signal } = context
    const call: CallContext = { turnId, origin, signal, tainted: false, dryRun: false, approveConfirm: false }
    const result = await runner().run({ callId: `${context.callId}-${name}`, tool, input: question }, call)
    signal.throwIfAborted()
    if (result.ok) return result.spoken
    return leftOut.has(result.code) ? undefined : `${title} is missing: ${result.spoken}`
  }

  const briefing: Tool<z.infer<typeof input>> = {
    name: 'briefing.now',
    tier: 'read',
    summary: 'Tells the day in short: calendar, reminders, mail, weather, news, and what SAM learned.',
    schema: input,
    timeoutMs: 60_000,
    taints: true,
    describe: () => 'Tell the daily briefing.',
    async run({ position, detail }, context) {
      if (position !== undefined) {
        const section = last[position - 1]
        if (section === undefined) return done('That was the whole briefing.', { output: { sections: [] } })
        if (detail === true) {
          const more = await ask(section.name, sources[section.name].more(context.now), context)
          return done(more ?? 'That is all I know about it.')
        }
        return told(last.slice(position - 1), position)
      }
      const wanted = sections()
      const spoken = await Promise.all(wanted.map((name) => ask(name, sources[name].input(context.now), context)))
      last = wanted.flatMap((name, index) => {
        const text = spoken[index]
        return text === undefined ? [] : [{ name, spoken: text }]
      })
      if (last.length === 0) {
        throw new SamError('briefing-empty', 'There is nothing yet that I could tell you in a briefing.', {
          remedy: 'Set weather.place or news.feeds with "sam config set".',
        })
      }
      return told(last, 1, greeting(context.now))
    },
  }
  return [briefing]
}

/** `first` is the position of the first of these sections in the whole briefing. */
function told(sections: readonly BriefingSection[], first: number, opening?: string) {
  const spoken = sections.map((section, index) =>
    index === 0 && opening !== undefined ? `${opening} ${section.spoken}` : section.spoken,
  )
  const output = { first, sections: sections.map(({ name }, index) => ({ name, spoken: spoken[index] ?? '' })) }
  return done(spoken.join(' '), { output })
}

function greeting(now: Date): string {
  const hour = now.getHours()
  const part = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  const day = now.toLocaleDateString('en-US', { weekday: 'long', month: 'long', day: 'numeric' })
  return `Good ${part}. It's ${day}.`
}
