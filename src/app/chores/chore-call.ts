import type { RequestProgress } from '../server/requests/request-progress.ts'

/** What every chore gets. */
export interface ChoreCall {
  signal: AbortSignal
  /** As often as one likes: not all of it is sent. */
  tell(progress: RequestProgress): void
}
