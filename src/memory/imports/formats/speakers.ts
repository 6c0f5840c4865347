export type Role = 'user' | 'assistant' | 'system' | 'tool'

const names: Record<Role, readonly string[]> = {
  user: ['user', 'human', 'you', 'me', 'prompt', 'question', 'customer', 'request'],
  assistant: ['assistant', 'ai', 'bot', 'model', 'gpt', 'chatgpt', 'claude', 'response', 'answer', 'assistant_message'],
  system: ['system', 'developer', 'instructions'],
  tool: ['tool', 'function', 'tool_use', 'tool_result', 'ipython', 'observation', 'function_call'],
}

const roles = new Map(Object.entries(names).flatMap(([role, words]) => words.map((word) => [word, role as Role])))

/** Who wrote a message, by the many words that programs have for it. */
export function roleOf(word: unknown): Role | undefined {
  return typeof word === 'string' ? roles.get(word.trim().toLowerCase()) : undefined
}
