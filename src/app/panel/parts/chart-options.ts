import type uPlot from 'uplot'
import { formatShortDate, formatTime } from '../model/format.ts'
import type { ChartSeries } from './chart.tsx'

/**
 * Okabe and Ito's colours (2008), which people with any kind of colour blindness tell apart; darker on light, lighter on dark
 * where a thin line would be hard to see. The same order as in parts.css.
 */
const palette = {
  light: ['#0072b2', '#d55e00', '#00785a', '#b3589b', '#9a6a00', '#3a8fc0', '#4a4f57'],
  dark: ['#56b4e9', '#ff8a3d', '#25c79a', '#e29cc9', '#f0c54d', '#8fcdf3', '#b9bec6'],
}

export interface ChartLook {
  Plot: typeof uPlot
  series: readonly ChartSeries[]
  time: boolean
  close: boolean
  top: number | undefined
  format(value: number): string
  size: { width: number; height: number }
  /** Of the place where the chart stands: type and colours come from there. */
  style: CSSStyleDeclaration
  dark: boolean
}

/** Axes with units from zero, thin grid, lines or bars, and intervals as bands. */
export function chartOptions({ Plot, series, time, close, top, format, size, style, dark }: ChartLook): uPlot.Options {
  const colours = dark ? palette.dark : palette.light
  const font = `11px ${style.fontFamily}`
  const axis = {
    stroke: style.getPropertyValue('--text-secondary') === '' ? style.color : dark ? '#a4a9b1' : '#5c6066',
    font,
    grid: { stroke: dark ? 'rgb(255 255 255 / 9%)' : 'rgb(0 0 0 / 8%)', width: 1 },
    ticks: { show: false },
  }
  const lines: uPlot.Series[] = [{}]
  const bands: uPlot.Band[] = []
  for (const { name, colour, interval, kind = 'line', joined = false } of series) {
    const stroke = colours[colour] ?? axis.stroke
    const bars = Plot.paths.bars?.({ size: [0.7, 40], radius: 0.15 })
    lines.push({
      label: name,
      stroke,
      width: kind === 'bars' ? 0 : 2,
      spanGaps: joined,
      ...(kind === 'bars' && bars !== undefined ? { fill: stroke, paths: bars, points: { show: false } } : {}),
    })
    if (interval === undefined) continue
    const edge = { stroke: 'transparent', width: 0, points: { show: false } }
    bands.push({ series: [lines.length, lines.length + 1], fill: `${stroke}2e` })
    lines.push({ ...edge }, { ...edge })
  }
  return {
    ...size,
    series: lines,
    bands,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time },
      y: {
        range: (_chart, low, high) =>
          top === undefined ? (close ? rangeAround(low, high) : rangeFromZero(low, high)) : [0, top],
      },
    },
    // Room for a point, and for half a label, at the edge.
    padding: [10, time ? 26 : 12, 0, 0],
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        gap: 9,
        space: widestLabelPixels,
        ...(time
          ? { values: (_chart, seconds, _axis, _space, stepSeconds) => momentLabels(seconds, stepSeconds) }
          : {}),
      },
      { ...axis, size: 58, values: (_chart, values) => values.map((value) => format(value)) },
    ],
  }
}

const daySeconds = 86_400
const widestLabelPixels = 72

/** Places on an axis of time: days where a step is a day or more, otherwise the time, and the day where one begins. */
function momentLabels(seconds: readonly number[], stepSeconds: number): string[] {
  return seconds.map((at) => {
    const date = new Date(at * 1000)
    const midnight = date.getHours() === 0 && date.getMinutes() === 0
    return stepSeconds >= daySeconds || midnight ? formatShortDate(at * 1000) : formatTime(at * 1000)
  })
}

/** Lengths can be compared only if they begin at zero; a little air above. */
function rangeFromZero(low: number | null, high: number | null): [number, number] {
  const top = Math.max(high ?? 0, 0)
  return [Math.min(0, low ?? 0), top === 0 ? 1 : top * 1.08]
}

/** The values with some air around them. */
function rangeAround(low: number | null, high: number | null): [number, number] {
  const [bottom, top] = [low ?? 0, high ?? 1]
  const air = Math.max(0.15 * (top - bottom), 0.01)
  return [bottom - air, top + air]
}
