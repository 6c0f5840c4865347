import { SamError } from '../../../core/errors.ts'

/** A telephone number as digits, or a mail address as it is. Errors: `number-unusable`: letters in a number are no digits. */
export function dialled(to: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(to)) return to
  const digits = to.replace(/[\s().\u2010-\u2015-]/g, '')
  if (/^\+?\d{3,20}$/.test(digits)) return digits
  throw new SamError('number-unusable', `${to} is no telephone number that I could use.`)
}
