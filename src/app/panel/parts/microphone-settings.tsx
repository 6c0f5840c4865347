import type { MicrophoneProblem } from '../../server/messages.ts'
import { useMacShell } from '../model/mac-shell.ts'
import { macWords } from '../strings/mac.ts'

/** Where macOS said no to the microphone, the way to its settings; nothing elsewhere. */
export function MicrophoneSettings({ problem }: { problem: MicrophoneProblem }) {
  const shell = useMacShell()
  if (shell === undefined || problem !== 'denied') return null
  return (
    <button
      type="button"
      className="plain-button"
      onClick={() => void shell.ask({ type: 'open-permission', name: 'microphone' })}
    >
      {macWords.open}
    </button>
  )
}
