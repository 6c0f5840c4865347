import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { createModelQueue, type ModelQueue, type ModelQueueState } from './model-queue.ts'
import { forgetAnswers } from './use-request.ts'

let one: ModelQueue | undefined

/** The queue of this panel; leaving a page does not end it. */
export function useModelQueue(): { queue: ModelQueue; state: ModelQueueState } {
  const answers = useQueryClient()
  one ??= createModelQueue(() => void forgetAnswers(answers, ['models', 'voices', 'doctor', 'onboarding']))
  return { queue: one, state: useSyncExternalStore(one.subscribe, one.state) }
}
