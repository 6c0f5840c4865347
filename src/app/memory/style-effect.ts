import type { LanguageModel, Router } from '../../agent/ports.ts'
import { createTurnRunner } from '../../agent/turn.ts'
import type { Category, StyleGuide } from '../../memory/ports.ts'
import type { ToolRunner } from '../../tools/ports.ts'
import { styleTokens } from './companion.ts'

/** One request, answered twice. */
export interface StyleEffect {
  request: string
  /** What the model was told of the user's ways; undefined where nothing is known, and then both answers are one. */
  style: string | undefined
  without: string
  with: string
}

export interface StyleEffectParts {
  router: Router
  tools: ToolRunner
  model: LanguageModel
  style: StyleGuide
}

/** Always the same ones, so that answers can be compared from one day to the next. */
export const fixedRequests: readonly { category: Category; request: string }[] = [
  { category: 'coding', request: 'How do I sort a list of numbers in code?' },
  { category: 'coding', request: 'How do I read a text file line by line in a program?' },
  { category: 'coding', request: 'Write a function that reverses a string.' },
  { category: 'coding', request: 'What is a closure in code and when do I need one?' },
  { category: 'coding', request: 'How do I make a dictionary with two keys in code?' },
  { category: 'planning', request: 'How should I plan a move to another city?' },
  { category: 'planning', request: 'How do I organise a birthday party for twenty guests?' },
  { category: 'planning', request: 'Make a plan for learning the piano.' },
  { category: 'coaching', request: 'How can I stop procrastinating?' },
  { category: 'roleplay', request: 'Write the first lines of a story about a castle.' },
]

/** Answers each request without and with the user's ways, each as the first of a conversation. The requests must be such that no tool answers. Errors: those of the model. */
export async function* compareAnswers(
  { router, tools, model, style }: StyleEffectParts,
  requests: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<StyleEffect> {
  for (const request of requests) {
    const known = style.styleFor(request, styleTokens)
    const answer = (told: string | undefined) => {
      const about = async () => (told === undefined ? {} : { style: told })
      return answerOnce(createTurnRunner({ router, tools, model, companion: { shared: [], about } }), request, signal)
    }
    const without = await answer(undefined)
    yield { request, style: known, without, with: known === undefined ? without : await answer(known) }
  }
}

async function answerOnce(
  turns: ReturnType<typeof createTurnRunner>,
  text: string,
  signal: AbortSignal,
): Promise<string> {
  let reply = ''
  const request = { turnId: 'compared', text, origin: 'text', dryRun: false, approveConfirm: false, signal } as const
  await turns.run(request, {
    emit(event) {
      if (event.type === 'reply-final') reply = event.text
    },
  })
  signal.throwIfAborted()
  return reply
}
