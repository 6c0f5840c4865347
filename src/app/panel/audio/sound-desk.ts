import type { MicrophoneProblem } from '../../server/messages.ts'
import captureWorklet from './capture.worklet.ts?worker&url'
import { createMicrophone, type Microphone, type MicrophoneHandlers } from './microphone.ts'
import playbackWorklet from './playback.worklet.ts?worker&url'
import { createPlayer, type Player, type PlayerHandlers } from './player.ts'

/** High enough for every voice; hearing is taken down to 16 kHz in the worklet (docs/decisions/0008). */
const contextRateHz = 48_000

/** One AudioContext for capture and playback, so that the browser's echo canceller sees both. */
export interface SoundDesk {
  readonly player: Player
  /** False until a click or key lets the page make sound. */
  running(): boolean
  /** Needs to be called from a click or key the first time. */
  resume(): Promise<void>
  openMicrophone(): Promise<MicrophoneProblem | null>
  pauseMicrophone(paused: boolean): void
  closeMicrophone(): void
  /** See `Microphone`. */
  microphoneOpenings(): number
}

export async function createSoundDesk(handlers: MicrophoneHandlers & PlayerHandlers): Promise<SoundDesk> {
  const context = new AudioContext({ sampleRate: contextRateHz, latencyHint: 'interactive' })
  const modules = [captureWorklet, playbackWorklet].map((module) => context.audioWorklet.addModule(module))
  await Promise.all(modules).catch((cause: unknown) => {
    void context.close()
    throw cause
  })
  const player = createPlayer(context, handlers)
  let microphone: Microphone | undefined
  let paused = false

  return {
    player,
    running: () => context.state === 'running',
    async resume() {
      // Without a gesture the promise stays open for ever: the caller looks at `running` instead.
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 500))])
    },
    async openMicrophone() {
      microphone ??= createMicrophone(context, handlers)
      microphone.pause(paused)
      return microphone.open()
    },
    pauseMicrophone(next) {
      paused = next
      microphone?.pause(next)
    },
    closeMicrophone() {
      microphone?.close()
      microphone = undefined
    },
    microphoneOpenings: () => microphone?.openings ?? 0,
  }
}
