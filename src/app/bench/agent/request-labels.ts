import fs from 'node:fs'
import { z } from 'zod'

const lineSchema = z.looseObject({ text: z.string(), action: z.string().optional(), intent: z.string().optional() })
export type LabelledRequest = z.infer<typeof lineSchema>

/** The requests of one file; none where it is not there. */
export function readLines(file: string): LabelledRequest[] {
  if (!fs.existsSync(file)) return []
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => lineSchema.parse(JSON.parse(line)))
}

/** Which tools are right for a coarse label of the public request sets; a label that is none of these wants no tool at all. */
export const toolsOfLabel: Readonly<Record<string, RegExp>> = {
  calendar: /^(?:calendar|reminders)\./,
  music: /^(?:media|sound)\./,
  mail: /^mail\./,
  timer_alarm: /^(?:time\.(?:timer|alarm|list|cancel)|reminders\.create)/,
  clock: /^time\.(?:now|date)/,
  volume: /^sound\./,
  reminders_notes: /^(?:reminders|lists|notes)\./,
  weather: /^weather\./,
  news: /^news\./,
  contacts: /^(?:contacts|phone)\./,
  calculator: /^(?:math|units)\./,
  open_app_media: /^(?:apps\.open|media\.)/,
}

/** Tools that answer from what SAM has at hand: no harm where they are not needed. */
export const harmless = /^(?:control|memory|audit|time\.(?:now|date)|math|units)\b/
