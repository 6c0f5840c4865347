/**
 * What a failure is called outside. `missing` maps to exit code 3, `refused` to 4, `usage` to 2, `cancelled` to 130 and
 * `failed` to 1 (docs: README, "Exit codes").
 */
export type ErrorKind = 'failed' | 'usage' | 'missing' | 'refused' | 'cancelled'

export interface SamErrorOptions {
  /** The command or step that mends it, for example `sam models pull whisper-tiny-en`. */
  remedy?: string
  kind?: ErrorKind
  cause?: unknown
}

/** A failure as plain data; `kind` is absent for an ordinary `failed`. */
export interface ErrorRecord {
  code: string
  message: string
  remedy?: string
  kind?: ErrorKind
}

/** The one error type that crosses module borders: a stable code, a message a person can act on, and a cure. */
export class SamError extends Error {
  readonly code: string
  readonly kind: ErrorKind
  readonly remedy: string | undefined

  /**
   * @param code stable kebab-case name, for example `model-missing`
   * @param message one sentence for a person, without a stack or a path that does not help
   */
  constructor(code: string, message: string, options: SamErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'SamError'
    this.code = code
    this.kind = options.kind ?? 'failed'
    this.remedy = options.remedy
  }

  /** The shape that the command line prints and the panel receives. */
  toJSON(): ErrorRecord {
    const { code, message, remedy, kind } = this
    return { code, message, ...(remedy === undefined ? {} : { remedy }), ...(kind === 'failed' ? {} : { kind }) }
  }
}

/** The remedy where a file or folder that somebody named is not there, or may not be used. */
export const checkPath = 'Check the path and its permissions.'

/** How a file is turned away: `why` continues "me.pth …". */
export type Refuse = (why: string, options?: Pick<SamErrorOptions, 'remedy' | 'cause'>) => SamError

/** The error that a record describes, on the other side of a process border. */
export function errorOf({ code, message, ...options }: ErrorRecord): SamError {
  return new SamError(code, message, options)
}

const fullDisk = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL'])

/** Whether the disk has no room left, as the system or the database says it. */
export function isDiskFull(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && fullDisk.has(String(thrown.code))
}

/** Turns anything thrown into a SamError without losing the original, which stays as `cause`. */
export function toSamError(thrown: unknown): SamError {
  if (thrown instanceof SamError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new SamError('cancelled', 'Cancelled.', { kind: 'cancelled', cause: thrown })
  }
  if (isDiskFull(thrown)) {
    return new SamError('disk-full', 'The disk is full.', { remedy: 'Free some space, then try again.', cause: thrown })
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new SamError('unexpected', message || 'An unexpected failure without a message.', { cause: thrown })
}
