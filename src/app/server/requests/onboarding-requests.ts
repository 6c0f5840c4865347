import { z } from 'zod'

const onboardingOffers = ['wake', 'voice', 'claude', 'history', 'briefing'] as const
export const onboardingMarks = ['hello', 'microphone', 'spoken', ...onboardingOffers] as const

export type OnboardingOffer = (typeof onboardingOffers)[number]
export type OnboardingMark = (typeof onboardingMarks)[number]

export const onboardingInputs = {
  'onboarding.state': z.strictObject({}),
  /** A step is over, or an offer is put off. */
  'onboarding.mark': z.strictObject({ mark: z.enum(onboardingMarks) }),
}

export interface OnboardingResults {
  'onboarding.state': {
    marks: OnboardingMark[]
    /** Offers that were taken already. */
    taken: OnboardingOffer[]
  }
  'onboarding.mark': { mark: OnboardingMark }
}
