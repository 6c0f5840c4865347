import { decodeFrame, encodeFrame } from '../../server/frames.ts'
import {
  type DownwardMessage,
  type MicrophoneProblem,
  protocolVersion,
  type UpwardMessage,
} from '../../server/messages.ts'
import type { CaptureFrame } from '../audio/capture.worklet.ts'
import type { SoundDesk } from '../audio/sound-desk.ts'
import { applyMessage, applyProgress, type Conversation, emptyConversation, pendingConsent } from './conversation.ts'
import { connectCore, type LinkState } from './core-link.ts'
import { createMeter, type Meter } from './meter.ts'

/**
 * `unasked`: first run. `typing`: the user chose to type. `waiting-for-click`: allowed before, but a browser lets a page
 * make sound only after a click.
 */
export type ListeningPhase = 'unasked' | 'typing' | 'starting' | 'waiting-for-click' | 'on'

export interface PanelState {
  link: LinkState
  joined: boolean
  outdated: boolean
  listening: ListeningPhase
  /** Of this page's own microphone. */
  problem: MicrophoneProblem | null
  talking: boolean
  conversation: Conversation
}

export interface PanelStore {
  readonly state: () => PanelState
  readonly subscribe: (listener: () => void) => () => void
  readonly microphoneMeter: Meter
  readonly voiceMeter: Meter
  startListening(): Promise<void>
  typeOnly(): void
  submit(text: string): void
  pushToTalk(down: boolean): void
  /**
   * Gives what the microphone hears to one page alone; the core hears a quiet room meanwhile. Answers a way to give it back, or what is wrong
   * with the microphone.
   */
  takeMicrophone(onFrame: (frame: CaptureFrame) => void): Promise<{ giveBack(): void } | MicrophoneProblem>
  stop(): void
  setMuted(muted: boolean): void
  answerConsent(callId: string, approved: boolean, always?: boolean): void
  /** Escape: no to a question, otherwise stop. */
  escape(): void
  dismissNotice(key: string): void
}

/** Remembers for this tab that the user chose to listen, so that a reload goes on. */
const choiceKey = 'sam.listening'
const hearingRateHz = 16_000
/** Nothing was sent for so long: the microphone's stream stands still. */
const stillHeardSeconds = 2

