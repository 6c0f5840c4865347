import { SamError } from '../../core/errors.ts'

/** Something that this kind of system has no way to do. */
function notOnThisPlatform(what: string): SamError {
  return new SamError('not-on-this-platform', `${what} is not possible on this system.`, { kind: 'missing' })
}

/** A method that only says so. */
export function absent(what: string): () => Promise<never> {
  return async () => {
    throw notOnThisPlatform(what)
  }
}
