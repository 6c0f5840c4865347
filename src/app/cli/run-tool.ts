import { randomUUID } from 'node:crypto'
import { SamError } from '../../core/errors.ts'
import type { Sam } from '../sam.ts'
import type { CommandContext } from './command.ts'
import { terminalConsent } from './terminal-consent.ts'

/** Runs one tool for a command, behind the same policy as ever. A failure is thrown; `refused` as kind refused. */
export async function runTool(
  { tools }: Sam,
  context: CommandContext,
  tool: string,
  input: Record<string, unknown> = {},
  approveConfirm = false,
): Promise<{ spoken: string; output?: unknown }> {
  const ask = terminalConsent(context)
  const result = await tools.runner.run(
    { callId: randomUUID(), tool, input },
    {
      turnId: randomUUID(),
      origin: 'command-line',
      tainted: false,
      dryRun: false,
      approveConfirm,
      signal: context.signal,
      ...(ask === undefined ? {} : { ask }),
    },
  )
  if (result.ok) return { spoken: result.spoken, output: result.output }
  throw new SamError(result.code, result.spoken, {
    kind: result.refused === true ? 'refused' : 'failed',
    ...(result.remedy === undefined ? {} : { remedy: result.remedy }),
  })
}
