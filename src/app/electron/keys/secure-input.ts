import { execFile } from 'node:child_process'

/** What a Mac calls the process that reads a password. */
const secureInputKey = 'kCGSSessionSecureInputPID'
const lookLimitMs = 2000

/**
 * Whether some program has Secure Input on: then no other sees a key. The window server tells it in the root of the I/O
 * registry. Where that cannot be asked, the answer is no.
 */
export function isSecureInput(program = '/usr/sbin/ioreg'): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(
      program,
      ['-n', 'Root', '-d', '1', '-a'],
      { timeout: lookLimitMs, maxBuffer: 4_000_000 },
      (error, stdout) => resolve(error === null && stdout.includes(secureInputKey)),
    )
  })
}
