import { type ReactNode, useState } from 'react'
import type { OnboardingOffer, OnboardingResults } from '../../../server/requests/onboarding-requests.ts'
import { hashOf, homePage } from '../../model/route.ts'
import { onboardingWords } from '../../strings/onboarding.ts'
import { ClaudeOffer } from './claude-offer.tsx'
import { Step } from './step.tsx'

const order: readonly OnboardingOffer[] = ['wake', 'voice', 'claude', 'history', 'briefing']

/** What makes SAM the user's own; nothing of it is needed. */
export function Offers({
  state: { marks, taken },
  onLater,
}: {
  state: OnboardingResults['onboarding.state']
  onLater(offer: OnboardingOffer): void
}) {
  const words = onboardingWords.offers
  const [open, setOpen] = useState(false)
  return (
    <Step title={words.title}>
      <p className="muted">{words.why}</p>
      <ul className="offers">
        {window.samShell !== undefined && (
          <Offer {...words.mac}>
            <div className="offer-actions">
              <OpenLink title={words.mac.title} page={['settings', 'mac']} />
            </div>
          </Offer>
        )}
        {order.map((offer) => {
          const { title, why, page } = words.list[offer]
          const done = taken.includes(offer)
          return (
            <Offer key={offer} title={title} why={why}>
              {done ? (
                <span className="small muted">{words.done}</span>
              ) : (
                <div className="offer-actions">
                  {offer === 'claude' ? (
                    <button
                      type="button"
                      className="plain-button"
                      aria-label={words.showLabel(title)}
                      aria-expanded={open}
                      onClick={() => setOpen(!open)}
                    >
                      {words.show}
                    </button>
                  ) : (
                    <OpenLink title={title} page={page} />
                  )}
                  {marks.includes(offer) ? (
                    <span className="small muted offer-later">{words.isPutOff}</span>
                  ) : (
                    <button
                      type="button"
                      className="plain-button"
                      aria-label={words.laterLabel(title)}
                      onClick={() => onLater(offer)}
                    >
                      {words.putOff}
                    </button>
                  )}
                </div>
              )}
              {offer === 'claude' && open && <ClaudeOffer />}
            </Offer>
          )
        })}
      </ul>
      <a className="main-button" href={hashOf(homePage)}>
        {words.toTalk}
      </a>
    </Step>
  )
}

function Offer({ title, why, children }: { title: string; why: string; children: ReactNode }) {
  return (
    <li className="offer">
      <div className="offer-words">
        <h3>{title}</h3>
        <p className="small muted">{why}</p>
      </div>
      {children}
    </li>
  )
}

function OpenLink({ title, page }: { title: string; page: readonly [name: string, ...path: string[]] }) {
  const words = onboardingWords.offers
  return (
    <a className="plain-button" href={hashOf(...page)} aria-label={words.openLabel(title)}>
      {words.open}
    </a>
  )
}
