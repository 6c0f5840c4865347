import { Square } from 'lucide-react'
import type { SessionState } from '../../../core/events.ts'
import type { PanelState, PanelStore } from '../model/panel-store.ts'
import { homePage } from '../model/route.ts'
import { strings } from '../strings/talk.ts'
import { LevelMeter } from './level-meter.tsx'
import { MicrophoneButton } from './microphone-button.tsx'
import { PageMenu } from './page-menu.tsx'
import { StateShape } from './state-shape.tsx'

function hintFor(state: SessionState, panel: PanelState): string {
  const { conversation, listening, link, problem } = panel
  if (!panel.joined) return link === 'connecting' ? strings.hints.connecting : ''
  if (state === 'no-signal') {
    const named = problem ?? conversation.microphoneProblem
    if (named !== null) return strings.problems[named].title
    return conversation.stateReason ?? ''
  }
  if (state === 'idle' || state === 'listening') {
    if (listening !== 'on' && !conversation.role.microphone) return strings.hints.typeOnly
    if (!conversation.role.microphone) return strings.hints.otherPage
  }
  if (state === 'idle') {
    const phrase = conversation.wakePhrases[0]
    return phrase === undefined ? strings.hints.hold : strings.hints.wake(phrase)
  }
  return conversation.stateReason ?? strings.hints[state]
}

/** What SAM is doing, by shape and word, with the level of the microphone. */
export function StateLine({ store, panel, state }: { store: PanelStore; panel: PanelState; state: SessionState }) {
  const muted = state === 'muted'
  const busy = state === 'thinking' || state === 'speaking'
  const hint = hintFor(state, panel)
  return (
    <header className="state-line" data-state={state}>
      <PageMenu current={homePage} />
      <StateShape state={state} meter={state === 'speaking' ? store.voiceMeter : store.microphoneMeter} size={32} />
      <div className="state-words" role="status">
        <p className="state-word">{panel.joined ? strings.states[state] : strings.notConnected}</p>
        <p className="state-hint">{hint}</p>
      </div>
      <LevelMeter
        meter={store.microphoneMeter}
        active={panel.joined && panel.listening === 'on' && !muted && state !== 'no-signal'}
      />
      {busy && (
        <button type="button" className="quiet-button" onClick={() => store.stop()} title={strings.composer.stop}>
          <Square size={15} aria-hidden="true" />
          <span className="visually-hidden">{strings.composer.stop}</span>
        </button>
      )}
      <MicrophoneButton store={store} panel={panel} state={state} />
    </header>
  )
}
