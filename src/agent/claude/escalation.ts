import type { Escalation } from '../ports.ts'
import { beyondMe } from '../prompts.ts'
import { ClaudeModel, type ClaudeModelOptions } from './claude-model.ts'

export interface EscalationOptions extends Omit<ClaudeModelOptions, 'apiKey' | 'baseUrl'> {
  /** The user said yes to escalation. */
  allowed: boolean
  offline: boolean
  /** `ANTHROPIC_API_KEY`, `ANTHROPIC_BASE_URL`. */
  environment: Record<string, string | undefined>
}

/** Claude behind the user's permission: without it, without a key or offline nothing is sent, and the answer says why. */
export function createEscalation({ allowed, offline, environment, ...options }: EscalationOptions): Escalation {
  const apiKey = environment['ANTHROPIC_API_KEY'] ?? ''
  const baseUrl = environment['ANTHROPIC_BASE_URL']
  return {
    model: new ClaudeModel({ ...options, apiKey, ...(baseUrl === undefined ? {} : { baseUrl }) }),
    barrier() {
      if (!allowed) return beyondMe
      if (offline) return 'I am offline, so this comes from my small local model; take it with care.'
      if (apiKey === '') return 'I have no key for Claude, so this comes from my small local model; take it with care.'
      return undefined
    },
  }
}
