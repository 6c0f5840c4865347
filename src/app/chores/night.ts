import os from 'node:os'
import path from 'node:path'
import { systemClock } from '../../core/clock.ts'
import { silentLogger } from '../../core/log.ts'
import { projectRoot } from '../../core/paths.ts'
import { type NightProgress, runNight } from '../../learning/proof/night.ts'
import { reportOf } from '../../learning/proof/night-report.ts'
import { createDatabase } from '../../memory/database.ts'
import { withLock } from '../../models/store/lock.ts'
import { createModelStore } from '../../models/store.ts'
import { openNight } from '../learning/open-night.ts'
import type { RequestProgress } from '../server/requests/request-progress.ts'
import type { ChoreOf } from './chore.ts'
import type { ChoreCall } from './chore-call.ts'

/** A night of learning because the user wants it now: build, train, ask old and new, decide. */
export async function learnNow(
  { home, modelsFolder, offline }: ChoreOf<'night'>,
  { signal, tell }: ChoreCall,
): Promise<{ report?: string }> {
  os.setPriority(os.constants.priority.PRIORITY_LOW)
  const environment = process.env
  const database = createDatabase(home)
  try {
    const models = createModelStore({ root: modelsFolder, projectRoot, environment, offline })
    const logger = silentLogger
    const parts = openNight({ home, modelsFolder, environment, offline, logger, clock: systemClock, database, models })
    const go = () => runNight(parts, { signal, onProgress: (progress) => tell(toldOf(progress)) })
    const { night } = await withLock(path.join(home, 'training', 'night.lock'), signal, go)
    const report = reportOf(night)
    return report === undefined ? {} : { report }
  } finally {
    database.close()
  }
}

function toldOf(progress: NightProgress): RequestProgress {
  if (progress.stage === 'build') return { done: 0, total: 0, phase: 'build' }
  if (progress.stage === 'evaluate') return { done: progress.done, total: progress.total, phase: 'evaluate' }
  const { training } = progress
  if (training.stage === 'training') return { done: training.iteration, total: training.iterations, phase: 'training' }
  return { done: training.done, total: training.of, phase: training.stage }
}
