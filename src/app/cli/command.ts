import type { Logger } from '../../core/log.ts'
import type { Output } from './output.ts'

/** One option of a command; its key in `options` is camelCase and becomes `--kebab-case`. */
export type OptionDefinition = { summary: string } & (
  | { type: 'flag' }
  | { type: 'text' /** Name of the value in the help. */; value: string; default?: string; choices?: readonly string[] }
  | { type: 'number' | 'integer'; value: string; default?: number; minimum?: number; maximum?: number }
  /** May be given several times. */
  | { type: 'list'; value: string }
)

export type OptionDefinitions = Record<string, OptionDefinition>

type ValueOf<Definition> = Definition extends { type: 'flag' }
  ? boolean
  : Definition extends { type: 'list' }
    ? string[]
    : Definition extends { type: 'text' }
      ? Definition extends { default: string }
        ? string
        : string | undefined
      : Definition extends { default: number }
        ? number
        : number | undefined

/** What the user typed after the command's name, checked against the definition. */
export interface CommandInput<Options extends OptionDefinitions = OptionDefinitions> {
  /** Positional arguments in order. */
  arguments: string[]
  options: { [Name in keyof Options]: ValueOf<Options[Name]> }
}

/** What every command is given; commands reach for nothing else of the process. */
export interface CommandContext {
  output: Output
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal
  /** `--offline` was given; the config may forbid the network too. */
  offline: boolean
  /** To stderr; everything under `--verbose`, otherwise warnings and errors. */
  logger: Logger
  /** `--verbose` was given. */
  verbose: boolean
  environment: Record<string, string | undefined>
  /** SAM_HOME or its default. */
  home: string
  /** SAM_MODELS or its default. */
  modelsFolder: string
  stdin: NodeJS.ReadStream
}

/**
 * One command of `bin/sam`, in a file of its own under commands/, exported as `command`. Made by `defineCommand`, or by
 * `defineGroup` where it only holds subcommands.
 */
export interface CommandModule<Options extends OptionDefinitions = OptionDefinitions> {
  name: string
  /** One line, without a full stop. */
  summary: string
  /** Positional arguments in usage notation with their meaning, for example { '<wav...>': 'sound files' }. */
  arguments?: Record<string, string>
  options?: Options
  /** Lines shown at the end of the help, each a full command. */
  examples?: string[]
  subcommands?: CommandModule[]
  /** Answers the exit code; throws a SamError to fail with a message. Absent in a group. */
  run?(context: CommandContext, input: CommandInput<Options>): Promise<number>
}

/** Types the options for `run`. */
export function defineCommand<const Options extends OptionDefinitions = Record<never, never>>(
  command: CommandModule<Options> & { run: NonNullable<CommandModule<Options>['run']> },
): CommandModule {
  return command as CommandModule
}

/** A name that holds subcommands, for example `models`. */
export function defineGroup(group: Omit<CommandModule, 'run' | 'options' | 'arguments'>): CommandModule {
  return group
}
