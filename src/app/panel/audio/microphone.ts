import type { MicrophoneProblem } from '../../server/messages.ts'
import type { CaptureFrame } from './capture.worklet.ts'
import { createSilenceWatch } from './silence-watch.ts'

export interface MicrophoneHandlers {
  onFrame(frame: CaptureFrame): void
  /** null: sound arrives (again). */
  onProblem(problem: MicrophoneProblem | null): void
}

/** The page's microphone: opens it, watches it, opens it again when a device comes back. */
export interface Microphone {
  open(): Promise<MicrophoneProblem | null>
  /** While paused (muted) the device is let go: the system's own sign that the microphone is in use goes out. */
  pause(paused: boolean): void
  close(): void
  /** How many times it was opened: each time the way of the sound may take another time. */
  readonly openings: number
}

const frameMs = 20

const problems: Record<string, MicrophoneProblem> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
}

export function createMicrophone(context: AudioContext, handlers: MicrophoneHandlers): Microphone {
  const watch = createSilenceWatch()
  const capture = new AudioWorkletNode(context, 'sam-capture', { numberOfOutputs: 0, channelCount: 1 })
  let source: MediaStreamAudioSourceNode | undefined
  let track: MediaStreamTrack | undefined
  let problem: MicrophoneProblem | null = null
  let paused = false
  let closed = false
  /** Counts openings, so that one that was overtaken gives its device back. */
  let opened = 0

  const setProblem = (next: MicrophoneProblem | null) => {
    if (next === problem) return
    problem = next
    handlers.onProblem(next)
  }

  capture.port.onmessage = (event: MessageEvent<CaptureFrame>) => {
    if (paused || closed) return
    const silent = watch.observe(event.data.peak, frameMs)
    if (silent) setProblem('silent')
    else if (event.data.peak > 0) setProblem(null)
    handlers.onFrame(event.data)
  }

  const detach = () => {
    opened += 1
    source?.disconnect()
    source = undefined
    track?.stop()
    track = undefined
  }

  const open = async (): Promise<MicrophoneProblem | null> => {
    detach()
    watch.reset()
    const own = opened
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        // The browser hears what SAM says through the same context and takes it out of what the microphone hears.
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
      })
      const [found] = stream.getAudioTracks()
      if (found === undefined) return 'missing'
      // Muted, or opened once more, while the system was asked.
      if (paused || closed || own !== opened) {
        found.stop()
        return null
      }
      track = found
      track.onended = () => setProblem('unplugged')
      source = context.createMediaStreamSource(stream)
      source.connect(capture)
      problem = null
      return null
    } catch (cause) {
      const name = cause instanceof DOMException ? cause.name : ''
      problem = problems[name] ?? 'failed'
      return problem
    }
  }

  const openAgain = async () => {
    const before = problem
    const now = await open()
    if (now !== before) handlers.onProblem(now)
  }
  /** A device came or went: try again where the present one is of no use. */
  const onDeviceChange = () => {
    if (!closed && !paused && problem !== null && problem !== 'denied') void openAgain()
  }
  navigator.mediaDevices.addEventListener('devicechange', onDeviceChange)

  return {
    get openings() {
      return opened
    },
    open,
    pause(next) {
      if (next === paused) return
      paused = next
      watch.reset()
      if (next) detach()
      else void openAgain()
    },
    close() {
      closed = true
      navigator.mediaDevices.removeEventListener('devicechange', onDeviceChange)
      detach()
      capture.disconnect()
    },
  }
}
