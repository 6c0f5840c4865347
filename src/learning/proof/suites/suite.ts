import type { OpenChat } from '../../../agent/ports.ts'

/** A call of a tool as the model writes it. */
export interface WrittenCall {
  name: string
  /** In the order in which they are written. */
  arguments: Record<string, unknown>
}

/** One question with an answer that can be checked. `cluster`: the conversation, or whatever else makes questions hang together. */
export type SuiteItem = { id: string; cluster: string; chat: OpenChat } & (
  | { kind: 'choice'; right: string; wrong: readonly string[] }
  /** The tool is chosen among `tools`, then the value of each argument is to be written exactly. */
  | { kind: 'call'; call: WrittenCall; tools: readonly string[] }
  /** The values alone, of a tool that is named already. */
  | { kind: 'arguments'; call: WrittenCall }
  /** An answer that is wanted beside one that is not: the likelier one by token wins. */
  | { kind: 'preference'; wanted: string; unwanted: string }
  /** How surprising this answer is, in natural logarithms a token. */
  | { kind: 'loss'; answer: string }
)

/** What a suite is there for. */
export type SuiteRole =
  /** What learning is to make better. */
  | 'primary'
  /** What it must not make worse. */
  | 'guard'
  /** Told, and decides nothing. */
  | 'told'

export interface Suite {
  /** `general`, `tools`, `captured`, `loss.<source>`... */
  name: string
  role: SuiteRole
  items: readonly SuiteItem[]
}

/** What an item came to: right or wrong, or a loss. `confidence`: of the choice that was made, 0 to 1; absent where none was. */
export type ItemResult = { id: string; cluster: string } & (
  | { passed: boolean; confidence?: number }
  | { loss: number; tokens: number }
)

export interface SuiteResult {
  name: string
  role: SuiteRole
  results: ItemResult[]
  /** A number that is none was met, or time ran out. */
  failure?: 'not-a-number' | 'time-out'
}
