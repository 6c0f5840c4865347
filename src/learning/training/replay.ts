import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { ChatMessage, LanguageModel } from '../../agent/ports.ts'
import { SamError } from '../../core/errors.ts'

export interface ReplayTask {
  /** The bare model, without any adapter, at temperature 0. */
  model: LanguageModel
  baseSha256: string
  /** What the model is told first when it is used. */
  systemPrompt: string
  /** `SAM_MODELS/.training` */
  folder: string
  /** Default: sixty-four everyday questions of ours, none of them from a test. */
  prompts?: readonly string[]
  /** Texts that must not be replayed since they are asked to prove what was learned. */
  heldOut?: ReadonlySet<string>
  signal: AbortSignal
  onProgress(done: number, of: number): void
}

const longestAnswerTokens = 80
const rowSchema = z.object({ prompt: z.string(), answer: z.string() })

/** Everyday questions, a few of them such as nobody can answer. */
export function replayPrompts(): string[] {
  const file = path.join(import.meta.dirname, 'replay-prompts.txt')
  return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean)
}

/**
 * The base model's own answers to general questions as examples: mixed into every step, they keep it from forgetting what it could. Asked once
 * for each model and prompt, kept as they come. Errors: those of the model, `cancelled`.
 */
export async function replayExamples(task: ReplayTask): Promise<{ messages: ChatMessage[] }[]> {
  const { model, baseSha256, systemPrompt, folder, heldOut = new Set(), signal } = task
  const prompts = (task.prompts ?? replayPrompts()).filter((prompt) => !heldOut.has(prompt))
  const key = createHash('sha256').update(`${baseSha256} ${systemPrompt}`).digest('hex').slice(0, 24)
  const file = path.join(folder, 'replay', `${key}.jsonl`)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const answers = readAnswers(file)
  for (const [done, prompt] of prompts.entries()) {
    task.onProgress(done, prompts.length)
    if (answers.has(prompt)) continue
    const messages = asked(systemPrompt, prompt)
    const generation = await model.generate({ messages, maximumTokens: longestAnswerTokens, signal, onText: () => {} })
    if (generation.stoppedBy === 'cancelled') throw new SamError('cancelled', 'Cancelled.', { kind: 'cancelled' })
    // An answer that was cut off would teach to stop in the middle of a sentence.
    const answer = generation.stoppedBy === 'end' ? generation.text.trim() : ''
    fs.appendFileSync(file, `${JSON.stringify({ prompt, answer })}\n`)
    answers.set(prompt, answer)
  }
  task.onProgress(prompts.length, prompts.length)
  return prompts.flatMap((prompt) => {
    const answer = answers.get(prompt) ?? ''
    return answer === '' ? [] : [{ messages: [...asked(systemPrompt, prompt), { role: 'assistant', content: answer }] }]
  })
}

function asked(systemPrompt: string, prompt: string): ChatMessage[] {
  return [
    { role: 'system', content: systemPrompt },
    { role: 'user', content: prompt },
  ]
}

/** A line that was cut off by the end of a process is asked again. */
function readAnswers(file: string): Map<string, string> {
  const answers = new Map<string, string>()
  if (!fs.existsSync(file)) return answers
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    try {
      const { prompt, answer } = rowSchema.parse(JSON.parse(line))
      answers.set(prompt, answer)
    } catch {
      // what is not whole counts as not there
    }
  }
  return answers
}
