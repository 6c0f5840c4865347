import { useMemo } from 'react'
import { alwaysFor, consentLines } from '../model/consent-lines.ts'
import type { Consent } from '../model/conversation.ts'
import { strings } from '../strings/talk.ts'

/** The question before something is done, with all that would be done. It does not take the focus; Escape means no. */
export function ConsentCard({
  consent: { prompt, about },
  onAnswer,
}: {
  consent: Consent
  onAnswer(approved: boolean, always?: boolean): void
}) {
  const words = strings.consent
  const lines = useMemo(() => (about === undefined ? [] : consentLines(about)), [about])
  return (
    <section className="card consent" role="alert" aria-label={words.title}>
      <p className="consent-prompt">{prompt}</p>
      {lines.length > 0 && (
        <dl className="consent-lines" aria-label={words.details}>
          {lines.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className="card-actions">
        <button type="button" className="main-button" onClick={() => onAnswer(true)}>
          {words.allow}
        </button>
        <button type="button" className="plain-button" onClick={() => onAnswer(false)}>
          {words.deny}
        </button>
        {about?.always !== undefined && (
          <button
            type="button"
            className="plain-button consent-always"
            title={words.alwaysWhy(about.always.days)}
            onClick={() => onAnswer(true, true)}
          >
            {words.always(alwaysFor(about))}
          </button>
        )}
        <span className="card-hint">{words.key}</span>
      </div>
    </section>
  )
}
