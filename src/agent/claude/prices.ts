/** US dollars for a million tokens. */
interface Price {
  input: number
  /** Written into the cache for five minutes. */
  cacheWrite: number
  cacheRead: number
  output: number
}

/** List prices as Anthropic published them in October 2026 (platform.claude.com/docs, "Pricing"), by the beginning of the model's name. */
const prices: readonly (Price & { model: string })[] = [
  { model: 'claude-haiku-5-5', input: 0.1, cacheWrite: 0.125, cacheRead: 0.01, output: 0.5 },
  { model: 'claude-haiku', input: 1, cacheWrite: 1.25, cacheRead: 0.1, output: 5 },
  { model: 'claude-sonnet-5-5', input: 2, cacheWrite: 2.5, cacheRead: 0.1, output: 10 },
  { model: 'claude-sonnet-5', input: 2, cacheWrite: 2.5, cacheRead: 0.2, output: 10 },
  { model: 'claude-sonnet', input: 3, cacheWrite: 3.75, cacheRead: 0.3, output: 15 },
  { model: 'claude-opus-5-5', input: 4, cacheWrite: 5, cacheRead: 0.2, output: 20 },
  { model: 'claude-opus', input: 5, cacheWrite: 6.25, cacheRead: 0.5, output: 25 },
]
/** A model that is not known is taken for the dearest: a budget must not be overdrawn by a new name. */
const dearest: Price = { input: 10, cacheWrite: 12.5, cacheRead: 1, output: 50 }

export interface ClaudeUsage {
  inputTokens: number
  cacheWriteTokens: number
  cacheReadTokens: number
  outputTokens: number
}

/** What a request cost at list price, in US dollars. */
export function costUsd(model: string, usage: ClaudeUsage): number {
  const price = prices.find((one) => model.startsWith(one.model)) ?? dearest
  const sum =
    usage.inputTokens * price.input +
    usage.cacheWriteTokens * price.cacheWrite +
    usage.cacheReadTokens * price.cacheRead +
    usage.outputTokens * price.output
  return sum / 1_000_000
}
