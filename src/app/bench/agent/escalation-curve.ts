import path from 'node:path'
import { complexityOf, complexityThreshold } from '../../../agent/complexity.ts'
import type { BenchRecord } from '../record.ts'
import { readLines } from './request-labels.ts'

const thresholds = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]

/**
 * What a threshold of complexity costs and brings, in the manner of RouteLLM (Ong et al. 2024): of everyday questions and
 * requests the share that would be sent away (cost), of questions that deserve a strong model the share that gets one
 * (quality). The baseline is a coin: at equal cost it gets as much of the hard ones as of the easy ones.
 */
export function escalationCurve(dataFolder: string): BenchRecord | undefined {
  const texts = (name: string) =>
    readLines(path.join(dataFolder, 'requests', name)).map(({ text }) => complexityOf(text).score)
  const hard = texts('complex.jsonl')
  const everyday = [...texts('slurp-devel.jsonl'), ...texts('clinc150.jsonl')]
  if (hard.length === 0 || everyday.length === 0) return undefined
  const shareFrom = (scores: readonly number[], threshold: number) =>
    scores.filter((score) => score >= threshold).length / scores.length
  const figures: Record<string, number> = {}
  for (const threshold of thresholds) {
    figures[`hardAt${threshold}`] = shareFrom(hard, threshold)
    figures[`everydayAt${threshold}`] = shareFrom(everyday, threshold)
  }
  const quality = shareFrom(hard, complexityThreshold)
  const cost = shareFrom(everyday, complexityThreshold)
  return {
    name: 'route.escalation',
    figures: { ...figures, threshold: complexityThreshold },
    baseline: { hardByCoin: cost },
    ratio: { hardToCoin: quality / cost },
    goals: [
      { goal: 'hard questions reach the strong model in 85 of 100', reached: quality >= 0.85 },
      { goal: 'everyday requests stay local in 95 of 100', reached: 1 - cost >= 0.95 },
    ],
  }
}
