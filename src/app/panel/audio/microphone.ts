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
  /** While paused (muted) frames are dropped in the page and the device's zeros are no problem. */
  pause(paused: boolean): void
  close(): void
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
    source?.disconnect()
    source = undefined
    track?.stop()
    track = undefined
  }

  const open = async (): Promise<MicrophoneProblem | null> => {
    detach()
    watch.reset()
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        // The browser hears what SAM says through the same context and takes it out of what the microphone hears.
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
      })
      track = stream.getAudioTracks()[0]
      if (track === undefined) return 'missing'
      track.enabled = !paused
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

  /** A device came or went: try again where the present one is of no use. */
  const onDeviceChange = async () => {
    if (closed || problem === null || problem === 'denied') return
    const before = problem
    const now = await open()
    if (now !== before) handlers.onProblem(now)
  }
  navigator.mediaDevices.addEventListener('devicechange', onDeviceChange)

  return {
    open,
    pause(next) {
      if (next === paused) return
      paused = next
      watch.reset()
      if (track) track.enabled = !next
    },
    close() {
      closed = true
      navigator.mediaDevices.removeEventListener('devicechange', onDeviceChange)
      detach()
      capture.disconnect()
    },
  }
}
