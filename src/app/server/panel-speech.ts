import type { SentencePiece, SoundReport, SpeechOutput } from '../../tts/ports.ts'

export interface SpeechClip {
  clipId: number
  turnId: string
  sentence: string
  sampleRateHz: number
  samples: Float32Array
}

/** Where clips go; the server's side of the pages. */
export interface SpeechSink {
  /** Whether a page is the speaker at this moment. */
  speakerPresent(): boolean
  send(clip: SpeechClip): void
  flush(throughClipId: number): void
}

/** The page as loudspeaker. Made before the server, because the session needs it first. */
export interface PanelSpeech extends SpeechOutput {
  /** Connects the pages; called by the server. */
  connect(sink: SpeechSink): void
  /** What a page says it has played. Unknown and finished clips are ignored. */
  reportProgress(clipId: number, playedMs: number, finished: boolean): void
  /** What a page says about when a clip sounds. */
  reportSound(clipId: number, report: SoundReport): void
  /** The speaker page is gone: everything queued counts as far as it was heard. */
  speakerLost(): void
  readonly speakerPresent: boolean
}

interface Playing {
  durationMs: number
  playedMs: number
  deadline: NodeJS.Timeout
  finish(): void
}

/** Of the clips that a page never said to be done with, the last ones: each keeps its sound in memory. */
const mostListenedTo = 200

/**
 * @param graceMs how long past its due end a page may stay silent about a clip before it counts as finished, so that a
 *   frozen tab cannot hold a turn for ever
 */
export function createPanelSpeech(graceMs = 4000): PanelSpeech {
  const playing = new Map<number, Playing>()
  /** Who wants to know when clips sound, until the page is done with them: that may be later than `playing`. */
  const listeners = new Map<number, (report: SoundReport) => void>()
  let sink: SpeechSink | undefined
  let lastClipId = 0

  const finishAll = () => {
    for (const clip of [...playing.values()]) clip.finish()
  }

  return {
    takesPieces: true,
    connect(next) {
      sink = next
    },
    get speakerPresent() {
      return sink?.speakerPresent() ?? false
    },
    play(
      sentence: SentencePiece,
      turnId: string,
      onStart?: (start: { file?: string }) => void,
      onSound?: (report: SoundReport) => void,
    ) {
      const durationMs = (sentence.samples.length / sentence.sampleRateHz) * 1000
      // Nobody is there to hear it: the history must not pretend otherwise.
      if (!sink?.speakerPresent() || sentence.samples.length === 0) return Promise.resolve({ playedMs: 0 })
      const clipId = ++lastClipId
      let aheadMs = 0
      for (const clip of playing.values()) aheadMs += clip.durationMs - clip.playedMs
      const heard = new Promise<{ playedMs: number }>((resolve) => {
        const clip: Playing = {
          durationMs,
          playedMs: 0,
          deadline: setTimeout(() => clip.finish(), aheadMs + durationMs + graceMs),
          finish() {
            clearTimeout(clip.deadline)
            playing.delete(clipId)
            resolve({ playedMs: clip.playedMs })
          },
        }
        playing.set(clipId, clip)
      })
      if (onSound !== undefined) listeners.set(clipId, onSound)
      listeners.delete(clipId - mostListenedTo)
      const { samples, sampleRateHz } = sentence
      sink.send({ clipId, turnId, sentence: sentence.sentence, samples, sampleRateHz })
      onStart?.({})
      return heard
    },
    flush() {
      sink?.flush(lastClipId)
      finishAll()
    },
    reportSound: (clipId, report) => listeners.get(clipId)?.(report),
    reportProgress(clipId, playedMs, finished) {
      if (finished) listeners.delete(clipId)
      const clip = playing.get(clipId)
      if (clip === undefined) return
      clip.playedMs = Math.max(clip.playedMs, Math.min(playedMs, clip.durationMs))
      if (finished) clip.finish()
    },
    speakerLost() {
      listeners.clear()
      finishAll()
    },
  }
}
