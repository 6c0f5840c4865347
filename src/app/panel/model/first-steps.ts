import type { OnboardingResults } from '../../server/requests/onboarding-requests.ts'
import type { Turn } from './conversation.ts'

export const firstSteps = ['hello', 'models', 'microphone', 'speak', 'offers'] as const
export type FirstStep = (typeof firstSteps)[number]

/** Where the user is: the first step that is not over. */
export function currentStep({
  marks,
  missing,
}: Pick<OnboardingResults['onboarding.state'], 'marks' | 'missing'>): FirstStep {
  if (!marks.includes('hello')) return 'hello'
  if (missing.length > 0) return 'models'
  if (!marks.includes('microphone')) return 'microphone'
  return marks.includes('spoken') ? 'offers' : 'speak'
}

/** The newest request that was spoken and answered. */
export function spokenSuccess(turns: readonly Turn[]): Turn | undefined {
  return turns.findLast(
    ({ heard, reply, outcome }) => !heard.typed && heard.final && reply.text !== '' && outcome === 'done',
  )
}
