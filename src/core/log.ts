export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface Logger {
  debug(message: string, details?: Record<string, unknown>): void
  info(message: string, details?: Record<string, unknown>): void
  warn(message: string, details?: Record<string, unknown>): void
  error(message: string, details?: Record<string, unknown>): void
}

const rank: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 }

/** Anything that looks like a key or a bearer token; logs never carry one. */
const secretPattern = /(sk-[\w-]{8,}|Bearer\s+\S+|(?<=[?&]token=)[\w-]+)/g

export function redactSecrets(text: string): string {
  return text.replace(secretPattern, '[secret]')
}

/** Logs go to stderr, one line each: stdout belongs to results. */
export function createLogger(
  name: string,
  level: LogLevel = 'warn',
  write = (line: string) => process.stderr.write(line),
): Logger {
  const log = (at: LogLevel) => (message: string, details?: Record<string, unknown>) => {
    if (rank[at] < rank[level]) return
    const extra = details === undefined ? '' : ` ${JSON.stringify(details)}`
    write(redactSecrets(`${at} ${name}: ${message}${extra}\n`))
  }
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
}

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
