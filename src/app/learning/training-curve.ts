import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { readJob } from '../../learning/training/job-file.ts'
import { begunRuns } from '../../learning/training/run-folder.ts'
import { runFiles } from '../../learning/training/training-job.ts'

const lineSchema = z.looseObject({ loss: z.number(), validLoss: z.number().optional() })
/** More points than that are not seen in a drawing. */
const mostPoints = 400

/** How the loss of a training went down, step by step. */
export interface TrainingCurve {
  run: string
  /** Steps that are planned. */
  iterations: number
  finished: boolean
  /** Losses are natural logarithms a token; `valid` on examples that are not learned. */
  points: { step: number; loss: number; valid?: number }[]
}

/** The training that was begun last; undefined where there is none. */
export function trainingCurve(home: string): TrainingCurve | undefined {
  const [folder] = begunRuns(home)
  if (folder === undefined) return undefined
  const job = readJob(folder)
  const points = readPoints(path.join(folder, runFiles.metrics))
  return {
    run: path.basename(folder),
    iterations: job?.hyperparameters.iterations ?? points.length,
    finished: fs.existsSync(path.join(folder, runFiles.result)),
    points: thinned(points),
  }
}

function readPoints(file: string): TrainingCurve['points'] {
  if (!fs.existsSync(file)) return []
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, index): TrainingCurve['points'] => {
    try {
      const { loss, validLoss } = lineSchema.parse(JSON.parse(line))
      return [{ step: index + 1, loss, ...(validLoss === undefined ? {} : { valid: validLoss }) }]
    } catch {
      // The last line may be half written.
      return []
    }
  })
}

/** Means of neighbours where there are many; a measured value among them stays. */
function thinned(points: TrainingCurve['points']): TrainingCurve['points'] {
  const size = Math.ceil(points.length / mostPoints)
  if (size <= 1) return points
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) => {
    const group = points.slice(index * size, (index + 1) * size)
    const valid = group.findLast((point) => point.valid !== undefined)?.valid
    return {
      step: group.at(-1)?.step ?? 0,
      loss: group.reduce((sum, { loss }) => sum + loss, 0) / group.length,
      ...(valid === undefined ? {} : { valid }),
    }
  })
}
