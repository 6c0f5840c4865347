import { systemClock } from '../../../../core/clock.ts'
import { loadConfig } from '../../../../core/config.ts'
import { createDatabase } from '../../../../memory/database.ts'
import { type LearningOverview, learningOverview } from '../../../learning/learning-overview.ts'
import { defineCommand } from '../../command.ts'
import { numbers } from './numbers.ts'

export const status = defineCommand({
  name: 'status',
  summary: 'what there is to learn from, by source, against what is wanted',
  async run({ home, output }) {
    const database = createDatabase(home)
    try {
      const overview = learningOverview({ home, config: loadConfig(home), database, clock: systemClock })
      const { sources, ...whole } = overview
      for (const source of sources) {
        const of = source.target === 0 ? '' : ` of ${numbers.format(source.target)}`
        output.emit(
          { type: 'learn-source', ...source },
          `${source.id.padEnd(22)} ${numbers.format(source.ready).padStart(9)}${of.padEnd(11)} ${source.status}`,
        )
      }
      output.emit({ type: 'learn-status', ...whole }, () => describe(overview))
      return 0
    } finally {
      database.close()
    }
  },
})

function describe(overview: LearningOverview): string {
  const { ready, phase1Target, target, completion, preferences, gaps, lastBuild, lastTraining } = overview
  const done = `${numbers.format(ready)} examples are ready: ${(100 * completion).toFixed(1)} % of the first goal ${numbers.format(phase1Target)}, whole set ${numbers.format(target)}.`
  const pairs = `${numbers.format(preferences)} pairs of a better and a worse answer.`
  const wrong = `Of your turns ${gaps.failed} failed, ${gaps.corrected} were corrected, ${gaps.unsure} were understood with doubt.`
  return [done, pairs, wrong, describeBuild(lastBuild), describeTraining(lastTraining), describeNight(overview)].join(
    '\n',
  )
}

function describeBuild(build: LearningOverview['lastBuild']): string {
  if (build === undefined) return 'No set was built yet.'
  const { examples, meanQuality, leftOut, atMs } = build
  const reasons = Object.entries(leftOut).flatMap(([reason, count]) =>
    count === 0 ? [] : [`${reason} ${numbers.format(count)}`],
  )
  const quality = meanQuality === undefined ? '' : `, mean quality ${meanQuality.toFixed(2)}`
  return `Last set ${day(atMs)}: ${numbers.format(examples)} examples${quality}; left out: ${reasons.join(', ') || 'none'}.`
}

function describeTraining(training: LearningOverview['lastTraining']): string {
  if (training === undefined) return 'Nothing was trained yet.'
  const { atMs, run, validLossBefore, validLoss } = training
  return `Last training ${day(atMs)} (${run}): loss on held-out examples from ${validLossBefore.toFixed(3)} to ${validLoss.toFixed(3)}.`
}

function describeNight({ lastNight, currentAdapter }: LearningOverview): string {
  const answers = currentAdapter === null ? 'The bare model answers.' : `The adapter ${currentAdapter} answers.`
  if (lastNight === undefined) return answers
  return `${answers} Last night ${day(lastNight.atMs)}: ${lastNight.outcome} (${lastNight.reasons.join('; ')}).`
}

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}
