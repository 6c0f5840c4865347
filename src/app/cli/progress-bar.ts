import { formatBytes, formatSeconds } from '../../core/numbers/format-amounts.ts'
import type { DownloadProgress } from '../../models/ports.ts'

type Screen = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number }

/** A download, a file that is read from front to back, or conversations that are judged, which stand for bytes then. */
type Progress = Omit<DownloadProgress, 'phase'> & { phase: DownloadProgress['phase'] | 'import' | 'judge' }

const phaseWords: Record<Progress['phase'], string> = {
  download: 'downloading',
  import: 'importing',
  judge: 'reading the meaning of',
  verify: 'checking',
  convert: 'preparing',
  done: 'ready',
}
/** In these the bytes come one after the other: they have a rate, and a time that is left. */
const isMeasured = (phase: string) => phase === 'download' || phase === 'import' || phase === 'judge'
const amountOf = (phase: string, amount: number) => (phase === 'judge' ? `${Math.round(amount)}` : formatBytes(amount))
const redrawMs = 100
const barCells = 24
/** Over how much time the rate is taken: short enough to follow the line, long enough not to jump. */
const rateWindowMs = 5000

function bar(share: number): string {
  const full = Math.round(share * barCells)
  return `${'█'.repeat(full)}${'░'.repeat(barCells - full)}`
}

/** Bytes per second over the last few seconds, and from them the time left. */
class Rate {
  readonly #points: { atMs: number; bytes: number }[] = []

  add(atMs: number, bytes: number): void {
    this.#points.push({ atMs, bytes })
    while (this.#points.length > 2 && (this.#points[1]?.atMs ?? atMs) < atMs - rateWindowMs) this.#points.shift()
  }

  bytesPerSecond(): number | undefined {
    const first = this.#points[0]
    const last = this.#points.at(-1)
    if (first === undefined || last === undefined || last.atMs - first.atMs < 500) return undefined
    return (1000 * (last.bytes - first.bytes)) / (last.atMs - first.atMs)
  }
}

/**
 * Shows downloads and imports on stderr: on a terminal one line that is drawn again, with bytes, rate and time left; elsewhere (a log)
 * one line at the start, at every quarter and at the end of each model.
 */
export class ProgressBar {
  readonly #screen: Screen
  readonly #nowMs: () => number
  #id = ''
  #phase = ''
  #quarter = 0
  #rate = new Rate()
  #drawnMs = -Infinity

  constructor(screen: Screen, nowMs: () => number) {
    this.#screen = screen
    this.#nowMs = nowMs
  }

  show(progress: Progress): void {
    if (progress.id !== this.#id) {
      this.#id = progress.id
      this.#phase = ''
      this.#quarter = 0
      this.#rate = new Rate()
    }
    const nowMs = this.#nowMs()
    if (isMeasured(progress.phase)) this.#rate.add(nowMs, progress.receivedBytes)
    const newPhase = progress.phase !== this.#phase
    this.#phase = progress.phase
    if (this.#screen.isTTY !== true) {
      this.#log(progress, newPhase)
      return
    }
    if (!newPhase && nowMs - this.#drawnMs < redrawMs) return
    this.#drawnMs = nowMs
    const end = progress.phase === 'done' ? '\n' : ''
    this.#screen.write(`\r\x1b[K${this.#line(progress).slice(0, (this.#screen.columns ?? 80) - 1)}${end}`)
  }

  /** Leaves the line for what comes next, after a failure in the middle. */
  stop(): void {
    if (this.#screen.isTTY === true && this.#phase !== '' && this.#phase !== 'done') this.#screen.write('\n')
    this.#phase = ''
  }

  #line({ id, phase, receivedBytes, totalBytes }: Progress): string {
    if (phase === 'done') return `  ${id}  ready (${formatBytes(totalBytes)})`
    const share = totalBytes === 0 ? 0 : Math.min(1, receivedBytes / totalBytes)
    if (!isMeasured(phase)) return `  ${id}  ${bar(share)}  ${phaseWords[phase]}…`
    const rate = this.#rate.bytesPerSecond()
    const speed = rate === undefined ? '' : `  ${amountOf(phase, rate)}/s`
    const left = rate === undefined || rate === 0 ? '' : `  ${formatSeconds((totalBytes - receivedBytes) / rate)} left`
    const amount = `${amountOf(phase, receivedBytes)} of ${amountOf(phase, totalBytes)}`
    return `  ${id}  ${bar(share)} ${String(Math.floor(share * 100)).padStart(3)} %  ${amount}${speed}${left}`
  }

  #log({ id, phase, receivedBytes, totalBytes }: Progress, newPhase: boolean): void {
    const quarter = totalBytes === 0 ? 0 : Math.floor((4 * receivedBytes) / totalBytes)
    const step = isMeasured(phase) && quarter > this.#quarter && quarter < 4
    if (!newPhase && !step) return
    this.#quarter = quarter
    const amount = step ? ` ${quarter * 25} %` : newPhase && isMeasured(phase) ? ` ${amountOf(phase, totalBytes)}` : ''
    this.#screen.write(`${id}: ${phaseWords[phase]}${amount}\n`)
  }
}
