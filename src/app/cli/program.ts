import { SamError } from '../../core/errors.ts'
import { editDistance } from '../../core/numbers/edit-distance.ts'
import type { CommandContext } from './command.ts'
import type { CommonOptions } from './parser.ts'
import { commands as allCommands, type CommandEntry } from './registry.ts'

const commonFlags = ['--json', '--offline', '--verbose', '--help']

/** The first screen of `sam --help`. */
export function overview(commands: CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 3
  return [
    'SAM, a voice agent for the Mac: it hears you, does things, answers aloud, and keeps what it knows on this machine.',
    '',
    'Usage: sam <command> [options]',
    '',
    'Commands:',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    'Every command takes:',
    '  --help      what it does and its options',
    '  --json      results as one JSON object per line on stdout',
    '  --offline   make no network call',
    '  --verbose   log every step to stderr',
    '',
    'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something is missing, 4 refused by policy, 130 cancelled',
    '',
  ].join('\n')
}

/** Names that look like the unknown one: those one or two typing mistakes away. */
function similar(name: string, commands: CommandEntry[]): string[] {
  return commands.map((entry) => entry.name).filter((known) => known.startsWith(name) || editDistance(known, name) <= 2)
}

/**
 * Finds the command, reads its arguments and runs it. Answers the exit code; throws SamError.
 * @param context makes what the command is given from the common options
 * @param print writes help text
 */
export async function runProgram(
  argv: string[],
  context: (common: CommonOptions) => CommandContext,
  print: (text: string) => void,
  commands: CommandEntry[] = allCommands,
): Promise<number> {
  const at = argv.findIndex((argument) => !commonFlags.includes(argument))
  const first = argv[at]
  const name = first === 'help' ? (argv[at + 1] ?? '--help') : first
  if (name === undefined && !argv.includes('--help'))
    throw new SamError('usage', 'Which command?', { kind: 'usage', remedy: 'sam --help' })
  if (name === undefined || name === '--help') {
    print(overview(commands))
    return 0
  }
  const entry = commands.find((candidate) => candidate.name === name)
  if (entry === undefined) {
    const close = similar(name, commands)
    const hint = close.length === 0 ? '' : ` Did you mean ${close.map((known) => `"${known}"`).join(' or ')}?`
    const what = name.startsWith('-') ? 'option' : 'command'
    throw new SamError('usage', `There is no ${what} "${name}".${hint}`, { kind: 'usage', remedy: 'sam --help' })
  }
  const { command } = await entry.load()
  const { parseCommand } = await import('./parser.ts')
  const before = argv.slice(0, at)
  const after = first === 'help' ? ['--help'] : argv.slice(at + 1)
  const parsed = parseCommand(command, [...before, ...after])
  if (parsed.kind === 'help') {
    print(parsed.text)
    return 0
  }
  const run = parsed.command.run
  if (run === undefined)
    throw new SamError('usage', `"${name}" needs a subcommand.`, { kind: 'usage', remedy: `sam ${name} --help` })
  return await run.call(parsed.command, context(parsed.common), parsed.input)
}
