/** What trains: Apple's mlx (Mac, and any Linux processor), or PEFT on torch. */
export type TrainingBackend = 'mlx' | 'peft'

export const trainingBackends: readonly TrainingBackend[] = ['mlx', 'peft']

export interface Hyperparameters {
  /** Of the two small matrices beside each weight. */
  rank: number
  /** What their product is multiplied by; alpha is scale times rank. */
  scale: number
  learningRate: number
  /** Examples of one step; a part of them is always replay. */
  batchSize: number
  iterations: number
  /** Share of each step that is replay; default a quarter, always at least one example. */
  replayShare?: number
  /** Longer examples are cut at their end. */
  maximumSequenceTokens: number
}

/** One training of one adapter; as JSON it is `job.json` of the run's folder. */
export interface TrainingJob {
  /** Name of the run and of its folder: lower-case letters, digits and hyphens. */
  id: string
  /** The GGUF file that answers and that the adapter is trained for. */
  baseModel: { id: string; file: string; sha256: string }
  backend: TrainingBackend
  seed: number
  hyperparameters: Hyperparameters
  /** Training ends after so long with what it has; the adapter of then is whole. */
  maximumMinutes: number
  /** Training ends before its processes take more, with what it has. */
  maximumMemoryMb: number
}

/** Files of a run's folder, `SAM_HOME/training/runs/<id>/`. */
export const runFiles = {
  job: 'job.json',
  /** Examples in the chat format, one JSON a line. */
  train: 'train.jsonl',
  /** Examples that are only measured. */
  valid: 'valid.jsonl',
  /** The base model's own answers to general questions, mixed into every step so that it does not forget them. */
  replay: 'replay.jsonl',
  /** One line of JSON for each step. */
  metrics: 'metrics.jsonl',
  /** As the backend writes it. */
  adapterFolder: 'adapter',
  /** As the local model loads it. */
  adapter: 'adapter.gguf',
  result: 'result.json',
} as const

/** What goes on before and after training itself. */
export type PreparationStage = 'environment' | 'base-model' | 'replay' | 'round-trip'

export type TrainingProgress =
  | { stage: PreparationStage; done: number; of: number }
  | {
      stage: 'training'
      /** Counted from 1. */
      iteration: number
      iterations: number
      /** Mean over the assistant's tokens of the last step, natural logarithm. */
      loss: number
      /** Only after some iterations. */
      validLoss?: number
      tokensPerSecond: number
      secondsLeft: number
    }

export interface TrainingResult {
  /** GGUF file of the adapter, absolute. */
  adapterFile: string
  adapterSha256: string
  /** Iterations done, fewer than asked for when time or memory ended it. */
  iterations: number
  /** Mean of the last tenth of the iterations. */
  trainLoss: number
  /** On the examples of valid.jsonl: before the first iteration, and after the last. */
  validLossBefore: number
  validLoss: number
  /** Of training alone, over all processes of a resumed run. */
  durationMs: number
  peakMemoryMb: number
  stoppedBy: 'iterations' | 'time' | 'memory'
  roundTrip: RoundTrip
}

/**
 * How far the local model with the adapter's GGUF file is from what was trained, over the likeliest next tokens after fixed prompts: the
 * difference between the changes that both make to the logarithms of probability, as a share of that change (root of the mean squares).
 * 0.1 to 0.3 is the rounding of the quantised model.
 */
export interface RoundTrip {
  /** Of the whole adapter. */
  error: number
  /**
   * Of its query and key weights alone, strengthened until they count: their rows are in another order in a GGUF file, and one mistake there
   * gives about 1 here while the answers of the whole adapter still look right.
   */
  rowsError: number
  matches: boolean
}

export interface TrainingControl {
  /** Ends all processes of the run; what they had written stays, so that the same job goes on later. */
  signal: AbortSignal
  onProgress(progress: TrainingProgress): void
}

/**
 * Trains one adapter. The run's folder holds the examples already (`prepareRun`). A run that was cut off goes on at its last checkpoint;
 * one that is finished answers its result at once. Errors: `python-missing`, `python-too-old`, `training-environment-failed` (kind missing),
 * `training-data-empty`, `training-replay-empty`, `training-data-invalid`, `training-job-invalid` (kind usage), `base-model-unfit`,
 * `training-diverged`, `training-failed`, `adapter-unfit`, `cancelled`.
 */
export interface Trainer {
  train(job: TrainingJob, control: TrainingControl): Promise<TrainingResult>
}