/** Everything the page knows and does; the views only draw it. */
export function createPanelStore(openSoundDesk: typeof import('../audio/sound-desk.ts').createSoundDesk): PanelStore {
  const microphoneMeter = createMeter()
  const voiceMeter = createMeter()
  const listeners = new Set<() => void>()
  let desk: SoundDesk | undefined
  let opening: Promise<SoundDesk> | undefined
  let sequence = 0
  let position = 0
  /** The last microphone frame that was sent: its place in the stream, and when it came in. */
  let sent: { position: number; atSeconds: number } | undefined
  let taken: ((frame: CaptureFrame) => void) | undefined
  let state: PanelState = {
    link: 'connecting',
    joined: false,
    outdated: false,
    listening: sessionStorage.getItem(choiceKey) === 'typing' ? 'typing' : 'unasked',
    problem: null,
    talking: false,
    conversation: emptyConversation,
  }

  const change = (part: Partial<PanelState>) => {
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }
  const send = (message: UpwardMessage) => link.send(message)

  const setProblem = (problem: MicrophoneProblem | null) => {
    change({ problem })
    if (state.conversation.role.microphone) send({ type: 'microphone-problem', problem })
  }

  /** Fails where its code cannot be loaded, for example while the core is gone; the next call tries again. */
  const openDesk = async (): Promise<SoundDesk> => {
    opening ??= openSoundDesk({
      onFrame(captured) {
        microphoneMeter.set(captured.loudness)
        taken?.(captured)
        if (!state.conversation.role.microphone || (taken !== undefined && state.conversation.state === 'muted')) return
        const samples = taken === undefined ? captured.samples : quietRoom(captured.samples.length)
        const frame = encodeFrame({ kind: 'microphone', sequence, sampleRateHz: hearingRateHz, position, samples })
        sent = { position, atSeconds: captured.atSeconds }
        sequence++
        position += samples.length
        link.sendBytes(frame)
      },
      onProblem: setProblem,
      onProgress(clipId, playedMs, finished) {
        change({ conversation: applyProgress(state.conversation, { clipId, playedMs, finished }) })
        send({ type: 'playback-progress', clipId, playedMs, finished })
      },
      onStart(clipId, fromMs, atSeconds) {
        const sinceSeconds = sent === undefined ? Number.POSITIVE_INFINITY : atSeconds - sent.atSeconds
        if (desk === undefined || sent === undefined || sinceSeconds > stillHeardSeconds) return
        const atSample = sent.position + sinceSeconds * hearingRateHz
        send({ type: 'playback-start', clipId, fromMs, atSample, openings: desk.microphoneOpenings() })
      },
      onStop: (clipId, untilMs) => send({ type: 'playback-stop', clipId, untilMs }),
      onLoudness: (loudness) => voiceMeter.set(loudness),
    })
    const first = opening
    try {
      const open = await first
      if (desk === undefined) open.pauseMicrophone(state.conversation.state === 'muted')
      desk = open
      return open
    } catch (thrown) {
      if (opening === first) opening = undefined
      throw thrown
    }
  }

  /** Claims what this page can be. Called whenever that changes and after every reconnection. */
  const claim = () => {
    if (desk === undefined) return
    const speaker = desk.running()
    send({ type: 'claim-audio', microphone: speaker && state.listening === 'on', speaker })
  }

  const onMessage = (message: DownwardMessage) => {
    if (message.type === 'level') return microphoneMeter.set(message.loudness)
    // What happened before the snapshot is in the snapshot.
    if (!state.joined && message.type !== 'snapshot') return
    const wasMicrophone = state.conversation.role.microphone
    change({ conversation: applyMessage(state.conversation, message) })
    if (message.type === 'snapshot') {
      change({ joined: true, outdated: message.protocol !== protocolVersion })
      claim()
    }
    const isMicrophone = state.conversation.role.microphone
    if (isMicrophone && !wasMicrophone) setProblem(state.problem)
    if (desk === undefined) return
    const open = desk
    if (message.type === 'speech-clip' && state.conversation.role.speaker) {
      open.player.announce(message.clipId, message.sampleRateHz, message.sampleCount)
    }
    if (message.type === 'speech-flush') open.player.flush(message.throughClipId)
    if (taken === undefined) open.pauseMicrophone(state.conversation.state === 'muted')
  }

  const link = connectCore(location.origin, {
    onState(next) {
      change({ link: next, ...(next === 'open' ? {} : { joined: false }) })
      if (next === 'open') send({ type: 'hello', protocol: protocolVersion })
      // A core that is gone has nothing more to say.
      else desk?.player.flush(lastClip(state.conversation))
    },
    onMessage,
    onBytes(bytes) {
      const frame = decodeFrame(bytes)
      if (frame?.kind === 'speech') desk?.player.push(frame.sequence, frame.samples)
    },
  })

  const startListening = async (byGesture: boolean) => {
    change({ listening: 'starting', problem: null })
    const open = await openDesk().catch(() => undefined)
    if (open === undefined) return change({ listening: 'on', problem: 'failed' })
    const resumed = open.resume()
    const problem = await open.openMicrophone()
    await resumed
    if (problem !== null) {
      change({ listening: 'on', problem })
    } else if (!open.running()) {
      open.closeMicrophone()
      change({ listening: byGesture ? 'unasked' : 'waiting-for-click', problem: byGesture ? 'failed' : null })
      return
    } else {
      change({ listening: 'on', problem: null })
    }
    sessionStorage.setItem(choiceKey, 'listening')
    claim()
  }

  if (sessionStorage.getItem(choiceKey) === 'listening') void startListening(false)
  // Inside the menu bar's own window sound needs no click, and the system was asked by the shell.
  else if (window.samShell !== undefined) void startListening(false)

  const store: PanelStore = {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    microphoneMeter,
    voiceMeter,
    startListening: () => startListening(true),
    typeOnly() {
      sessionStorage.setItem(choiceKey, 'typing')
      change({ listening: 'typing' })
    },
    submit(text) {
      if (state.listening === 'unasked') store.typeOnly()
      send({ type: 'text-request', text })
      // Typing is a gesture too: from here on the reply can be heard in this page.
      if (state.conversation.role.speaker) return
      openDesk()
        .then((open) => open.resume())
        .then(claim)
        // Then the reply is only read; the next request tries again.
        .catch(() => undefined)
    },
    pushToTalk(down) {
      if (down === state.talking) return
      change({ talking: down })
      send({ type: 'push-to-talk', down })
    },
    async takeMicrophone(onFrame) {
      const open = await openDesk().catch(() => undefined)
      if (open === undefined) return 'failed'
      const resumed = open.resume()
      const listened = state.listening === 'on' && state.problem === null
      const problem = listened ? null : await open.openMicrophone()
      await resumed
      if (problem !== null) return problem
      taken = onFrame
      open.pauseMicrophone(false)
      return {
        giveBack() {
          if (taken !== onFrame) return
          taken = undefined
          open.pauseMicrophone(state.conversation.state === 'muted')
          if (state.listening !== 'on') open.closeMicrophone()
        },
      }
    },
    stop() {
      desk?.player.flush(lastClip(state.conversation))
      send({ type: 'stop' })
    },
    setMuted(muted) {
      desk?.pauseMicrophone(muted)
      send({ type: 'mute', muted })
    },
    answerConsent: (callId, approved, always = false) =>
      void send({ type: 'consent-answer', callId, approved, ...(always ? { always } : {}) }),
    escape() {
      const open = pendingConsent(state.conversation)
      if (open === undefined) store.stop()
      else store.answerConsent(open.callId, false)
    },
    dismissNotice(key) {
      const { conversation } = state
      const notices = conversation.notices.filter((notice) => notice.key !== key)
      change({ conversation: { ...conversation, notices } })
    },
  }
  window.samShell?.onToggleTalk(() => store.pushToTalk(!state.talking))
  return store
}

/** The newest clip this page knows: "stop" cuts up to it without waiting for the core. */
function lastClip(conversation: Conversation): number {
  return conversation.turns.flatMap((turn) => turn.spoken).reduce((last, clip) => Math.max(last, clip.clipId), 0)
}

/** Not silence: a microphone that delivers nothing but zeros counts as broken. */
function quietRoom(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, () => (Math.random() - 0.5) * 2e-4)
}
