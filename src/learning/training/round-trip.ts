import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { AdapterProbe, ProbedModel } from '../ports.ts'
import type { PythonEnvironment } from './environment/python-environment.ts'
import { sidecarScript } from './environment/requirements.ts'
import { writePartOfAdapter } from './gguf/part-of-adapter.ts'
import { runStage } from './process/run-stage.ts'
import type { RoundTrip, TrainingJob } from './training-job.ts'

export interface RoundTripTask {
  job: Pick<TrainingJob, 'backend' | 'baseModel' | 'hyperparameters'>
  /** The base model as plain weights. */
  baseFolder: string
  /** For files of the comparison; they are removed. */
  folder: string
  /** The adapter as the backend wrote it. */
  adapterFile: string
  /** The same as GGUF. */
  ggufFile: string
  environment: PythonEnvironment
  probe: AdapterProbe
  signal: AbortSignal
}

/** Long enough that the order of rows, which turns with the position of a token, shows. */
const prompts = [
  'The capital of France is',
  'Question: What do bees make?\nAnswer: Bees make',
  'Once upon a time, in a small village by the sea, there lived an old man who mended nets. Every morning before the sun came up he walked down to the',
  'To make a good cup of tea, first boil the water, then warm the pot, and only then put in the leaves. After three or four minutes pour it through a',
]
/** What tokenizers differ in: digits, elisions, spaces, other scripts. Both must cut it alike. */
const odd = ["What's 12345 + 678?", '  Héllo wörld: naïve 東京 🙂\n\n\tf(a_1, b);', "It's 3.14 o'clock\r\nand WE'LL go"]
const compared = 200
/** One of them makes the change of query and key weights as large as `wantedEffect`, nearly. */
const strengthenings = [1, 3, 10, 30, 100]
const wantedEffect = 2.5
/** Measured with SmolLM2 in Q4_1: 0.08 to 0.15 with rows in order, 0.95 to 1.1 without (decision 27). */
const mostRowsError = 0.5
/** Of the whole adapter; what changes almost nothing is compared with the rounding of the base model instead. */
const most = { share: 0.5, absolute: 0.35 }

const rows = z.array(z.array(z.number()))
type Rows = z.infer<typeof rows>
const doneSchema = z.object({
  type: z.literal('done'),
  tokens: z.array(z.array(z.number().int())),
  alone: rows,
  variants: z.array(rows),
})

/** Compares what the trained weights say with what the local model says with the GGUF file. Errors: `base-model-unfit`, `training-failed`, `model-failed`, `cancelled`. */
export async function checkRoundTrip(task: RoundTripTask): Promise<RoundTrip> {
  const { job, probe, folder, ggufFile, signal } = task
  const model = await probe.open(job.baseModel.file)
  const part = path.join(folder, `rows-${process.pid}-${Date.now()}.gguf`)
  try {
    const sequences = prompts.map((prompt) => model.tokenize(prompt))
    const encoded = [...prompts, ...odd].map((text) => model.tokenize(text))
    const reference = await referenceOf(task, sequences, encoded)
    const read = (probed: ProbedModel) => logarithmsOf(probed, sequences, reference.tokens)
    const alone = await read(model)
    const [whole = [], ...strengthened] = reference.variants.map((variant) => differences(variant, reference.alone))
    const effects = strengthened.map((change) => Math.abs(Math.log(size(change) / wantedEffect)))
    const chosen = effects.indexOf(Math.min(...effects))
    signal.throwIfAborted()
    const wholeError = size(differences(differences(await model.withAdapter(ggufFile, read), alone), whole))
    writePartOfAdapter(ggufFile, part, /\.attn_[qk]\./, strengthenings[chosen] ?? 1)
    const wanted = strengthened[chosen] ?? []
    const rowsError = size(differences(differences(await model.withAdapter(part, read), alone), wanted)) / size(wanted)
    signal.throwIfAborted()
    const matches = wholeError <= Math.max(most.share * size(whole), most.absolute) && rowsError <= mostRowsError
    return { error: wholeError / size(whole), rowsError, matches }
  } finally {
    await model.close()
    fs.rmSync(part, { force: true })
  }
}

type Sequences = readonly (readonly number[])[]

async function referenceOf(task: RoundTripTask, sequences: Sequences, encoded: Sequences) {
  const { job, environment, folder, signal } = task
  const { rank, scale } = job.hyperparameters
  const file = path.join(folder, 'reference.json')
  const variants = [
    { weights: [''], factor: 1 },
    ...strengthenings.map((factor) => ({ weights: ['q_proj', 'k_proj'], factor })),
  ]
  const { backend } = job
  const content = { backend, base: task.baseFolder, adapter: task.adapterFile, rank, scale, sequences, most: compared }
  fs.writeFileSync(file, JSON.stringify({ ...content, variants, texts: [...prompts, ...odd], encoded }))
  try {
    const script = sidecarScript('reference')
    return await runStage({ environment, script, args: [file], folder, signal, done: doneSchema })
  } finally {
    fs.rmSync(file, { force: true })
  }
}

async function logarithmsOf(
  model: ProbedModel,
  sequences: readonly (readonly number[])[],
  tokens: Rows,
): Promise<Rows> {
  const made: Rows = []
  for (const [index, sequence] of sequences.entries()) {
    const found = await model.logProbabilities(sequence)
    made.push((tokens[index] ?? []).map((token) => found.get(token) ?? Number.NaN))
  }
  return made
}

function differences(ones: Rows, others: Rows): Rows {
  return ones.map((row, index) => row.map((value, place) => value - (others[index]?.[place] ?? Number.NaN)))
}

/** Root of the mean squares; NaN where a number is missing, and NaN is below no limit. */
function size(values: Rows): number {
  const all = values.flat()
  return Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length)
}
