import type { Distillation, StrongAnswer } from '../../agent/ports.ts'
import { Placeholders } from '../../agent/privacy/placeholders.ts'
import type { Clock } from '../../core/clock.ts'
import type { Logger } from '../../core/log.ts'
import { keepAnswer } from '../../learning/distillation.ts'
import type { Category, TrainingStore } from '../../memory/ports.ts'

export interface DistillationParts {
  /** Asked for each answer. */
  readonly allowed: boolean
  store: TrainingStore
  categoryOf(text: string): Category
  clock: Clock
  logger: Logger
}

/** Keeps strong answers as they come, once the user allowed it; a full disk costs the example, never the answer. */
export function createDistillation(parts: DistillationParts): Distillation {
  const { store, categoryOf, clock, logger } = parts
  return {
    capture({ turnId, model, asked, trace, answer, thoughts, cost }: StrongAnswer) {
      if (!parts.allowed) return
      const request = asked.findLast(({ role }) => role === 'user')?.content ?? ''
      try {
        keepAnswer(store, hideAll, {
          model,
          messages: [...asked, ...trace],
          answer,
          turnId,
          ...(thoughts === undefined ? {} : { thoughts }),
          ...(cost === undefined ? {} : { cost }),
          category: categoryOf(request),
          at: clock.wallTime(),
        })
      } catch (error) {
        logger.warn('an answer could not be kept to learn from', { error: String(error) })
      }
    },
  }
}

/** Hides private words, the same ones in the same way in all of the texts. */
export function hideAll(texts: readonly string[]): string[] {
  const placeholders = new Placeholders()
  placeholders.findAll(texts)
  return texts.map((text) => placeholders.hide(text))
}
