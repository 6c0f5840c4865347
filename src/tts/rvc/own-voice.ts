import type { SamError } from '../../core/errors.ts'
import type { VoiceConverter, VoiceSettings } from './converter/voice-converter.ts'

/** One of the user's voices, loaded. */
export interface OwnVoice {
  converter: VoiceConverter
  settings: VoiceSettings
  /** Seconds of work for a second of sound on this machine, now. */
  realTimeFactor: number
  /** What it sounds worse for than it could. */
  trouble?: SamError
  close(): Promise<void>
}

/** Keeps the voice that was used last: one takes several hundred megabytes. */
export class LoadedVoice {
  private readonly open: (id: string) => Promise<OwnVoice>
  private readonly fingerprint: (id: string) => string
  private loaded: { id: string; fingerprint: string; voice: Promise<OwnVoice> } | undefined

  /** @param fingerprint another one when the files of a voice are others: it is loaded anew then */
  constructor(open: (id: string) => Promise<OwnVoice>, fingerprint: (id: string) => string) {
    this.open = open
    this.fingerprint = fingerprint
  }

  /** A load that failed is tried again with the next call: what was missing may have come meanwhile. */
  get(id: string): Promise<OwnVoice> {
    const fingerprint = this.fingerprint(id)
    if (this.loaded?.id === id && this.loaded.fingerprint === fingerprint) return this.loaded.voice
    const before = this.loaded?.voice
    const closed = before === undefined ? Promise.resolve() : before.then((voice) => voice.close()).catch(() => {})
    const entry = { id, fingerprint, voice: closed.then(() => this.open(id)) }
    this.loaded = entry
    entry.voice.catch(() => {
      if (this.loaded === entry) this.loaded = undefined
    })
    return entry.voice
  }
}
