import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { SamError } from '../../../core/errors.ts'
import type { AuditAnswer } from '../../server/requests/history-requests.ts'
import { ask } from './ask.ts'
import { withEarlier } from './audit-lines.ts'

const queryKey = ['history.audit', {}]

/** Everything in the audit log: asked for once, and then only what is new, which is little beside some megabytes. */
export function useAudit(options: { refreshMs?: number } = {}) {
  const answers = useQueryClient()
  return useQuery<AuditAnswer, SamError>({
    queryKey,
    queryFn: async ({ signal }) => {
      const before = answers.getQueryData<AuditAnswer>(queryKey)
      const asked = before === undefined ? {} : { after: before.newest }
      return withEarlier(before, await ask('history.audit', asked, { signal }))
    },
    refetchInterval: options.refreshMs ?? false,
  })
}
