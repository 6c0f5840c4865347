import type { MicrophoneProblem } from '../../server/messages.ts'
import type { PanelState, PanelStore } from '../model/panel-store.ts'
import { hashOf } from '../model/route.ts'
import { MicrophoneSettings } from '../parts/microphone-settings.tsx'
import { strings } from '../strings/talk.ts'
import { StateShape } from './state-shape.tsx'

/** First run: why the microphone is needed, before the browser asks for it. */
export function FirstRun({ store, panel }: { store: PanelStore; panel: PanelState }) {
  const { listening } = panel
  const waiting = listening === 'waiting-for-click'
  return (
    <section className="welcome">
      <StateShape state="idle" meter={store.microphoneMeter} size={72} />
      <h1>{waiting ? strings.firstRun.goOn : strings.firstRun.title}</h1>
      {!waiting && <p>{strings.firstRun.privacy}</p>}
      <p>{waiting ? strings.firstRun.goOnWhy : strings.firstRun.why}</p>
      <div className="welcome-actions">
        <button
          type="button"
          className="main-button"
          disabled={listening === 'starting' || !panel.joined}
          onClick={() => void store.startListening()}
        >
          {listening === 'starting'
            ? strings.firstRun.starting
            : waiting
              ? strings.firstRun.goOn
              : strings.firstRun.start}
        </button>
        <button type="button" className="plain-button" onClick={() => store.typeOnly()}>
          {strings.firstRun.typeOnly}
        </button>
        {!waiting && (
          <a className="plain-button" href={hashOf('start')}>
            {strings.firstRun.guide}
          </a>
        )}
      </div>
    </section>
  )
}

/** The same question in short, for a page that joins a conversation. */
export function ListenCard({ store, panel }: { store: PanelStore; panel: PanelState }) {
  const waiting = panel.listening === 'waiting-for-click'
  return (
    <section className="card">
      <p>{waiting ? strings.firstRun.goOnWhy : strings.firstRun.why}</p>
      <div className="card-actions">
        <button
          type="button"
          className="main-button"
          disabled={panel.listening === 'starting' || !panel.joined}
          onClick={() => void store.startListening()}
        >
          {waiting ? strings.firstRun.goOn : strings.firstRun.start}
        </button>
        <button type="button" className="plain-button" onClick={() => store.typeOnly()}>
          {strings.firstRun.typeOnly}
        </button>
      </div>
    </section>
  )
}

/** Nothing was said yet: three things that work here. */
export function EmptyConversation({ store, panel }: { store: PanelStore; panel: PanelState }) {
  const { suggestions } = panel.conversation
  const offered = suggestions.length > 0 ? suggestions : strings.empty.fallback
  return (
    <section className="welcome empty">
      <h1>{strings.empty.title}</h1>
      <ul className="suggestions">
        {offered.slice(0, 3).map((suggestion) => (
          <li key={suggestion}>
            <button
              type="button"
              className="suggestion"
              disabled={!panel.joined}
              onClick={() => store.submit(suggestion)}
            >
              {suggestion}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** No usable sound from the microphone: named, with its cure. */
export function ProblemCard({ store, problem }: { store: PanelStore; problem: MicrophoneProblem }) {
  const { title, cure } = strings.problems[problem]
  return (
    <section className="card" role="alert">
      <h2>{title}</h2>
      <p>{cure}</p>
      <div className="card-actions">
        <button type="button" className="main-button" onClick={() => void store.startListening()}>
          {strings.firstRun.again}
        </button>
        <button type="button" className="plain-button" onClick={() => store.typeOnly()}>
          {strings.firstRun.typeOnly}
        </button>
        <MicrophoneSettings problem={problem} />
      </div>
    </section>
  )
}
