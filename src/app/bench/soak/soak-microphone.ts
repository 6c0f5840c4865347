import type { SoundSource } from '../../../audio/ports.ts'

/** A microphone whose next piece of sound comes when it is pushed, and is pushed when the one before was heard. */
export class SoakMicrophone implements SoundSource {
  private next: { samples: Float32Array; heard: PromiseWithResolvers<void> } | undefined
  private pushed = Promise.withResolvers<void>()

  /** Resolves when SAM has heard it, and wants more. */
  async push(samples: Float32Array): Promise<void> {
    const heard = Promise.withResolvers<void>()
    // The receiver may keep or hand on what it gets.
    this.next = { samples: samples.slice(), heard }
    this.pushed.resolve()
    await heard.promise
  }

  async *chunks(signal: AbortSignal): AsyncGenerator<Float32Array> {
    const onAbort = () => this.pushed.resolve()
    signal.addEventListener('abort', onAbort, { once: true })
    while (!signal.aborted) {
      await this.pushed.promise
      this.pushed = Promise.withResolvers()
      const { next } = this
      this.next = undefined
      if (next === undefined) continue
      yield next.samples
      next.heard.resolve()
    }
  }
}
