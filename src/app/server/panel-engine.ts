import { createPcmSource, type PcmSource } from '../../audio/pcm-source.ts'
import { toSamError } from '../../core/errors.ts'
import type { EventSink } from '../../core/events.ts'
import type { EventHub } from '../event-hub.ts'
import type { ServiceRecorder } from '../service/service-recorder.ts'
import type { Session } from '../session/session.ts'
import type { PanelEngine } from './engine-port.ts'
import type { MicrophoneProblem } from './messages.ts'

export interface PanelEngineParts {
  session: Session
  hub: EventHub
  wakePhrases(): string[]
  suggestions(): string[]
  /** Counts what arrives. */
  service: Pick<ServiceRecorder, 'hear'>
}

/** Connects the panel's pages to the session: their microphone is its ear, their clicks its answers. */
export function createPanelEngine(parts: PanelEngineParts): PanelEngine & { close(): void } {
  const { session, hub } = parts
  let microphone: { source: PcmSource; abort: AbortController; ended: Promise<void> } | undefined

  const detach = () => {
    microphone?.abort.abort()
    microphone?.source.end()
  }
  const attach = () => {
    detach()
    const before = microphone?.ended
    const source = createPcmSource()
    const abort = new AbortController()
    // A new page waits for the old stream's end: the session listens to one microphone at a time.
    const ended = Promise.resolve(before)
      .then(() => session.listen(source, abort.signal))
      .catch(tellTrouble(hub.emit))
    microphone = { source, abort, ended }
  }

  return {
    snapshot() {
      const { stateReason } = session
      const reason = stateReason === undefined ? {} : { stateReason }
      return {
        state: session.currentState,
        ...reason,
        wakePhrases: parts.wakePhrases(),
        suggestions: parts.suggestions(),
      }
    },
    onEvent: (listener) => hub.subscribe(listener),
    submitText(text, turnId) {
      session.submitText(text, 'text', turnId).catch(tellTrouble(hub.emit))
    },
    microphoneAttached: attach,
    pushMicrophone(samples, sampleRateHz, lostFrames) {
      parts.service.hear((samples.length * 1000) / sampleRateHz, lostFrames)
      if (microphone === undefined || microphone.abort.signal.aborted) attach()
      try {
        microphone?.source.push(samples, sampleRateHz)
      } catch (thrown) {
        tellTrouble(hub.emit)(thrown)
      }
    },
    microphoneDetached: detach,
    microphoneProblem(problem) {
      session.reportMicrophone(problem === null ? undefined : problemWords[problem])
    },
    pushToTalk(down) {
      session.pushToTalk(down).catch(tellTrouble(hub.emit))
    },
    stop() {
      session.stop()
    },
    setMuted(muted) {
      session.mute(muted)
    },
    answerConsent(callId, approved, always) {
      session.answerConsent(callId, approved, always)
    },
    close: detach,
  }
}

const problemWords: Record<MicrophoneProblem, string> = {
  denied: 'The microphone is not permitted.',
  missing: 'There is no microphone.',
  'in-use': 'Another program holds the microphone.',
  silent: 'The microphone delivers no signal.',
  unplugged: 'The microphone was unplugged.',
  failed: 'The microphone stopped working.',
}

function tellTrouble(emit: EventSink) {
  return (thrown: unknown) => emit({ type: 'error', error: toSamError(thrown).toJSON() })
}
