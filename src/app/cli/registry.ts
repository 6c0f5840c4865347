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
    name: 'route',
    summary: 'say how requests would be understood; nothing is done',
    load: () => import('./commands/route.ts'),
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
    name: 'doctor',
    summary: 'what is missing on this machine, and how to mend it',
    load: () => import('./commands/doctor.ts'),
  },
]
