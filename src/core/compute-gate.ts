import { setTimeout as delay } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { SamError } from './errors.ts'

/** A network's turn takes far less; a thread that hangs must not hold up the end. */
const mostWaitMs = 5000
const lookEveryMs = 2
const [computing, closed] = [0, 1] as const

/**
 * Keeps a thread from being ended in the middle of a computation of onnxruntime: it would come back into a thread that is gone and
 * take the whole process down. The two cells are shared by the thread that computes and the one that ends it.
 */
export class ComputeGate {
  readonly cells: Int32Array<SharedArrayBuffer>

  /** @param cells those of the other thread's gate; new ones when absent */
  constructor(cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(8))) {
    this.cells = cells
  }

  /** Runs it unless the gate is closed: then `cancelled`. */
  readonly pass = async <Result>(compute: () => Promise<Result>): Promise<Result> => {
    const { cells } = this
    // Entered first and looked afterwards, as the other side closes first and counts afterwards: one of the two sees the other.
    Atomics.add(cells, computing, 1)
    try {
      if (Atomics.load(cells, closed) === 1) throw new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })
      return await compute()
    } finally {
      Atomics.sub(cells, computing, 1)
      Atomics.notify(cells, computing)
    }
  }

  /** For the side that ends the thread: while the thread lives, the process does not end inside a computation either. */
  watch(thread: Worker): void {
    const closeNow = () => this.#closeNow()
    process.once('exit', closeNow)
    thread.on('exit', () => process.off('exit', closeNow))
  }

  /** Ends the thread once it computes nothing. */
  async end(thread: Worker): Promise<void> {
    await this.#close()
    // Nothing may be under way by now, and a process does not stay for a thread that is not counted.
    thread.ref()
    await thread.terminate()
  }

  /** Lets nothing more in, and waits until nothing is inside. */
  async #close(): Promise<void> {
    Atomics.store(this.cells, closed, 1)
    for (const startedAtMs = performance.now(); performance.now() - startedAtMs < mostWaitMs; await delay(lookEveryMs))
      if (Atomics.load(this.cells, computing) === 0) return
  }

  /** The same where a process ends at once and nothing can be awaited any more. */
  #closeNow(): void {
    const { cells } = this
    Atomics.store(cells, closed, 1)
    for (let inside = Atomics.load(cells, computing); inside > 0; inside = Atomics.load(cells, computing))
      if (Atomics.wait(cells, computing, inside, mostWaitMs) === 'timed-out') return
  }
}
