/** Plays one sound at a time. */
export function createSoundPlayer() {
  const listeners = new Set<() => void>()
  let playing: string | undefined
  let context: AudioContext | undefined
  let source: AudioBufferSourceNode | undefined
  const change = (id: string | undefined) => {
    playing = id
    for (const listener of listeners) listener()
  }
  const stop = () => {
    source?.stop()
    source = undefined
    change(undefined)
  }
  return {
    playing: () => playing,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** To be called in a click. `load` answers the samples. Rejects with its error. */
    async play(id: string, sampleRateHz: number, load: () => Promise<Float32Array<ArrayBuffer>>): Promise<void> {
      stop()
      context ??= new AudioContext()
      void context.resume()
      change(id)
      try {
        const samples = await load()
        if (playing !== id) return
        const buffer = context.createBuffer(1, Math.max(1, samples.length), sampleRateHz)
        buffer.copyToChannel(samples, 0)
        const node = context.createBufferSource()
        node.buffer = buffer
        node.connect(context.destination)
        node.onended = () => {
          if (source === node) change(undefined)
        }
        source = node
        node.start()
      } catch (thrown) {
        change(undefined)
        throw thrown
      }
    },
    stop,
  }
}

export type SoundPlayer = ReturnType<typeof createSoundPlayer>
