import type { Logger } from '../../core/log.ts'
import type { AwayReason } from '../electron/core-process/shell-message.ts'
import type { PanelEngine } from '../server/engine-port.ts'
import type { Session } from '../session/session.ts'
import type { ShellLink } from './shell-link.ts'

const words: Record<AwayReason, string> = {
  asleep: 'The Mac is asleep.',
  locked: 'The screen is locked.',
  'another-user': 'Another user is at the Mac.',
}

export interface ShellFollowers {
  session: Pick<Session, 'hold' | 'setQuiet' | 'stop'>
  engine: Pick<PanelEngine, 'pushToTalk'>
  logger: Logger
}

/**
 * Lets the session follow what the menu bar tells: SAM hears nobody while the screen is locked, the Mac sleeps or another user
 * is at it. What was under way when the Mac falls asleep, or is handed to somebody else, is cut off: it must not go on hours
 * later or in front of others. A turn that locks the screen may end.
 */
export function followShell(link: Pick<ShellLink, 'onMessage'>, { session, engine, logger }: ShellFollowers): void {
  link.onMessage((message) => {
    switch (message.type) {
      case 'away': {
        const [first] = message.reasons
        session.hold(first === undefined ? undefined : words[first])
        if (message.reasons.some((reason) => reason !== 'locked')) session.stop()
        return
      }
      case 'quiet':
        return session.setQuiet(message.quiet)
      case 'push-to-talk':
        return engine.pushToTalk(message.down)
      case 'hardware-changed':
        // The page opens its microphone anew by itself; actions ask for the screens each time.
        return logger.info('hardware changed', { what: message.what })
    }
  })
}
