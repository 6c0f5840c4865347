import fs from 'node:fs'
import readline from 'node:readline/promises'
import type { AnswerScorer, ChatMessage } from '../../agent/ports.ts'
import type { TrainingMessage } from '../../memory/ports.ts'

/** As many as the trainer looks at. */
const examples = 32

/** Mean loss over the answers' tokens of the first examples of a file, as the engine that answers finds them. */
export async function engineLoss(scorer: AnswerScorer, validFile: string, signal: AbortSignal): Promise<number> {
  let sum = 0
  let count = 0
  let read = 0
  for await (const line of readline.createInterface({ input: fs.createReadStream(validFile) })) {
    if (line.trim() === '' || read >= examples) continue
    read += 1
    const { messages } = JSON.parse(line) as { messages: TrainingMessage[] }
    const answer = messages.at(-1)?.content ?? ''
    const before = messages.slice(0, -1).map(({ role, content }) => ({ role, content }) as ChatMessage)
    const { logProbability, tokens } = await scorer.likelihood({ messages: before }, answer, signal)
    sum -= logProbability
    count += tokens
  }
  return count === 0 ? Number.NaN : sum / count
}
