import { createHash } from 'node:crypto'
import type { SamDatabase } from '../../../memory/database.ts'
import { createTrainingStore } from '../../../memory/imports/store/training-store.ts'
import { createPreferenceStore } from '../../../memory/learning/preferences.ts'
import { type SyntheticExchange, syntheticSystem, unwantedAnswer } from './synthetic-user.ts'

/** Keeps exchanges as a strong model's answers are kept, and of matters of style the pairs that corrections make. */
export function captureExchanges(database: SamDatabase, exchanges: readonly SyntheticExchange[]): void {
  const examples = exchanges.map(({ question, answer }) => {
    const messages = [
      { role: 'system' as const, content: syntheticSystem },
      { role: 'user' as const, content: question },
      { role: 'assistant' as const, content: answer },
    ]
    const content = createHash('sha256').update(JSON.stringify(messages)).digest()
    const about = { category: 'general' as const, quality: 0.95, createdMs: 1, origin: 'captured', licence: undefined }
    return { messages, content, source: 'claude_distillation' as const, ...about }
  })
  createTrainingStore(database).put(examples)
  const preferences = createPreferenceStore(database)
  for (const [index, exchange] of exchanges.entries()) {
    const rejected = unwantedAnswer(exchange)
    const example = examples[index]
    if (rejected === undefined || example === undefined) continue
    preferences.add({
      source: 'claude_distillation',
      category: 'general',
      createdMs: 1,
      origin: example.content.toString('hex'),
      prompt: example.messages.slice(0, -1),
      chosen: [{ role: 'assistant', content: exchange.answer }],
      rejected: [{ role: 'assistant', content: rejected }],
    })
  }
}
