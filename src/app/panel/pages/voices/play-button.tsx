import { LoaderCircle, Play, Square } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import type { VoicePreview } from '../../model/voice-preview.ts'
import { voiceWords } from '../../strings/voices.ts'

/** Plays a sentence in a voice, or stops it. */
export function PlayButton({
  id,
  name,
  preview,
  disabled = false,
}: {
  id: string
  name: string
  preview: VoicePreview
  disabled?: boolean
}) {
  const state = useSyncExternalStore(preview.subscribe, preview.state)
  const mine = state.id === id
  const label = mine ? voiceWords.stop(name) : voiceWords.play(name)
  return (
    <button
      type="button"
      className="play-button"
      disabled={disabled}
      title={mine && !state.playing ? voiceWords.making : label}
      onClick={() => (mine ? preview.stop() : preview.play(id))}
    >
      {!mine && <Play size={15} aria-hidden="true" />}
      {mine && state.playing && <Square size={13} aria-hidden="true" />}
      {mine && !state.playing && <LoaderCircle className="turning" size={15} aria-hidden="true" />}
      <span className="visually-hidden">{label}</span>
    </button>
  )
}
