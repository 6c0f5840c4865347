import { SamError, toSamError } from '../../core/errors.ts'
import { untilTrue } from '../../core/until-true.ts'
import type { DownloadProgress } from '../../models/ports.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { StarterModel, StarterPart, StarterState } from '../server/requests/models-requests.ts'
import { untilOffline } from './until-offline.ts'

/** In this order they are fetched: SAM hears and acts with the first, then it speaks, then it answers questions. */
const parts: readonly StarterPart[] = ['hearing', 'speaking', 'thinking']
const partOf: Record<string, StarterPart> = {
  'voice-activity': 'hearing',
  'wake-word': 'hearing',
  recognition: 'hearing',
  phonemes: 'speaking',
  speech: 'speaking',
}
const lookEveryMs = 500

export interface StarterSetOptions {
  models: Pick<DiskModelStore, 'list' | 'pull'>
  readonly offline: boolean
}

/** The models that SAM needs: what is here of them, and their fetching while SAM runs already. */
export class StarterSet {
  readonly #options: StarterSetOptions
  #running: StarterState['running']
  #failed: SamError | undefined
  #fetching: Promise<void> | undefined

  constructor(options: StarterSetOptions) {
    this.#options = options
  }

  state(): StarterState {
    return {
      missing: this.#missing(),
      ...(this.#running === undefined ? {} : { running: this.#running }),
      ...(this.#failed === undefined ? {} : { failed: this.#failed.toJSON() }),
    }
  }

  lacks(part?: StarterPart): boolean {
    return this.#missing().some((model) => part === undefined || model.part === part)
  }

  /** Resolves when everything for this part is here, whoever fetched it; never where the signal ends it before. */
  async has(part: StarterPart, signal: AbortSignal): Promise<void> {
    const isHere = await untilTrue(() => !this.lacks(part), lookEveryMs, signal)
    if (!isHere) await new Promise<never>(() => {})
  }

  /**
   * Fetches what is missing, one after the other; a second call joins the first. Whatever goes wrong is also in `state()`.
   * Errors: those of a download, `offline`, `cancelled`.
   */
  fetch(signal: AbortSignal, onProgress: (progress: DownloadProgress) => void = () => {}): Promise<void> {
    this.#fetching ??= this.#fetchAll(signal, onProgress).finally(() => {
      this.#fetching = undefined
    })
    return this.#fetching
  }

  async #fetchAll(signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<void> {
    this.#failed = undefined
    try {
      for (;;) {
        const [next] = this.#missing()
        if (next === undefined) return
        await this.#fetchOne(next.id, signal, onProgress)
      }
    } catch (thrown) {
      const error = this.#reasonOf(toSamError(thrown))
      if (!signal.aborted) this.#failed = error
      throw error
    } finally {
      this.#running = undefined
    }
  }

  /** What needs no network was tried: where the rest is forbidden, that is the reason. */
  #reasonOf(error: SamError): SamError {
    if (!this.#options.offline || error.code !== 'model-download-failed') return error
    const ids = this.#missing().map(({ id }) => id)
    return new SamError('offline', `I am offline, and these are not here: ${ids.join(', ')}.`, {
      kind: 'missing',
      remedy:
        'Turn the offline switch off on the page Privacy (or start me without --offline), then go on; or put the files into the folder that SAM_MODELS_MIRROR names.',
      cause: error,
    })
  }

  async #fetchOne(id: string, signal: AbortSignal, onProgress: (progress: DownloadProgress) => void): Promise<void> {
    const startedAtMs = Date.now()
    let fromBytes: number | undefined
    await untilOffline(this.#options, signal, (own, look) =>
      this.#options.models.pull([id], {
        signal: own,
        onProgress: (progress) => {
          look()
          const { receivedBytes, totalBytes, phase } = progress
          fromBytes ??= receivedBytes
          this.#running = { id: progress.id, receivedBytes, totalBytes, phase, fromBytes, startedAtMs }
          onProgress(progress)
        },
      }),
    )
  }

  /** In the order in which they are fetched. */
  #missing(): StarterModel[] {
    return this.#options.models
      .list()
      .filter(({ entry, state }) => entry.set === 'starter' && state !== 'installed')
      .map(({ entry: { id, title, licence, task }, downloadBytes }) => ({
        ...{ id, title, licence: licence.name, bytes: downloadBytes },
        part: partOf[task] ?? 'thinking',
      }))
      .sort((a, b) => parts.indexOf(a.part) - parts.indexOf(b.part) || a.bytes - b.bytes)
  }
}
