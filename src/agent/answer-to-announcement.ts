import type { RoutedRequest } from './ports.ts'
import { acknowledgements } from './small-talk.ts'

/** What one says to an alarm or a briefing and hardly to anybody else. */
const answers = new Set(['time.snooze', 'time.cancel', 'reminders.complete', 'briefing.now'])

/**
 * Whether a request, said without the wake word, answers what SAM said of its own accord: a word of control ("stop", "quiet"),
 * "snooze", "turn off the alarm", "skip", "okay", "thanks". Nobody spoke to SAM before, so any other talk is not for it.
 */
export function answersAnnouncement({ route, intent = '', reply }: RoutedRequest): boolean {
  if (route === 'control' || (route === 'command' && answers.has(intent))) return true
  return reply !== undefined && acknowledgements.has(reply)
}
