import path from 'node:path'
import type { AnswerScorer } from '../../agent/ports.ts'
import type { Clock } from '../../core/clock.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import { localDate } from '../../core/local-time.ts'
import type { Night, NightOutcome, NightStore, NightSuite } from '../../memory/ports.ts'
import type {
  Hyperparameters,
  Trainer,
  TrainingBackend,
  TrainingControl,
  TrainingJob,
  TrainingProgress,
  TrainingResult,
} from '../training/training-job.ts'
import type { AdapterRegistry } from './adapter-registry.ts'
import { compareLocalShare, compareSuite, type SuiteComparison } from './compare.ts'
import { answersOf, type JudgedModel } from './evaluate.ts'
import { judgeNight, type Verdict } from './gate.ts'
import { askedOf, type NightDataParts, type NightQuestions, prepareNight, suiteHash } from './night-data.ts'
import type { SuiteResult } from './suites/suite.ts'

export interface NightParts {
  nights: NightStore
  registry: AdapterRegistry
  trainer: Trainer
  data: NightDataParts
  /** The model that answers and is trained for. */
  baseModel(signal: AbortSignal): Promise<TrainingJob['baseModel']>
  openScorer(adapterFile: string | undefined): Promise<AnswerScorer>
  /** Puts the examples of a data set into the folder of the run that the trainer reads, with what is replayed. Answers how many there are. */
  prepareRun(run: PreparedRun, control: TrainingControl): Promise<number>
  /** The training of this name, where it was begun. */
  begunJob(id: string): TrainingJob | undefined
  /** Folder of all nights; each has its data and its questions in one of its own. */
  folder: string
  /** Takes away what old nights and trainings learned from. */
  prune(): void
  clock: Clock
  settings: NightSettings
}

export interface PreparedRun {
  id: string
  baseModel: TrainingJob['baseModel']
  datasetFolder: string
  /** Words that are asked to prove what was learned: they are not replayed. */
  heldOut: ReadonlySet<string>
}

export interface NightSettings {
  backend: TrainingBackend
  seed: number
  /** For so many examples. */
  hyperparametersFor(examples: number): Hyperparameters
  /** Of training, and again of the evaluation. */
  maximumMinutes: number
  maximumMemoryMb: number
}

export type NightProgress =
  | { stage: 'build' }
  | { stage: 'train'; training: TrainingProgress }
  | { stage: 'evaluate'; done: number; total: number }

export interface NightControl {
  /** Cuts the night off; the next one goes on where it was. */
  signal: AbortSignal
  onProgress?(progress: NightProgress): void
  /** Trains even when there is nothing new. */
  again?: boolean
}

export interface NightReport {
  night: Night
  verdict: Verdict
  comparisons: { part: 'gate' | 'sealed'; comparison: SuiteComparison }[]
}

/** Learning needs a few examples, or it learns them by heart. */
const fewestExamples = 20

/**
 * One night of learning: build the data, train from the base model on all of it, ask old and new the same questions, and take the new one
 * into use or not. It may be killed anywhere: the next call goes on with the same night, and repeats nothing that was finished.
 * Errors: those of the parts, `cancelled`.
 */
export async function runNight(parts: NightParts, control: NightControl): Promise<NightReport> {
  const { nights, clock } = parts
  const now = clock.wallTime()
  const night = nights.begin(now, localDate(now))
  try {
    const { outcome, verdict, comparisons } = await stages(parts, night, control)
    const suites = comparisons.map(({ part, comparison }) => suiteOf(part, comparison))
    nights.finish(night.id, { at: clock.wallTime(), outcome, reasons: verdict.reasons }, suites)
    parts.prune()
    return { night: nights.get(night.id) ?? night, verdict, comparisons }
  } catch (thrown) {
    const { kind, message } = toSamError(thrown)
    // What is missing can be put right, and then this night goes on; anything else would fail every night.
    if (!control.signal.aborted && (kind === 'failed' || kind === 'usage')) {
      nights.finish(night.id, { at: clock.wallTime(), outcome: 'failed', reasons: [message] })
    }
    throw thrown
  }
}

