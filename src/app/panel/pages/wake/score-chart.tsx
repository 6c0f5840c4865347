import { useMemo } from 'react'
import { Chart } from '../../parts/chart.tsx'
import { wakeWords } from '../../strings/wake.ts'

const formatScore = (score: number) => score.toFixed(2)
const formatAt = (seconds: number) => wakeWords.seconds(seconds.toFixed(2))

/** How sure SAM was at each moment, with what is needed. */
export function ScoreChart({
  line: { seconds, scores },
  threshold,
}: {
  line: { seconds: number[]; scores: number[] }
  threshold: number
}) {
  const series = useMemo(
    () => [
      { name: wakeWords.score, values: scores, colour: 0 },
      { name: wakeWords.needed, values: seconds.map(() => threshold), colour: 1 },
    ],
    [seconds, scores, threshold],
  )
  return (
    <Chart
      title={wakeWords.chart}
      at={seconds}
      time={false}
      series={series}
      format={formatScore}
      formatAt={formatAt}
      heightPixels={150}
      top={1}
    />
  )
}
