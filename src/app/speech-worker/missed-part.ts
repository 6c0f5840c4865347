import { type ErrorRecord, toSamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'

/** For what fails and is done without: each kind of failure is told once. */
export function tellOnce(tell: (failure: ErrorRecord) => void): (thrown: unknown) => undefined {
  const told = new Set<string>()
  return (thrown) => {
    const failure = toSamError(thrown).toJSON()
    if (told.has(failure.code)) return
    told.add(failure.code)
    tell(failure)
  }
}

/** Speech goes on without something that failed. */
export function warnOfMissedPart({ message, ...details }: ErrorRecord, logger: Logger): void {
  logger.warn(`a part of hearing is missing: ${message}`, details)
}

/** The same for engines in this process: each kind of failure is told to the log once. */
export function warnOnce(logger: Logger): (thrown: unknown) => undefined {
  return tellOnce((failure) => warnOfMissedPart(failure, logger))
}
