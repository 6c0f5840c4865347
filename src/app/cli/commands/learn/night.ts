import path from 'node:path'
import { systemClock } from '../../../../core/clock.ts'
import { SamError, toSamError } from '../../../../core/errors.ts'
import { type NightProgress, runNight } from '../../../../learning/proof/night.ts'
import { reportOf } from '../../../../learning/proof/night-report.ts'
import { withLock } from '../../../../models/store/lock.ts'
import { loadPlatform } from '../../../../tools/platform/load-platform.ts'
import { whyNotNow } from '../../../learning/night-conditions.ts'
import { modelStore } from '../../../models/open-model-store.ts'
import { improvePhrases, nightWords, type PhraseNight } from '../../../wake/improve-phrases.ts'
import { type CommandContext, defineCommand } from '../../command.ts'
import { trainingReporter } from '../../training-reporter.ts'
import { showProof, withNight } from './with-night.ts'

export const night = defineCommand({
  name: 'night',
  summary: 'build, train, ask old and new the same questions, and take the new one into use or not',
  options: {
    minutes: {
      type: 'number',
      value: 'time',
      minimum: 1,
      maximum: 600,
      summary: 'of training, and again of the questions; as the settings say',
    },
    again: { type: 'flag', summary: 'train even when there is nothing new' },
    scheduled: { type: 'flag', summary: 'only on power, as when it begins by itself' },
  },
  examples: ['sam learn night', 'sam learn night --minutes 30'],
  async run(context, { options: { minutes, again, scheduled } }) {
    const { output, signal, home } = context
    if (scheduled) await onPowerOnly(context)
    // Minutes at most, and of use at once: before the long part.
    for (const phrase of await improveWake(context)) output.emit({ type: 'wake-night', ...phrase }, nightWords(phrase))
    const reporter = trainingReporter(output)
    let last = ''
    const onProgress = (progress: NightProgress) => {
      if (progress.stage === 'train') return reporter.show(progress.training)
      const told =
        progress.stage === 'build' ? 'build' : `${progress.stage} ${Math.floor((10 * progress.done) / progress.total)}`
      if (told === last) return
      last = told
      reporter.stop()
      if (output.json) output.emit({ type: 'progress', ...progress })
    }
    try {
      const report = await withNight(context, async (parts) => {
        if (minutes !== undefined) parts.settings.maximumMinutes = minutes
        const go = () => runNight(parts, { signal, onProgress, again })
        return withLock(path.join(home, 'training', 'night.lock'), signal, go)
      })
      reporter.stop()
      showProof(context, report)
      const { night: found } = report
      output.emit(
        {
          type: 'night',
          id: found.id,
          outcome: found.finished?.outcome,
          examples: found.examples,
          newExamples: found.newExamples,
        },
        reportOf(found) ?? 'There was nothing new to learn.',
      )
      return 0
    } finally {
      reporter.stop()
    }
  },
})

/** Wake phrases learn from what was labelled. What cannot be learned here keeps nothing else from being learned. */
async function improveWake(context: CommandContext): Promise<PhraseNight[]> {
  const { home, environment, signal, logger } = context
  try {
    return await improvePhrases({ home, models: modelStore(context), environment, clock: systemClock }, signal)
  } catch (thrown) {
    signal.throwIfAborted()
    const { code, message } = toSamError(thrown)
    logger.warn('wake phrases were not improved', { code, message })
    return []
  }
}

async function onPowerOnly({ environment, logger, signal }: CommandContext): Promise<void> {
  const platform = await loadPlatform({ environment, logger, searchRoots: [], readMessages: false })
  const reason = await whyNotNow(platform.system, signal)
  if (reason !== undefined) throw new SamError('night-not-now', reason, { kind: 'refused', remedy: 'sam learn night' })
}
