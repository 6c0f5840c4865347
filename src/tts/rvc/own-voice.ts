import type { VoiceConverter, VoiceSettings } from './converter/voice-converter.ts'

/** One of the user's voices, loaded. */
export interface OwnVoice {
  converter: VoiceConverter
  settings: VoiceSettings
  /** Seconds of work for a second of sound on this machine, now. */
  realTimeFactor: number
  close(): Promise<void>
}

/** Keeps the voice that was used last: one takes several hundred megabytes. */
export class LoadedVoice {
  private readonly open: (id: string) => Promise<OwnVoice>
  private loaded: { id: string; voice: Promise<OwnVoice> } | undefined

  constructor(open: (id: string) => Promise<OwnVoice>) {
    this.open = open
  }

  /** A load that failed is tried again with the next call: what was missing may have come meanwhile. */
  get(id: string): Promise<OwnVoice> {
    if (this.loaded?.id === id) return this.loaded.voice
    const before = this.loaded?.voice
    const closed = before === undefined ? Promise.resolve() : before.then((voice) => voice.close()).catch(() => {})
    const entry = { id, voice: closed.then(() => this.open(id)) }
    this.loaded = entry
    entry.voice.catch(() => {
      if (this.loaded === entry) this.loaded = undefined
    })
    return entry.voice
  }
}
