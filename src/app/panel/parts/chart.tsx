import { useEffect, useMemo, useRef, useState } from 'react'
import type uPlot from 'uplot'
import { frameWords } from '../strings/frame.ts'
import { chartOptions } from './chart-options.ts'
import 'uplot/dist/uPlot.min.css'

export interface ChartSeries {
  name: string
  /** One value for each place on the axis; null leaves a gap. */
  values: readonly (number | null)[]
  /** The same source has the same colour everywhere: a number of the palette, 0 to 6. */
  colour: number
  /** Lower and upper end of each value's interval, drawn around the line. */
  interval?: { low: readonly (number | null)[]; high: readonly (number | null)[] }
  kind?: 'line' | 'bars'
  /** The line goes on over places without a value. */
  joined?: true
}

export interface ChartProps {
  title: string
  /** Milliseconds since 1970 if `time`, otherwise plain numbers; ascending. */
  at: readonly number[]
  time?: boolean
  series: readonly ChartSeries[]
  /** How a value is written, with its unit. */
  format(value: number): string
  /** How a place on the axis is written in the table. */
  formatAt(at: number): string
  heightPixels?: number
  /** What the numbers mean, under the drawing. */
  note?: string
  /** The axis ends here. */
  top?: number
  /** The axis begins near the lowest value: for small changes of large numbers, never for bars. */
  close?: boolean
}

/** Numbers over time or steps, drawn, and as a table for whoever does not see them. */
export function Chart({
  title,
  at,
  time = true,
  series,
  format,
  formatAt,
  heightPixels = 170,
  close = false,
  top,
  note,
}: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const dark = useDarkness()
  const [undrawn, setUndrawn] = useState(false)
  const data = useMemo(() => dataOf(at, time, series), [at, time, series])
  const drawn = useRef<{ chart?: uPlot; data: uPlot.AlignedData; series: readonly ChartSeries[] }>({ data, series })
  drawn.current.data = data
  drawn.current.series = series
  useEffect(() => drawn.current.chart?.setData(data), [data])
  // Other numbers are drawn into the same chart; another kind of line is another chart.
  const kinds = JSON.stringify(series.map(({ values: _, interval, ...look }) => [look, interval !== undefined]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the kinds of the series stand for the series
  useEffect(() => {
    const element = place.current
    if (element === null) return
    let chart: uPlot | undefined
    let gone = false
    const size = () => ({ width: Math.max(120, element.clientWidth), height: heightPixels })
    const fit = new ResizeObserver(() => chart?.setSize(size()))
    void import('uplot').then(
      ({ default: Plot }) => {
        if (gone) return
        const style = getComputedStyle(element)
        const look = { Plot, series: drawn.current.series, time, close, top, format, size: size(), style, dark }
        chart = new Plot(chartOptions(look), drawn.current.data, element)
        drawn.current.chart = chart
        fit.observe(element)
      },
      () => setUndrawn(true),
    )
    return () => {
      gone = true
      fit.disconnect()
      chart?.destroy()
      delete drawn.current.chart
    }
  }, [kinds, time, close, top, format, heightPixels, dark])

  return (
    <figure className="chart">
      <figcaption className="chart-title">{title}</figcaption>
      {series.length > 1 && (
        <ul className="chart-legend small muted" aria-hidden="true">
          {series.map(({ name, colour }) => (
            <li key={name}>
              <span className={`swatch swatch-${colour}`} />
              {name}
            </li>
          ))}
        </ul>
      )}
      <div ref={place} className="chart-canvas" aria-hidden="true" />
      {note !== undefined && <p className="small muted">{note}</p>}
      <details className="chart-table small" open={undrawn}>
        <summary>{frameWords.chart.table}</summary>
        <table>
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{time ? frameWords.chart.when : frameWords.chart.at}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {at.map((place, row) => (
              <tr key={place}>
                <th scope="row">{formatAt(place)}</th>
                {series.map(({ name, values, interval }) => (
                  <td key={name}>{cellText(format, values[row], interval?.low[row], interval?.high[row])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

/** Rows as uPlot wants them: the axis in seconds, then each series, with its interval's two ends behind it. */
function dataOf(at: readonly number[], time: boolean, series: readonly ChartSeries[]): uPlot.AlignedData {
  const rows = series.flatMap(({ values, interval }) =>
    interval === undefined ? [[...values]] : [[...values], [...interval.high], [...interval.low]],
  )
  return [at.map((place) => (time ? place / 1000 : place)), ...rows]
}

function cellText(
  format: (value: number) => string,
  value: number | null | undefined,
  low: number | null | undefined,
  high: number | null | undefined,
): string {
  if (value === null || value === undefined) return '–'
  if (low === null || low === undefined || high === null || high === undefined) return format(value)
  return `${format(value)} (${format(low)} to ${format(high)})`
}

/** A canvas does not follow the system's colours by itself. */
function useDarkness(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const change = () => setDark(query.matches)
    query.addEventListener('change', change)
    return () => query.removeEventListener('change', change)
  }, [])
  return dark
}