interface NightEnd {
  outcome: NightOutcome
  verdict: Verdict
  comparisons: NightReport['comparisons']
}

async function stages(parts: NightParts, night: Night, control: NightControl): Promise<NightEnd> {
  const { nights, registry, settings } = parts
  const { signal, onProgress } = control
  onProgress?.({ stage: 'build' })
  const folder = path.join(parts.folder, night.id)
  const { built, questions } = prepareNight(parts.data, folder, settings.seed, signal)
  const before = lastAdopted(nights)
  const newExamples = Math.max(0, built.examples - (before?.examples ?? 0))
  const ended = (outcome: NightOutcome, reason: string): NightEnd => ({
    outcome,
    verdict: { promote: false, reasons: [reason] },
    comparisons: [],
  })
  if (built.examples < fewestExamples)
    return ended('nothing-new', `there are only ${built.examples} examples to learn from`)
  if (control.again !== true && alreadyTried(nights, night, built.sha256)) {
    return ended('nothing-new', 'there is nothing new to learn')
  }
  nights.enter(night.id, 'train', { examples: built.examples, newExamples, datasetSha256: built.sha256 })
  const baseModel = await parts.baseModel(signal)
  const { backend, seed, maximumMinutes, maximumMemoryMb } = settings
  const training: TrainingControl = { signal, onProgress: (made) => onProgress?.({ stage: 'train', training: made }) }
  const datasetFolder = path.join(folder, 'data')
  const heldOut = askedOf(questions.frozen)
  const examples = await parts.prepareRun({ id: night.id, baseModel, datasetFolder, heldOut }, training)
  const hyperparameters = settings.hyperparametersFor(examples)
  const begun = parts.begunJob(night.id)
  if (begun !== undefined && begun.baseModel.sha256 !== baseModel.sha256) {
    return ended('failed', 'the model was replaced while it was trained')
  }
  const limits = { maximumMinutes, maximumMemoryMb }
  // One that was begun goes on as it began, whatever the settings say now.
  const job: TrainingJob = begun ?? { id: night.id, baseModel, backend, seed, hyperparameters, ...limits }
  const trained = await parts.trainer.train(job, training)
  nights.enter(night.id, 'evaluate')
  const { verdict, comparisons } = await proofOf(parts, { base: baseModel.sha256, trained, questions }, control)
  nights.enter(night.id, 'decide')
  const about = { id: night.id, createdAt: night.startedAt, datasetSha256: built.sha256 }
  await keepAdapter(parts, { ...about, baseModel, adapterFile: trained.adapterFile, questions, verdict })
  if (verdict.promote) await registry.promote(night.id, parts.clock.wallTime())
  return { outcome: verdict.promote ? 'adopted' : 'not-adopted', verdict, comparisons }
}

export interface ProvenAdapter {
  id: string
  createdAt: Date
  datasetSha256: string
  baseModel: TrainingJob['baseModel']
  adapterFile: string
  questions: NightQuestions
  verdict: Verdict
}

/** Puts an adapter into the registry with what was found out about it. */
export async function keepAdapter(parts: Pick<NightParts, 'registry'>, proven: ProvenAdapter): Promise<void> {
  const { id, createdAt, datasetSha256, baseModel, adapterFile, questions, verdict } = proven
  await parts.registry.add(adapterFile, {
    ...{ id, datasetSha256, createdAt: createdAt.toISOString() },
    base: { id: baseModel.id, sha256: baseModel.sha256 },
    suites: Object.fromEntries(
      allSuites(questions).map(({ part, suite }) => [`${part}.${suite.name}`, suiteHash(suite)]),
    ),
    ...verdict,
  })
}

