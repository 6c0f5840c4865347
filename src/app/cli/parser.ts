import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { SamError } from '../../core/errors.ts'
import type { CommandInput, CommandModule, OptionDefinition } from './command.ts'

/** What the command line asks for: a help text, or a command to run with its input. */
export type Parsed =
  | { kind: 'help'; text: string }
  | { kind: 'run'; command: CommandModule; input: CommandInput; common: CommonOptions }

/** Options of every command. */
export interface CommonOptions {
  json: boolean
  offline: boolean
  verbose: boolean
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function numberParser(definition: Extract<OptionDefinition, { type: 'number' | 'integer' }>) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(value)) throw new InvalidArgumentError(`"${text}" is not a number.`)
    if (definition.type === 'integer' && !Number.isInteger(value))
      throw new InvalidArgumentError('It must be a whole number.')
    const { minimum = -Infinity, maximum = Infinity } = definition
    if (value < minimum) throw new InvalidArgumentError(`It must be at least ${minimum}.`)
    if (value > maximum) throw new InvalidArgumentError(`It must be at most ${maximum}.`)
    return value
  }
}

function toOption(name: string, definition: OptionDefinition): Option {
  const flag = `--${kebab(name)}`
  if (definition.type === 'flag') return new Option(flag, definition.summary)
  const option = new Option(`${flag} <${definition.value}>`, definition.summary)
  if (definition.type === 'list') {
    return option.argParser((text: string, before: string[]) => [...before, text]).default([], 'none')
  }
  if (definition.type !== 'text') option.argParser(numberParser(definition))
  else if (definition.choices !== undefined) option.choices(definition.choices)
  return definition.default === undefined ? option : option.default(definition.default)
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Errors are thrown, and printed in one place for people and as JSON. */
const quiet = { outputError: () => {}, writeErr: () => {} }

function build(
  module: CommandModule,
  report: (module: CommandModule, command: Command) => void,
  print: (text: string) => void,
): Command {
  const command = new Command(module.name).exitOverride()
  command.summary(module.summary).description(`${capitalized(module.summary)}.`)
  command.configureOutput({ ...quiet, writeOut: print }).helpOption('--help', 'show this text')
  command.option('--json', 'results as one JSON object per line').option('--offline', 'make no network call')
  command.option('--verbose', 'log every step to stderr')
  for (const [notation, meaning] of Object.entries(module.arguments ?? {})) command.argument(notation, meaning)
  for (const [name, definition] of Object.entries(module.options ?? {})) command.addOption(toOption(name, definition))
  const subcommands = module.subcommands ?? []
  for (const child of subcommands) command.addCommand(build(child, report, print))
  if (subcommands.length > 0) command.helpCommand(false)
  if (module.examples !== undefined)
    command.addHelpText('after', `\nExamples:\n${module.examples.map((line) => `  ${line}`).join('\n')}`)
  if (module.run !== undefined) command.action(() => report(module, command))
  return command
}

/**
 * Reads what follows the command's name. Errors: `usage` (kind usage) for an unknown option or subcommand, a missing or an
 * unfit value; its remedy names the help to read.
 */
export function parseCommand(module: CommandModule, argv: string[]): Parsed {
  let chosen: { module: CommandModule; command: Command } | undefined
  let help = ''
  const print = (text: string) => {
    help += text
  }
  const root = new Command('sam').exitOverride().configureOutput(quiet).helpCommand(false)
  const report = (found: CommandModule, command: Command) => {
    chosen = { module: found, command }
  }
  root.addCommand(build(module, report, print))
  try {
    root.parse([module.name, ...argv], { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.code === 'commander.helpDisplayed') return { kind: 'help', text: help }
    const name = fullName(module, argv)
    const message = thrown.code === 'commander.help' ? needsSubcommand(name) : thrown.message
    throw usage(sentence(message), name)
  }
  if (chosen === undefined) throw usage(needsSubcommand(module.name), module.name)
  const values = chosen.command.optsWithGlobals() as CommandInput['options'] & CommonOptions
  const { json = false, offline = false, verbose = false, ...given } = values
  const options: CommandInput['options'] = {}
  for (const [name, definition] of Object.entries(chosen.module.options ?? {})) {
    const value = given[attributeOf(name)]
    if (definition.type === 'flag') options[name] = attributeOf(name) === name ? value === true : value === false
    else if (value !== undefined) options[name] = value
  }
  return {
    kind: 'run',
    command: chosen.module,
    input: { arguments: chosen.command.args, options },
    common: { json, offline, verbose },
  }
}

/** Commander keeps `--no-wake` as `wake: false`. */
function attributeOf(name: string): string {
  const negated = /^no([A-Z])(.*)$/.exec(name)
  return negated === null ? name : `${negated[1]?.toLowerCase()}${negated[2]}`
}

/** "learn review": the command with the subcommands that are named. */
function fullName(module: CommandModule, argv: readonly string[]): string {
  for (const [index, word] of argv.entries()) {
    const child = module.subcommands?.find(({ name }) => name === word)
    if (child !== undefined) return `${module.name} ${fullName(child, argv.slice(index + 1))}`
  }
  return module.name
}

const needsSubcommand = (name: string) => `"${name}" needs a subcommand.`

function usage(message: string, name: string): SamError {
  return new SamError('usage', message, { kind: 'usage', remedy: `sam ${name} --help` })
}

/** Commander's "error: unknown option '--x'\n(Did you mean --y?)" as sentences. */
function sentence(message: string): string {
  const [what = '', hint] = message.replace(/^error: /, '').split('\n')
  const text = capitalized(what)
  return `${/[.?!]$/.test(text) ? text : `${text}.`}${hint === undefined ? '' : ` ${hint.replace(/[()]/g, '')}`}`
}
