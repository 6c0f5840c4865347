import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'scripts')

export interface ScriptFacts {
  /** False: the script takes no arguments, and run-applescript runs it. */
  takesData: boolean
  /** The application it talks to when that is fixed, as macOS names it in a permission question. */
  application?: string
  /** Its bundle identifier, where the script may start it: then it is opened once when it is found not running. */
  bundleId?: string
  /** AppleScript when absent. JavaScript answers JSON; it knows no `with timeout`, so the process time-out is its only one. */
  language?: 'JavaScript'
  /** Longer than the script's own `with timeout`, so that the script's better error comes first. */
  timeoutMs: number
}

/** Every script that SAM may run. The sources are constant files: nothing is ever inserted into them. */
export const scripts = {
  'list-applications': { takesData: false, application: 'System Events', timeoutMs: 6000 },
  'front-application': { takesData: false, application: 'System Events', timeoutMs: 6000 },
  'running-applications': { takesData: true, timeoutMs: 4000 },
  'quit-application': { takesData: true, timeoutMs: 13_000 },
  'unsaved-documents': { takesData: true, timeoutMs: 5000 },
  'set-volume': { takesData: true, timeoutMs: 6000 },
  'set-muted': { takesData: true, timeoutMs: 6000 },
  music: { takesData: true, application: 'Music', timeoutMs: 8000 },
  spotify: { takesData: true, application: 'Spotify', timeoutMs: 8000 },
  'set-input-level': { takesData: true, timeoutMs: 6000 },
  windows: { takesData: true, application: 'System Events', language: 'JavaScript', timeoutMs: 15_000 },
  desktop: { takesData: true, application: 'System Events', language: 'JavaScript', timeoutMs: 8000 },
  finder: { takesData: true, application: 'Finder', language: 'JavaScript', timeoutMs: 60_000 },
  browser: { takesData: true, language: 'JavaScript', timeoutMs: 12_000 },
  'music-library': personal('Music', 'com.apple.Music', 20_000),
  reminders: personal('Reminders', 'com.apple.reminders', 15_000),
  notes: personal('Notes', 'com.apple.Notes', 25_000),
  calendar: personal('Calendar', 'com.apple.iCal', 20_000),
  mail: personal('Mail', 'com.apple.mail', 30_000),
  contacts: personal('Contacts', 'com.apple.AddressBook', 15_000),
  messages: personal('Messages', 'com.apple.MobileSMS', 15_000),
} as const satisfies Record<string, ScriptFacts>

export type ScriptName = keyof typeof scripts

/** An application that holds what is the user's own. */
function personal(application: string, bundleId: string, timeoutMs: number) {
  return { takesData: true, application, bundleId, language: 'JavaScript', timeoutMs } as const
}

const sources = new Map<ScriptName, string>()

export function scriptSource(name: ScriptName): string {
  const known = sources.get(name)
  if (known !== undefined) return known
  const { language }: ScriptFacts = scripts[name]
  const ending = language === undefined ? 'applescript' : 'js'
  const source = fs.readFileSync(path.join(folder, `${name}.${ending}`), 'utf8')
  sources.set(name, source)
  return source
}

/** Separates the fields of a script's answer: ASCII unit separator, which no name holds. */
const fieldSeparator = '\u001f'

export function fields(answer: string): string[] {
  return answer
    .split(fieldSeparator)
    .map((field) => field.trim())
    .filter((field) => field !== '')
}
