import type { DownloadProgress } from '../../models/ports.ts'
import type { DiskModelStore, PullReport } from '../../models/store.ts'
import type { CommandContext } from './command.ts'
import { ProgressBar } from './progress-bar.ts'

const jsonStepMs = 500

/** Progress as `progress` lines under `--json` (two a second and every change of phase), otherwise as a bar on stderr. */
export function progressReporter({ output }: Pick<CommandContext, 'output'>) {
  if (!output.json) {
    const bar = new ProgressBar(process.stderr, () => performance.now())
    return { show: (progress: DownloadProgress) => bar.show(progress), stop: () => bar.stop() }
  }
  let last = { id: '', phase: '', atMs: 0 }
  const show = (progress: DownloadProgress) => {
    const atMs = performance.now()
    const { id, phase } = progress
    if (id === last.id && phase === last.phase && atMs - last.atMs < jsonStepMs) return
    last = { id, phase, atMs }
    output.emit({ type: 'progress', ...progress })
  }
  return { show, stop: () => {} }
}

/** Fetches what is not there of these models and of what they borrow from, showing progress. Errors: those of `pull`. */
export async function pullModels(
  context: CommandContext,
  store: DiskModelStore,
  ids: readonly string[],
  options: { repin?: boolean } = {},
): Promise<PullReport[]> {
  const reporter = progressReporter(context)
  try {
    return await store.pull(ids, { ...options, signal: context.signal, onProgress: reporter.show })
  } finally {
    reporter.stop()
  }
}
