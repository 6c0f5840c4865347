import { type SamError, toSamError } from '../../../core/errors.ts'
import { voiceWords } from '../strings/voices.ts'
import { ask } from './ask.ts'
import { decodeSamples } from './voice-files.ts'

export interface PreviewState {
  /** The voice that is made or heard. */
  id?: string
  playing: boolean
  error?: { id: string; what: Pick<SamError, 'message'> & { remedy?: string | undefined } }
}

/** Plays a sentence in one voice at a time, in this page. */
export function createVoicePreview() {
  const listeners = new Set<() => void>()
  let state: PreviewState = { playing: false }
  let asking: AbortController | undefined
  let context: AudioContext | undefined
  let source: AudioBufferSourceNode | undefined
  const change = (next: PreviewState) => {
    state = next
    for (const listener of listeners) listener()
  }
  const stop = () => {
    asking?.abort()
    source?.stop()
    source = undefined
    change({ playing: false })
  }
  const play = async (id: string) => {
    stop()
    const own = new AbortController()
    asking = own
    change({ id, playing: false })
    // Asked for in the click itself: later a browser would not allow sound.
    context ??= new AudioContext()
    void context.resume()
    try {
      const { signal } = own
      const { samples, sampleRateHz, trouble } = await ask(
        'voices.preview',
        { id, sentence: voiceWords.sentence },
        { signal },
      )
      if (signal.aborted) return
      const sound = decodeSamples(samples)
      const buffer = context.createBuffer(1, Math.max(1, sound.length), sampleRateHz)
      buffer.copyToChannel(sound, 0)
      const node = context.createBufferSource()
      node.buffer = buffer
      node.connect(context.destination)
      node.onended = () => {
        if (source === node) change({ playing: false, ...(state.error === undefined ? {} : { error: state.error }) })
      }
      source = node
      node.start()
      change({ id, playing: true, ...(trouble === undefined ? {} : { error: { id, what: trouble } }) })
    } catch (thrown) {
      const error = toSamError(thrown)
      change(error.kind === 'cancelled' ? { playing: false } : { playing: false, error: { id, what: error } })
    }
  }
  return {
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    play: (id: string) => void play(id),
    stop,
  }
}

export type VoicePreview = ReturnType<typeof createVoicePreview>
