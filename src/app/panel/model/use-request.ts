import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SamError } from '../../../core/errors.ts'
import type { RequestInput, RequestName, RequestResults } from '../../server/requests/page-requests.ts'
import { ask } from './ask.ts'

/** What the core answered, kept while pages show it. It is on this machine: asking again is cheap, trying again by itself hides trouble. */
export function createAnswers(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // A page of this machine is never "offline".
      queries: { retry: false, staleTime: 5000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Asks when a page is shown, and again when it comes back into view. */
export function useRequest<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
  options: {
    enabled?: boolean
    /** Asked again after so long; a function decides by the last answer. */
    refreshMs?: number | ((data: RequestResults[Name] | undefined) => number | false)
    fresh?: boolean
  } = {},
) {
  const { refreshMs = false } = options
  return useQuery<RequestResults[Name], SamError>({
    queryKey: [name, input],
    queryFn: ({ signal }) => ask(name, input, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: typeof refreshMs === 'function' ? ({ state }) => refreshMs(state.data) : refreshMs,
    // Nothing that was answered before is shown.
    ...(options.fresh === true ? { staleTime: 0, gcTime: 0 } : {}),
  })
}

/** Something that changes what is shown: after it, answers of the rooms named (`memory`, `voices`...) are asked for again. */
export function useChange<Name extends RequestName>(name: Name, rooms: readonly string[]) {
  const answers = useQueryClient()
  return useMutation<RequestResults[Name], SamError, RequestInput<Name>>({
    mutationFn: (input) => ask(name, input),
    onSettled: () => forgetAnswers(answers, rooms),
  })
}

/** The next look asks again. */
export function forgetAnswers(answers: QueryClient, rooms: readonly string[]): Promise<void> {
  return answers.invalidateQueries({
    predicate: ({ queryKey: [name] }) => rooms.some((room) => String(name).startsWith(`${room}.`)),
  })
}
