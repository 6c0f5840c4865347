import { Mic, MicOff } from 'lucide-react'
import type { SessionState } from '../../../core/events.ts'
import type { PanelState, PanelStore } from '../model/panel-store.ts'
import { strings } from '../strings/talk.ts'

/**
 * Shows whether SAM can hear, and changes it: mutes and unmutes, and opens the microphone for whoever chose to type first. The label
 * says what a click does, so it is no pressed button.
 */
export function MicrophoneButton({
  store,
  panel,
  state,
}: {
  store: PanelStore
  panel: PanelState
  state: SessionState
}) {
  const words = strings.composer
  const muted = state === 'muted'
  const closed = !muted && (panel.problem !== null || (panel.listening !== 'on' && !panel.conversation.role.microphone))
  const label = muted ? words.unmute : closed ? words.open : words.mute
  const Icon = muted || closed ? MicOff : Mic
  return (
    <button
      type="button"
      className="quiet-button"
      data-off={muted || closed}
      disabled={!panel.joined || panel.listening === 'starting'}
      onClick={() => (closed ? void store.startListening() : store.setMuted(!muted))}
      title={label}
    >
      <Icon size={17} aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </button>
  )
}
