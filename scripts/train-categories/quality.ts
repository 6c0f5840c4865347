import { categories } from '../../src/memory/categories/category.ts'

export interface Judged {
  label: string
  /** In the order of `categories`. */
  shares: readonly number[]
}

export interface Quality {
  count: number
  /** Share of openings whose likeliest category is theirs. */
  accuracy: number
  logLoss: number
  /** Expected calibration error: how far shares are from being right that often, over ten bins (Naeini et al., 2015). */
  calibrationError: number
  bins: { from: number; to: number; count: number; right: string; share: string }[]
}

const binCount = 10

export function qualityOf(judged: readonly Judged[]): Quality {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, right: 0, share: 0 }))
  let logLoss = 0
  for (const { label, shares } of judged) {
    const top = Math.max(...shares)
    const bin = bins[Math.min(binCount - 1, Math.floor(top * binCount))]
    logLoss -= Math.log(Math.max(1e-9, shares[(categories as readonly string[]).indexOf(label)] ?? 0))
    if (bin === undefined) continue
    bin.count += 1
    bin.share += top
    if (categories[shares.indexOf(top)] === label) bin.right += 1
  }
  const gap = bins.reduce((sum, { right, share }) => sum + Math.abs(right - share), 0)
  return {
    count: judged.length,
    accuracy: bins.reduce((sum, { right }) => sum + right, 0) / judged.length,
    logLoss: logLoss / judged.length,
    calibrationError: gap / judged.length,
    bins: bins.flatMap(({ count, right, share }, index) =>
      count === 0
        ? []
        : [
            {
              from: index / binCount,
              to: (index + 1) / binCount,
              count,
              right: (right / count).toFixed(2),
              share: (share / count).toFixed(2),
            },
          ],
    ),
  }
}

export function inWords({ count, accuracy, logLoss, calibrationError }: Quality): string {
  return `${accuracy.toFixed(3)} right of ${count}, log loss ${logLoss.toFixed(3)}, calibration error ${calibrationError.toFixed(3)}`
}
