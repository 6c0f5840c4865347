import type { PrivacySetting } from '../../../server/requests/history-requests.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { BudgetField } from '../../parts/budget-field.tsx'
import { ClaudeKey } from '../../parts/claude-key.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { privacyWords } from '../../strings/history.ts'
import { onboardingWords } from '../../strings/onboarding.ts'

/** Claude, in the order in which one decides: what leaves, what it may cost, the key, and then the yes. */
export function ClaudeOffer() {
  const answer = useRequest('privacy.state', {})
  const { mutate, error, isPending } = useChange('privacy.set', ['privacy', 'onboarding'])
  const set = (key: PrivacySetting, value: boolean | number) => mutate({ key, value })
  const words = onboardingWords.offers.claude
  return (
    <Answered query={answer}>
      {({ settings, claudeKey }) => (
        <div className="claude-offer">
          <p>{words.leaves}</p>
          <p className="small muted">{words.stays}</p>
          <BudgetField usd={settings['claude.dailyBudgetUsd']} onSet={(usd) => set('claude.dailyBudgetUsd', usd)} />
          <ClaudeKey known={claudeKey} />
          <Toggle
            {...privacyWords.switches['claude.allowed']}
            warning={settings['claude.allowed'] && !claudeKey ? words.noKey : undefined}
            on={settings['claude.allowed']}
            busy={isPending}
            onChange={(on) => set('claude.allowed', on)}
          />
          {error !== null && <FailureLine error={error} />}
        </div>
      )}
    </Answered>
  )
}
