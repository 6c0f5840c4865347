import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { defaultConfig, loadConfig } from '../../core/config.ts'
import { writeWhole } from '../../core/files/write-whole.ts'
import type { TurnLog } from '../../memory/ports.ts'
import {
  type OnboardingMark,
  type OnboardingOffer,
  type onboardingInputs,
  onboardingMarks,
} from '../server/requests/onboarding-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'

export interface OnboardingDeskParts {
  home: string
  memory: { log: Pick<TurnLog, 'stats'> }
}

const marksSchema = z.object({ marks: z.array(z.enum(onboardingMarks)) })

/** What the first steps ask: where the user was, and what is done already. */
export function createOnboardingDesk({
  home,
  memory,
}: OnboardingDeskParts): Pick<RequestHandlers, keyof typeof onboardingInputs & keyof RequestHandlers> {
  const file = path.join(home, 'onboarding.json')
  const marks = (): OnboardingMark[] => {
    try {
      return marksSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8'))).marks
    } catch {
      // Nothing that cannot be asked again.
      return []
    }
  }
  const taken = (): OnboardingOffer[] => {
    const { wake, speech, claude, briefing } = loadConfig(home)
    const holds: Record<OnboardingOffer, boolean> = {
      wake: String(wake.models) !== String(defaultConfig.wake.models),
      voice: speech.ownVoice !== '',
      claude: claude.allowed,
      history: memory.log.stats().conversations > 0,
      briefing: briefing.schedule !== '',
    }
    return (Object.keys(holds) as OnboardingOffer[]).filter((offer) => holds[offer])
  }
  return {
    'onboarding.state': () => ({
      marks: marks(),
      taken: taken(),
    }),
    'onboarding.mark'({ mark }) {
      writeWhole(file, JSON.stringify({ marks: [...new Set([...marks(), mark])] }))
      return { mark }
    },
  }
}
