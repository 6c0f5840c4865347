import { formatSeconds } from '../../core/numbers/format-amounts.ts'
import type { TrainingProgress } from '../../learning/training/training-job.ts'
import type { Output } from './output.ts'

const words: Record<Exclude<TrainingProgress['stage'], 'training'>, string> = {
  environment: 'installing the Python packages of training',
  'base-model': 'making the base model ready',
  replay: 'asking the base model what is replayed',
  'round-trip': 'comparing the adapter with what was trained',
}
const jsonStepMs = 500
/** Lines in a log for each stage. */
const logLines = 10

/** Progress as `progress` lines under `--json`, otherwise as one line on stderr that is drawn again, or a few in a log. */
export function trainingReporter(output: Output, screen: NodeJS.WriteStream = process.stderr) {
  let last = { stage: '', atMs: 0, tenth: -1 }
  let drawn = false
  const show = (progress: TrainingProgress) => {
    const { stage } = progress
    const share = stage === 'training' ? progress.iteration / progress.iterations : progress.done / progress.of
    if (output.json) {
      const atMs = performance.now()
      const every = stage === 'training' || stage !== last.stage || atMs - last.atMs >= jsonStepMs
      if (!every) return
      last = { ...last, stage, atMs }
      output.emit({ type: 'progress', ...progress })
    } else if (screen.isTTY) {
      drawn = true
      screen.write(`\r\x1b[K${describe(progress).slice(0, (screen.columns ?? 80) - 1)}`)
    } else {
      const tenth = Math.floor(share * logLines)
      if (stage === last.stage && tenth === last.tenth) return
      last = { ...last, stage, tenth }
      screen.write(`${describe(progress)}\n`)
    }
  }
  const stop = () => {
    if (drawn) screen.write('\r\x1b[K')
    drawn = false
  }
  return { show, stop }
}

function describe(progress: TrainingProgress): string {
  if (progress.stage !== 'training') return `${words[progress.stage]}: ${progress.done} of ${progress.of}`
  const { iteration, iterations, loss, validLoss, tokensPerSecond, secondsLeft } = progress
  const measured = validLoss === undefined ? '' : ` (others ${validLoss.toFixed(3)})`
  return `training: step ${iteration} of ${iterations}, loss ${loss.toFixed(3)}${measured}, ${Math.round(tokensPerSecond)} tokens/s, ${formatSeconds(secondsLeft)} left`
}
