import type { StarterState } from '../../server/requests/models-requests.ts'
import type { OnboardingResults } from '../../server/requests/onboarding-requests.ts'
import type { Turn } from './conversation.ts'

export const firstSteps = ['hello', 'models', 'microphone', 'speak', 'offers'] as const
export type FirstStep = (typeof firstSteps)[number]

/** Where the user is: the first step that is not over. */
export function currentStep(
  { marks }: Pick<OnboardingResults['onboarding.state'], 'marks'>,
  { missing }: Pick<StarterState, 'missing'>,
): FirstStep {
  if (!marks.includes('hello')) return 'hello'
  // The rest comes while the user talks already.
  if (missing.some(({ part }) => part === 'hearing')) return 'models'
  if (!marks.includes('microphone')) return 'microphone'
  return marks.includes('spoken') ? 'offers' : 'speak'
}

/** The newest request that was spoken and answered. */
export function spokenSuccess(turns: readonly Turn[]): Turn | undefined {
  return turns.findLast(
    ({ heard, reply, outcome }) => !heard.typed && heard.final && reply.text !== '' && outcome === 'done',
  )
}