interface Candidate {
  /** SHA-256 of the base model. */
  base: string
  trained: Pick<TrainingResult, 'adapterFile' | 'adapterSha256' | 'roundTrip'>
  questions: NightQuestions
}

/**
 * Asks the new model everything, the one that answers now what is to get better, and the bare one what must not get worse: many small steps
 * down would otherwise pass one by one.
 */
export async function proofOf(
  parts: Pick<NightParts, 'nights' | 'registry' | 'openScorer' | 'settings'>,
  { base, trained, questions }: Candidate,
  { signal, onProgress }: NightControl,
): Promise<{ verdict: Verdict; comparisons: NightReport['comparisons'] }> {
  const { registry } = parts
  const asking = { answers: parts.nights.answers, openScorer: parts.openScorer }
  const deadline = AbortSignal.timeout(parts.settings.maximumMinutes * 60_000)
  const control = {
    signal,
    deadline,
    onItem: (done: number, total: number) => onProgress?.({ stage: 'evaluate', done, total }),
  }
  const current = registry.current(({ sha256 }) => sha256 === base)
  const bare: JudgedModel = { baseSha256: base }
  const now: JudgedModel =
    current === undefined ? bare : { ...bare, adapter: { file: current.file, sha256: current.manifest.adapterSha256 } }
  const next: JudgedModel = { ...bare, adapter: { file: trained.adapterFile, sha256: trained.adapterSha256 } }
  const own = [...questions.gate, ...questions.sealed]
  const of = async (model: JudgedModel, suites: NightQuestions['frozen']) => answersOf(asking, model, suites, control)
  const frozenBefore = await of(bare, questions.frozen)
  const ownBefore = await of(now, own)
  const after = await of(next, [...questions.frozen, ...own])
  const comparisons = [
    ...questions.frozen.map((_, index) => ({
      part: 'gate' as const,
      comparison: compared(frozenBefore, after, index, 0),
    })),
    ...own.map((_, index) => ({
      part: index < questions.gate.length ? ('gate' as const) : ('sealed' as const),
      comparison: compared(ownBefore, after, index, questions.frozen.length),
    })),
    {
      part: 'gate' as const,
      comparison: compareLocalShare(
        [...frozenBefore, ...ownBefore.slice(0, questions.gate.length)],
        after.slice(0, questions.frozen.length + questions.gate.length),
      ),
    },
  ]
  const deciding = comparisons.filter(({ part }) => part === 'gate').map(({ comparison }) => comparison)
  return { verdict: judgeNight(deciding, trained.roundTrip), comparisons }
}

function compared(
  before: readonly SuiteResult[],
  after: readonly SuiteResult[],
  index: number,
  offset: number,
): SuiteComparison {
  const [one, other] = [before[index], after[index + offset]]
  if (one === undefined || other === undefined) throw new SamError('suite-missing', 'A suite was not answered.')
  return compareSuite(one, other)
}

function lastAdopted(nights: NightStore): Night | undefined {
  return nights.list(100).find(({ finished }) => finished?.outcome === 'adopted')
}

/** The same data came to a verdict before, and would again: also what was taken back does not come back the next night. */
function alreadyTried(nights: NightStore, { id }: Night, sha256: string): boolean {
  return nights
    .list(14)
    .some(
      (other) =>
        other.id !== id &&
        other.datasetSha256 === sha256 &&
        ['adopted', 'not-adopted', 'rolled-back'].includes(other.finished?.outcome ?? ''),
    )
}

function allSuites(questions: NightQuestions) {
  return (['frozen', 'gate', 'sealed'] as const).flatMap((part) => questions[part].map((suite) => ({ part, suite })))
}

function suiteOf(part: NightSuite['part'], comparison: SuiteComparison): NightSuite {
  const { interval, failure, ...rest } = comparison
  const [low, high] = interval.map((bound) => (Number.isFinite(bound) ? bound : Math.sign(bound))) as [number, number]
  return { part, ...rest, low, high }
}
