import type { ErrorRecord } from '../../../core/errors.ts'
import type { RequestProgress } from './request-progress.ts'

/** Long work that the core does by itself: it goes on when the page that asked for it goes away, and every page sees the same of it. */
export type WorkState<Result> =
  | { phase: 'none' }
  | { phase: 'running'; startedAtMs: number; progress?: RequestProgress }
  | { phase: 'done'; atMs: number; result: Result }
  | { phase: 'failed'; atMs: number; error: ErrorRecord }
  | { phase: 'stopped'; atMs: number }
