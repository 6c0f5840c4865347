import { voiceWords } from '../../strings/voices.ts'

/** Takes a voice into use, or says that it is. */
export function UseButton({ inUse, busy, onUse }: { inUse: boolean; busy: boolean; onUse(): void }) {
  if (inUse) return <span className="voice-in-use small">{voiceWords.inUse}</span>
  return (
    <button type="button" className="plain-button" disabled={busy} onClick={onUse}>
      {voiceWords.use}
    </button>
  )
}
