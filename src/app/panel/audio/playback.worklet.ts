import { type ClipProgress, createPlaybackQueue } from './playback-queue.ts'

export type PlaybackCommand =
  | { type: 'samples'; clipId: number; samples: Float32Array; last: boolean }
  | { type: 'flush'; throughClipId: number }

/** Told about every 50 ms while sound plays, and when a clip ends. */
export interface PlaybackReport {
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
      else this.report(this.queue.flush(command.throughClipId), 0)
    }
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const block = outputs[0]?.[0]
    if (block === undefined) return true
    const ended = this.queue.fill(block)
    const current = this.queue.current()
    this.sinceReport += block.length
    const due = current !== undefined && this.sinceReport >= reportEverySamples
    if (due || ended.length > 0) this.report(due ? [...ended, current] : ended, this.loudness(block))
    return true
  }

  private loudness(block: Float32Array): number {
    let sum = 0
    for (const sample of block) sum += sample * sample
    return Math.sqrt(sum / block.length)
  }

  private report(progress: ClipProgress[], loudness: number): void {
    if (progress.length === 0) return
    this.sinceReport = 0
    this.port.postMessage({ progress, loudness } satisfies PlaybackReport)
  }
}

registerProcessor('sam-playback', PlaybackProcessor)
