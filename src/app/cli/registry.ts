import type { CommandModule } from './command.ts'

/** What `sam --help` knows of a command before its file is loaded. */
export interface CommandEntry {
  name: string
  /** The same line as in the command's own module. */
  summary: string
  load(): Promise<{ command: CommandModule }>
}

/** Every command, in the order of the help. A command is a file under commands/ and a line here. */
export const commands: CommandEntry[] = [
  {
    name: 'start',
    summary: 'SAM itself, in the menu bar or as a page in the browser',
    load: () => import('./commands/start.ts'),
  },
  {
    name: 'ask',
    summary: 'one request in words, or one a line from a file',
    load: () => import('./commands/ask.ts'),
  },
  {
    name: 'listen',
    summary: 'the whole loop with recordings in place of the microphone',
    load: () => import('./commands/listen.ts'),
  },
  {
    name: 'say',
    summary: 'speak, or write the sound to a file',
    load: () => import('./commands/say.ts'),
  },
  {
    name: 'transcribe',
    summary: 'write down what is said in recordings',
    load: () => import('./commands/transcribe.ts'),
  },
  {
    name: 'route',
    summary: 'say how requests would be understood; nothing is done',
    load: () => import('./commands/route.ts'),
  },
  {
    name: 'briefing',
    summary: 'the daily briefing now: calendar, reminders, mail, weather, news',
    load: () => import('./commands/briefing.ts'),
  },
  {
    name: 'wake',
    summary: 'the words that wake SAM: list, train, test, rollback, remove, only-me',
    load: () => import('./commands/wake.ts'),
  },
  {
    name: 'voices',
    summary: 'voices of your own: list, add, use, remove, convert',
    load: () => import('./commands/voices.ts'),
  },
  {
    name: 'import',
    summary: 'bring in your history from ChatGPT, Claude and Claude Code, and training files',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'memory',
    summary: 'what SAM remembers: add, search, list, forget, export, stats, patterns, effect, categorise',
    load: () => import('./commands/memory.ts'),
  },
  {
    name: 'scrape',
    summary: 'custom knowledge: list, enable, disable, run, status',
    load: () => import('./commands/scrape.ts'),
  },
  {
    name: 'learn',
    summary:
      'what SAM learns from: status, review, sessions, prepare, build, train, evaluate, promote, rollback, night',
    load: () => import('./commands/learn.ts'),
  },
  {
    name: 'models',
    summary: 'the speech, language and other models: list, fetch, check',
    load: () => import('./commands/models.ts'),
  },
  {
    name: 'config',
    summary: 'show and change the settings',
    load: () => import('./commands/config.ts'),
  },
  {
    name: 'audit',
    summary: 'everything SAM did, was refused, or sent off this machine',
    load: () => import('./commands/audit.ts'),
  },
  {
    name: 'undo',
    summary: 'take the last action back, where that is possible',
    load: () => import('./commands/undo.ts'),
  },
  {
    name: 'policy',
    summary: 'what SAM may do: list, allow, deny, forget',
    load: () => import('./commands/policy.ts'),
  },
  {
    name: 'timers',
    summary: 'timers and alarms that are set',
    load: () => import('./commands/timers.ts'),
  },
  {
    name: 'doctor',
    summary: 'what is missing on this machine, and how to mend it',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'bench',
    summary: 'measure SAM, beside a baseline from the same run',
    load: () => import('./commands/bench.ts'),
  },
]
