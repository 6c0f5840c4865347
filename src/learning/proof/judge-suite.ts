import type { AnswerScorer, OpenChat } from '../../agent/ports.ts'
import { argumentSteps } from './suites/calls.ts'
import type { ItemResult, Suite, SuiteItem, SuiteResult, WrittenCall } from './suites/suite.ts'

interface JudgeControl {
  signal: AbortSignal
  /** Told after each item, with how many are done. */
  onItem(done: number): void
}

/** Asks a model every question of a suite. Errors: those of the scorer; the signal's reason. */
export async function judgeSuite(
  scorer: AnswerScorer,
  { name, role, items }: Suite,
  { signal, onItem }: JudgeControl,
): Promise<SuiteResult> {
  const results: ItemResult[] = []
  for (const item of items) {
    signal.throwIfAborted()
    results.push(await judgeItem(scorer, item, signal))
    onItem(results.length)
  }
  const whole = results.every((result) =>
    'loss' in result ? Number.isFinite(result.loss) : Number.isFinite(result.confidence ?? 0),
  )
  return { name, role, results, ...(whole ? {} : { failure: 'not-a-number' }) }
}

async function judgeItem(scorer: AnswerScorer, item: SuiteItem, signal: AbortSignal): Promise<ItemResult> {
  const { id, cluster, chat } = item
  switch (item.kind) {
    case 'choice': {
      const { index, probability } = await scorer.choose(chat, [item.right, ...item.wrong], signal)
      return { id, cluster, passed: index === 0, confidence: probability }
    }
    case 'call': {
      // The mark that ends the name belongs to the choice: no name is then the beginning of another one.
      const names = item.tools.map((tool) => `${tool}"`)
      const { index, probability } = await scorer.choose(chat, names, signal)
      const named = item.tools[index] === item.call.name
      const passed = named && (await fills(scorer, chat, item.call, signal))
      return { id, cluster, passed, confidence: probability }
    }
    case 'arguments':
      return { id, cluster, passed: await fills(scorer, chat, item.call, signal) }
    case 'preference': {
      const wanted = await scorer.likelihood(chat, item.wanted, signal)
      const unwanted = await scorer.likelihood(chat, item.unwanted, signal)
      const lead = wanted.logProbability / wanted.tokens - unwanted.logProbability / unwanted.tokens
      const chance = 1 / (1 + Math.exp(-lead))
      return { id, cluster, passed: lead > 0, confidence: Math.max(chance, 1 - chance) }
    }
    case 'loss': {
      const { logProbability, tokens } = await scorer.likelihood(chat, item.answer, signal)
      return { id, cluster, loss: -logProbability / tokens, tokens }
    }
  }
}

async function fills(
  scorer: AnswerScorer,
  { messages }: OpenChat,
  call: WrittenCall,
  signal: AbortSignal,
): Promise<boolean> {
  for (const { before, value } of argumentSteps(call)) {
    if (!(await scorer.writes({ messages, begun: before }, value, signal))) return false
  }
  return true
}
