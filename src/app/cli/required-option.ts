import { SamError } from '../../core/errors.ts'

/**
 * An option that a command cannot do without. Error `usage`.
 * @param command its full name, whose help says what the option wants
 */
export function requiredOption(value: string | undefined, flag: string, command: string): string {
  if (value !== undefined) return value
  throw new SamError('usage', `${flag} is needed.`, { kind: 'usage', remedy: `sam ${command} --help` })
}
