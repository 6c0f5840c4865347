import type { SessionState } from '../../../core/events.ts'
import type { MicrophoneProblem } from '../../server/messages.ts'
import type { PanelState } from './panel-store.ts'

export interface DisplayInput {
  connected: boolean
  engineState: SessionState
  problem: MicrophoneProblem | null
}

/** States that promise to hear: never shown while the microphone delivers nothing. */
const needsMicrophone = new Set<SessionState>(['idle', 'listening', 'hearing'])

/** The state the page shows: the engine's, unless this page knows that nobody can be heard. */
export function displayState({ connected, engineState, problem }: DisplayInput): SessionState {
  if (!connected) return 'no-signal'
  if (problem !== null && needsMicrophone.has(engineState)) return 'no-signal'
  return engineState
}

/** The same for all that the page knows. */
export function shownState({ joined, conversation, problem }: PanelState): SessionState {
  return displayState({
    connected: joined,
    engineState: conversation.state,
    problem: problem ?? conversation.microphoneProblem,
  })
}
