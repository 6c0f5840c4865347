import { SamError } from '../../core/errors.ts'

/** An option that a command cannot do without. Error `usage`. */
export function requiredOption(value: string | undefined, flag: string): string {
  if (value !== undefined) return value
  throw new SamError('usage', `${flag} is needed.`, { kind: 'usage' })
}
