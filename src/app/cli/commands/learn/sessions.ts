import { systemClock } from '../../../../core/clock.ts'
import { loadConfig } from '../../../../core/config.ts'
import { SamError } from '../../../../core/errors.ts'
import { createDatabase } from '../../../../memory/database.ts'
import { createSessionWatch } from '../../../learning/open-session-watch.ts'
import { defineCommand } from '../../command.ts'

export const sessions = defineCommand({
  name: 'sessions',
  summary: 'read what is new in the sessions of Claude Code now; "sam start" does so all the time once you allowed it',
  async run({ home, output, signal, logger }) {
    const config = loadConfig(home)
    if (!config.distillation.sessions)
      throw new SamError('sessions-not-allowed', 'Sessions of Claude Code are not read before you say so.', {
        kind: 'refused',
        remedy: 'sam policy allow claude-code',
      })
    const database = createDatabase(home)
    try {
      const watch = createSessionWatch({ config, database, clock: systemClock, logger })
      const { files, examples } = await watch.look(signal)
      output.emit(
        { type: 'learn-sessions', files, examples },
        `${examples} new examples from ${files} sessions that were read.`,
      )
      return 0
    } finally {
      database.close()
    }
  },
})
