import { SamError } from '../../core/errors.ts'

const code = 'source-unreachable'

/** What a connection fails with where there is nobody to talk to: no name, no way, no answer to the first knock. */
const systemCodes = new Set([
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'ECONNREFUSED', 'ETIMEDOUT'],
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The same in the words of pip, which names the exception of its library, or what the system said. */
const pipsWords =
  /NewConnectionError|NameResolutionError|ConnectTimeoutError|Failed to (?:establish a new connection|resolve|connect)|connect timeout/

export function isUnreachableCode(systemCode: string | undefined): systemCode is string {
  return systemCode !== undefined && systemCodes.has(systemCode)
}

/** Whether pip failed since nothing answered, and each of its attempts did: what it complained of, with the warnings of its retries. */
export function saysUnreachable(complaint: string): boolean {
  const attempts = complaint.split('\n').filter((line) => line.includes('after connection broken'))
  return attempts.length > 0 && attempts.every((line) => pipsWords.test(line))
}

/** One source of a file is not there, as seen from this machine. */
export function unreachable(message: string, cause?: unknown): SamError {
  return new SamError(code, message, { kind: 'missing', ...(cause === undefined ? {} : { cause }) })
}

export function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof SamError && thrown.code === code
}
