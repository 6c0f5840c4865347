import { SamError, toSamError } from '../core/errors.ts'
import type { ToolResult } from './ports.ts'

export type ToolFailure = Extract<ToolResult, { ok: false }>

/** Codes after which the same call may well succeed a little later. */
const retryableCodes = new Set(['timed-out', 'app-not-running', 'still-running', 'database-unavailable'])

/** @param spoken what the user is told, with its cure when there is one */
export function failure(
  code: string,
  spoken: string,
  options: { remedy?: string; retryable?: boolean } = {},
): ToolFailure {
  return {
    ok: false,
    code,
    spoken,
    retryable: options.retryable ?? retryableCodes.has(code),
    ...(options.remedy === undefined ? {} : { remedy: options.remedy }),
  }
}

/** What a thrown SamError means to the user: its message, then its cure where that can be said. Any other error gives undefined. */
export function expectedFailure(thrown: unknown): ToolFailure | undefined {
  const error = toSamError(thrown)
  if (error.code === 'unexpected') return undefined
  if (error.remedy === undefined) return failure(error.code, error.message)
  // A command line is for the eye: the panel and the terminal show it, nobody can type what is only heard.
  const spoken = error.remedy.startsWith('sam ') ? error.message : `${error.message} ${error.remedy}`
  return failure(error.code, spoken, { remedy: error.remedy })
}

/** Something that this machine lacks: names the program and the package that brings it. */
export function notAvailableHere(what: string, needs: string, packageName: string): SamError {
  return new SamError('not-available-here', `${what} is not available here: it needs ${needs}.`, {
    kind: 'missing',
    remedy: `Install the package ${packageName}.`,
  })
}
