import type { CoreLine } from '../core-process/core-line.ts'

export interface Notification {
  title: string
  body: string
  /** Without a sound. */
  silent: boolean
}

export interface NotificationCircumstances {
  /** The user sees the panel already. */
  panelVisible: boolean
  /** Anybody may see the screen. */
  locked: boolean
  quiet: boolean
}

/** Notices that are news for somebody who looks elsewhere; the others explain what the panel shows. */
const titles: Record<string, string> = { 'timer-rings': 'SAM', 'thinking-too-long': 'SAM' }
const longestBody = 180

const shortened = (text: string) => (text.length > longestBody ? `${text.slice(0, longestBody - 1)}…` : text)

/**
 * What of the core's lines becomes a notification: a timer, and a question while the panel is hidden. On a locked screen no
 * words of the user are shown. SAM rings with its own voice, so a sound comes only where that is silent.
 */
export function notificationFor(
  line: CoreLine,
  { panelVisible, locked, quiet }: NotificationCircumstances,
): Notification | undefined {
  if (line.type === 'tool-approval-request' && !panelVisible) {
    const body = locked ? 'Unlock the Mac to answer.' : shortened(line.prompt)
    return { title: 'SAM needs you', body, silent: quiet }
  }
  if (line.type !== 'notice') return undefined
  const title = titles[line.code]
  if (title === undefined || (panelVisible && line.code !== 'timer-rings')) return undefined
  return { title, body: locked ? 'A timer or reminder is due.' : shortened(line.message), silent: true }
}
