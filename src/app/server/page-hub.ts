import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Clock } from '../../core/clock.ts'
import type { Logger } from '../../core/log.ts'
import { loudnessOf } from '../../core/numbers/loudness.ts'
import { createAudioRoles } from './audio-roles.ts'
import type { PanelEngine } from './engine-port.ts'
import { createEventHistory } from './event-history.ts'
import { encodeFrame, type SoundFrame } from './frames.ts'
import type { AudioRole, DownwardMessage, MicrophoneProblem, RecentMessage, UpwardMessage } from './messages.ts'
import { protocolVersion } from './messages.ts'
import { createMicrophoneStream } from './microphone-stream.ts'
import { connectPage, type PageConnection, type PageLimits } from './page-connection.ts'
import type { PanelSpeech, SpeechClip } from './panel-speech.ts'

export interface PageHub {
  join(socket: WebSocket): void
  readonly pages: number
  checkAlive(): void
  close(): void
}

export interface PageHubOptions {
  engine: PanelEngine
  speech: PanelSpeech
  /** What was said before the engine began. */
  earlier: readonly RecentMessage[]
  limits: PageLimits
  logger: Logger
  clock: Clock
}

interface Page {
  connection: PageConnection
  told: AudioRole
}

/** Speech in frames of half a second, the first of a clip shorter: the page can begin to play before it has worked on much. */
const speechFrameSeconds = 0.5
const firstFrameSeconds = 0.2
const levelIntervalMs = 80

/** Keeps every page in step with the engine, and decides which one is microphone and speaker. */
export function createPageHub({ engine, speech, earlier, limits, logger, clock }: PageHubOptions): PageHub {
  const pages = new Set<Page>()
  const roles = createAudioRoles<Page>()
  const history = createEventHistory()
  const microphoneStream = createMicrophoneStream()
  for (const message of earlier) history.add(message)
  let problem: MicrophoneProblem | null = null
  let levelAtMs = 0

  const broadcast = (message: DownwardMessage, except?: Page) => {
    for (const page of pages) if (page !== except) page.connection.send(message)
  }

  const announce = (message: RecentMessage) => {
    history.add(message)
    broadcast(message)
  }

  const setProblem = (next: MicrophoneProblem | null) => {
    if (next === problem) return
    problem = next
    engine.microphoneProblem(next)
    broadcast({ type: 'microphone-problem', problem })
  }

  /** Applies a change of claims and tells everyone concerned. */
  const reassign = (change: () => void, leaving: boolean) => {
    const before = { microphone: roles.microphone(), speaker: roles.speaker() }
    change()
    const microphone = roles.microphone()
    if (microphone !== before.microphone) {
      microphoneStream.change()
      if (before.microphone) engine.microphoneDetached(leaving ? 'page-closed' : 'given-back')
      setProblem(null)
      if (microphone) engine.microphoneAttached()
    }
    if (roles.speaker() !== before.speaker && before.speaker) speech.speakerLost()
    for (const page of pages) {
      const role = roles.roleOf(page)
      if (role.microphone === page.told.microphone && role.speaker === page.told.speaker) continue
      page.told = role
      page.connection.send({ type: 'audio-role', role })
    }
  }

  const snapshotFor = (page: Page): DownwardMessage => ({
    type: 'snapshot',
    protocol: protocolVersion,
    ...engine.snapshot(),
    startedAtEpochMs: clock.wallTime().getTime() - clock.nowMs(),
    recent: history.recent(),
    role: roles.roleOf(page),
    microphoneProblem: problem,
  })

  const onMessage = (page: Page, message: UpwardMessage) => {
    switch (message.type) {
      case 'hello':
        return page.connection.send(snapshotFor(page))
      case 'claim-audio':
        return reassign(() => roles.claim(page, message), false)
      case 'microphone-problem':
        return roles.microphone() === page ? setProblem(message.problem) : undefined
      case 'text-request': {
        const turnId = randomUUID()
        announce({ type: 'request-typed', turnId, text: message.text, atMs: clock.nowMs() })
        return engine.submitText(message.text, turnId)
      }
      case 'push-to-talk':
        return engine.pushToTalk(message.down)
      case 'stop':
        return engine.stop()
      case 'mute':
        return engine.setMuted(message.muted)
      case 'consent-answer':
        return engine.answerConsent(message.callId, message.approved, message.always)
      case 'playback-progress': {
        if (roles.speaker() !== page) return
        speech.reportProgress(message.clipId, message.playedMs, message.finished)
        const { clipId, playedMs, finished } = message
        return broadcast({ type: 'speech-progress', clipId, playedMs, finished }, page)
      }
      case 'playback-start': {
        // Only a page that hears what it plays knows both places.
        if (roles.speaker() !== page || roles.microphone() !== page) return
        const place = microphoneStream.placeOf(message)
        if (place === undefined) return
        return speech.reportSound(message.clipId, { type: 'start', fromMs: message.fromMs, ...place })
      }
      case 'playback-stop':
        if (roles.speaker() !== page) return
        return speech.reportSound(message.clipId, { type: 'stop', untilMs: message.untilMs })
    }
  }

  const onMicrophone = (page: Page, frame: SoundFrame) => {
    // Frames of a page that just lost the role may still be under way.
    if (roles.microphone() !== page) return
    engine.pushMicrophone(frame.samples, frame.sampleRateHz, microphoneStream.take(frame))
    if (clock.nowMs() - levelAtMs < levelIntervalMs) return
    levelAtMs = clock.nowMs()
    const loudness = loudnessOf(frame.samples)
    for (const other of pages) if (other !== page) other.connection.sendIfComfortable({ type: 'level', loudness })
  }

  const sendClip = ({ clipId, turnId, sentence, samples, sampleRateHz }: SpeechClip) => {
    broadcast({ type: 'speech-clip', clipId, turnId, sentence, sampleRateHz, sampleCount: samples.length })
    const speaker = roles.speaker()
    for (let position = 0; position < samples.length; ) {
      const seconds = position === 0 ? firstFrameSeconds : speechFrameSeconds
      const part = samples.subarray(position, position + Math.round(sampleRateHz * seconds))
      speaker?.connection.sendBytes(
        encodeFrame({ kind: 'speech', sequence: clipId, sampleRateHz, position, samples: part }),
      )
      position += part.length
    }
  }

  speech.connect({
    speakerPresent: () => roles.speaker() !== undefined,
    send: sendClip,
    flush: (throughClipId) => broadcast({ type: 'speech-flush', throughClipId }),
  })
  const unsubscribe = engine.onEvent(announce)

  return {
    join(socket) {
      const page: Page = {
        told: { microphone: false, speaker: false },
        connection: connectPage(
          socket,
          {
            onMessage: (message) => onMessage(page, message),
            onMicrophone: (frame) => onMicrophone(page, frame),
            onClose: () => {
              pages.delete(page)
              reassign(() => roles.release(page), true)
            },
          },
          limits,
          logger,
          () => clock.nowMs(),
        ),
      }
      pages.add(page)
    },
    get pages() {
      return pages.size
    },
    checkAlive() {
      for (const page of pages) page.connection.checkAlive()
    },
    close() {
      unsubscribe()
      for (const page of pages) page.connection.close()
      speech.speakerLost()
    },
  }
}
