import { type ClipProgress, type ClipStart, type ClipStop, createPlaybackQueue } from './playback-queue.ts'

export type PlaybackCommand =
  | { type: 'samples'; clipId: number; samples: Float32Array; last: boolean }
  | { type: 'flush'; throughClipId: number }

/** Told about every 50 ms while sound plays, and when a clip begins or ends. */
export interface PlaybackReport {
  /** `at` is counted on the context's clock. */
  started: ClipStart[]
  stopped?: ClipStop
  progress: ClipProgress[]
  /** Of the last block, 0 to 1. */
  loudness: number
}

const reportEverySamples = 2400

/** Plays what the page sends it and reports what left for the loudspeaker. */
class PlaybackProcessor extends AudioWorkletProcessor {
  private readonly queue = createPlaybackQueue()
  private sinceReport = 0

  constructor() {
    super()
    this.port.onmessage = (event: MessageEvent<PlaybackCommand>) => {
      const command = event.data
      if (command.type === 'samples') this.queue.push(command.clipId, command.samples, command.last)
      else {
        const { ended, stopped } = this.queue.flush(command.throughClipId)
        this.report({ started: [], ...(stopped === undefined ? {} : { stopped }), progress: ended, loudness: 0 })
      }
    }
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const block = outputs[0]?.[0]
    if (block === undefined) return true
    const { ended, started } = this.queue.fill(block)
    for (const start of started) start.at += currentFrame
    const current = this.queue.current()
    this.sinceReport += block.length
    const due = current !== undefined && this.sinceReport >= reportEverySamples
    const progress = due ? [...ended, current] : ended
    if (started.length > 0 || progress.length > 0) this.report({ started, progress, loudness: this.loudness(block) })
    return true
  }

  private loudness(block: Float32Array): number {
    let sum = 0
    for (const sample of block) sum += sample * sample
    return Math.sqrt(sum / block.length)
  }

  private report(report: PlaybackReport): void {
    if (report.progress.length > 0) this.sinceReport = 0
    this.port.postMessage(report)
  }
}

registerProcessor('sam-playback', PlaybackProcessor)
