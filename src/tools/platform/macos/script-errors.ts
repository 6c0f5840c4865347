import { SamError } from '../../../core/errors.ts'

/** The number that osascript puts at the end of its complaint, for example -1743. */
function errorNumber(stderr: string): number | undefined {
  const found = [...stderr.matchAll(/\((-\d{2,6})\)/g)].at(-1)?.[1]
  return found === undefined ? undefined : Number(found)
}

/**
 * What a failed script means, each with its own cure. Numbers are those of Apple's AppleScript and Apple Event errors.
 * @param application the one the script talks to, as a person calls it
 */
export function scriptError(stderr: string, application: string): SamError {
  const number = errorNumber(stderr)
  // The missing Accessibility permission comes under several numbers, -1719 among them: its words decide first.
  if (number === -25211 || /assistive access/i.test(stderr)) {
    return new SamError('accessibility-not-allowed', 'macOS does not let SAM control windows and keys yet.', {
      kind: 'missing',
      remedy: 'Allow SAM in System Settings, Privacy and Security, Accessibility.',
    })
  }
  // JavaScript reports its own mistakes under one number.
  if (number === -2700 && /\b(?:Syntax|Reference|Type)Error\b/.test(stderr)) return broken(stderr)
  switch (number) {
    case -1743:
      return new SamError('automation-not-allowed', `macOS does not allow SAM to control ${application} yet.`, {
        kind: 'missing',
        remedy: `Allow ${application} for SAM in System Settings, Privacy and Security, Automation.`,
      })
    case -600:
      return new SamError('app-not-running', `${application} is not running.`)
    case -1728:
    case -1719:
      return new SamError('not-found', `${application} did not find that.`)
    case -1712:
      return timedOut(application)
    case -128:
      return new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })
    case -1708:
      return new SamError('not-supported', `${application} does not support that.`)
    case -10004:
      return new SamError('privilege-missing', `macOS does not grant SAM the right to do that in ${application}.`)
    case -2740:
    case -2741:
      return broken(stderr)
    default:
      return new SamError('script-failed', `${application} reported an error: ${lastLine(stderr)}`)
  }
}

function broken(stderr: string): SamError {
  return new SamError('script-broken', 'One of my own scripts is faulty. That is a bug in SAM.', {
    cause: new Error(stderr),
  })
}

/** A time-out says what it may be, and never that nothing was found. */
export function timedOut(application: string): SamError {
  return new SamError(
    'timed-out',
    `${application} did not respond in time. It may be busy, or macOS is waiting for your answer behind another window.`,
    { remedy: 'Look for a question on the screen, then try again.' },
  )
}

function lastLine(stderr: string): string {
  const line = stderr.trim().split('\n').at(-1) ?? ''
  return line.replace(/^.*?execution error: (?:Error: )*/, '').slice(0, 200) || 'no reason given.'
}
