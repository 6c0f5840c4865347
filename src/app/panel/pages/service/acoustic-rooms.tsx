import { useMemo } from 'react'
import type { AcousticRuns } from '../../../server/requests/service-requests.ts'
import { acousticLines } from '../../model/acoustic-lines.ts'
import { formatMoment } from '../../model/format.ts'
import { formatMilliseconds } from '../../model/service-lines.ts'
import { useRequest } from '../../model/use-request.ts'
import { Answered } from '../../parts/answers.tsx'
import { Chart } from '../../parts/chart.tsx'
import { serviceWords as words } from '../../strings/service.ts'

const chartHeight = 140
const perHour = (value: number) => `${value.toFixed(1)} / h`
const share = (value: number) => `${(100 * value).toFixed(0)} %`
const when = (at: number) => formatMoment(at, Date.now())

/** Charts, and the figures of the benchmark that each draws. */
const charts = [
  {
    title: words.room.silence,
    format: formatMilliseconds,
    lines: [
      [words.typicalName, 'stopMedianMs'],
      [words.slowName, 'stopP95Ms'],
    ],
  },
  {
    title: words.room.own,
    format: perHour,
    lines: [
      [words.stopsName, 'selfStopsPerHour'],
      [words.ownWakesName, 'selfWakesPerHour'],
    ],
  },
  {
    title: words.room.taken,
    format: share,
    lines: [
      [words.coughsName, 'turnsTakenByCoughs'],
      [words.listenersName, 'turnsTakenByBackchannels'],
    ],
  },
  {
    title: words.room.understood,
    format: share,
    lines: [
      [words.wokenName, 'wakesDetected'],
      [words.wrongName, 'wordErrorRate'],
    ],
  },
] as const

/** How well SAM heard in the acoustic twin, run by run. */
export function AcousticRooms() {
  const answer = useRequest('service.acoustic', {})
  return (
    <section aria-labelledby="rooms">
      <h2 id="rooms">{words.rooms}</h2>
      <Answered query={answer}>{(runs) => <Runs runs={runs} />}</Answered>
    </section>
  )
}

function Runs({ runs }: { runs: AcousticRuns }) {
  const lines = useMemo(() => acousticLines(runs), [runs])
  const drawn = useMemo(
    () =>
      charts.map(({ title, format, lines: figures }) => ({
        title,
        format,
        series: figures.map(([name, figure], colour) => ({ name, values: lines.of(figure), colour })),
      })),
    [lines],
  )
  if (runs.runs.length === 0) return <p className="muted">{words.noRooms}</p>
  return (
    <>
      <p className="small muted">{words.roomsWhy}</p>
      <div className="stages">
        {drawn.map(({ title, format, series }) => (
          <div className="stage" key={title}>
            <Chart
              title={title}
              at={lines.at}
              series={series}
              format={format}
              formatAt={when}
              heightPixels={chartHeight}
            />
          </div>
        ))}
      </div>
    </>
  )
}
