import type { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import { writtenJson } from '../../../core/files/written-json.ts'
import type { ScriptRunner } from './script-runner.ts'
import { type ScriptFacts, type ScriptName, scripts } from './scripts.ts'

/** Calls one method of one script. Errors: those of `ScriptRunner`, and `answer-unreadable`. */
export type ScriptMethod = <Answer>(
  method: string,
  input: Record<string, unknown>,
  answer: z.ZodType<Answer>,
  signal: AbortSignal,
  /** Whom it talks to, where the script does not fix that. */
  application?: string,
) => Promise<Answer>

/**
 * The methods of a script in JavaScript. Its input travels as one argument of JSON; what comes back is checked, since the
 * applications hold what strangers wrote.
 */
export function scriptMethods(runScript: ScriptRunner, script: ScriptName): ScriptMethod {
  const facts: ScriptFacts = scripts[script]
  return async (method, input, answer, signal, named) => {
    const application = named ?? facts.application ?? 'macOS'
    const printed = await runScript(script, { args: [method, JSON.stringify(input)], application, signal })
    const parsed = answer.safeParse(writtenJson(printed))
    if (parsed.success) return parsed.data
    throw new SamError(
      'answer-unreadable',
      `${application} answered something I cannot read, so I cannot say whether that worked.`,
      { cause: parsed.error, remedy: `Look into ${application}.` },
    )
  }
}
