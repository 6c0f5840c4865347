import type { Consent } from '../model/conversation.ts'
import { strings } from '../strings/talk.ts'

/** The question before something is done. It does not take the focus; Escape means no. */
export function ConsentCard({ consent, onAnswer }: { consent: Consent; onAnswer(approved: boolean): void }) {
  return (
    <section className="card consent" role="alert" aria-label={strings.consent.title}>
      <p className="consent-prompt">{consent.prompt}</p>
      <div className="card-actions">
        <button type="button" className="main-button" onClick={() => onAnswer(true)}>
          {strings.consent.allow}
        </button>
        <button type="button" className="plain-button" onClick={() => onAnswer(false)}>
          {strings.consent.deny}
        </button>
        <span className="card-hint">{strings.consent.key}</span>
      </div>
    </section>
  )
}
