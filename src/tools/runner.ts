import type { Clock } from '../core/clock.ts'
import { SamError } from '../core/errors.ts'
import type { Tier } from '../core/events.ts'
import type { Logger } from '../core/log.ts'
import type { AuditDecision, AuditLog } from '../memory/ports.ts'
import { askConsent } from './ask-consent.ts'
import { withDeadline } from './deadline.ts'
import { expectedFailure, failure } from './failure.ts'
import { type Decision, higherTier, type Policy } from './policy.ts'
import type { CallContext, ToolCall, ToolResult, ToolRunner } from './ports.ts'
import type { ToolRegistry } from './registry.ts'
import { plainQuestion } from './spoken/plain-question.ts'
import type { Prepared, Tool, ToolContext, ToolOutcome } from './tool.ts'
import { withoutWords } from './without-words.ts'

export interface ToolRunnerOptions {
  registry: ToolRegistry
  policy: Policy
  audit: AuditLog
  clock: Clock
  logger: Logger
}

/** What became of one call, as the audit row and the caller need it. */
interface Verdict {
  outcome: ToolOutcome
  decision: AuditDecision
  by: string
  tier?: Tier
  input: unknown
  summary: string
}

/** Every call takes this way and no other: validate, prepare, policy, consent, run, audit. */
export function createToolRunner({ registry, policy, audit, clock, logger }: ToolRunnerOptions): ToolRunner {
  /** A tool's own failures in its own words; anything else is a bug, said as one and logged in full. */
  const failed = (tool: Tool, thrown: unknown, context: CallContext): ToolOutcome => {
    if (context.signal.aborted) return failure('cancelled', 'Cancelled.')
    const expected = expectedFailure(thrown)
    if (expected !== undefined) return expected
    logger.error(`${tool.name} failed unexpectedly`, { error: thrown instanceof Error ? thrown.stack : String(thrown) })
    return failure('tool-failed', 'That went wrong inside SAM. It is a bug, and it is in the log.')
  }

  /** A yes that cannot be kept still holds for this time. */
  const remember = ({ name }: Tool, { target, days }: { target?: string; days: number }) => {
    try {
      policy.remember(name, target, days, clock.wallTime())
    } catch (error) {
      logger.warn('a permission could not be remembered', { tool: name, error: String(error) })
    }
  }

  const decide = (tool: Tool, prepared: Prepared<unknown>, tier: Tier, context: CallContext): Decision =>
    policy.decide(
      {
        tool: tool.name,
        tier,
        ...(prepared.target === undefined ? {} : { target: prepared.target }),
        ...effectOf(tool, prepared),
        ...(tool.rememberForDays === undefined ? {} : { rememberable: true }),
      },
      {
        tainted: context.tainted,
        steered: context.steered === true,
        approveConfirm: context.approveConfirm,
        canAsk: context.ask !== undefined,
        now: clock.wallTime(),
      },
    )

  const judge = async (call: ToolCall, context: CallContext): Promise<Verdict> => {
    const tool = registry.get(call.tool)
    if (tool === undefined) return invalid(call, failure('unknown-tool', `I have no tool called ${call.tool}.`))
    const parsed = tool.schema.safeParse(call.input)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `
      return invalid(
        call,
        failure('invalid-arguments', `I did not get what exactly to do. ${where}${issue?.message ?? ''}`.trim()),
      )
    }
    const toolContext = (signal: AbortSignal): ToolContext => ({
      turnId: context.turnId,
      callId: call.callId,
      origin: context.origin,
      tainted: context.tainted,
      now: clock.wallTime(),
      signal,
    })
    const within = <Result>(task: (signal: AbortSignal) => Promise<Result>) =>
      withDeadline(task, { timeoutMs: tool.timeoutMs, signal: context.signal, onTimeout: () => tooSlow(tool) })

    let prepared: Prepared<unknown> = { input: parsed.data }
    const said = {
      decision: 'allowed' as AuditDecision,
      by: 'policy',
      tier: tool.tier,
      input: call.input,
      summary: tool.name,
    }
    try {
      said.summary = tool.describe(parsed.data)
      // A dry run looks nothing up: it tells the plan in the words of the request.
      if (tool.prepare !== undefined && !context.dryRun) {
        const { prepare } = tool
        prepared = await within((signal) => prepare.call(tool, parsed.data, toolContext(signal)))
      }
      said.input = prepared.input as ToolCall['input']
      said.summary = prepared.sentence ?? tool.describe(prepared.input)
      said.tier = higherTier(tool.tier, prepared.tier ?? tool.tier)
      const decision = decide(tool, prepared, said.tier, context)
      said.tier = decision.tier
      if (context.dryRun) return { ...said, outcome: plan(said.summary, decision.verdict, decision.tier) }
      const memory = decision.verdict === 'ask' && !context.tainted ? rememberedFor(tool, prepared) : undefined
      const question = memory === undefined ? said.summary : `${said.summary} ${memory.sentence}`
      const always = memory === undefined ? alwaysFor(tool, decision, prepared, context) : undefined
      const consent = await askConsent(decision, plainQuestion(question), call.callId, context, {
        tool: tool.name,
        input: prepared.input,
        ...(always === undefined ? {} : { always }),
      })
      said.by = consent.by
      if (!consent.approved) return { ...said, decision: consent.decision, outcome: consent.failure }
      if (memory !== undefined) remember(tool, memory)
      else if (always !== undefined && consent.always === true) remember(tool, always)
      return { ...said, outcome: await within((signal) => tool.run(prepared.input, toolContext(signal))) }
    } catch (thrown) {
      return { ...said, outcome: failed(tool, thrown, context) }
    }
  }

  const record = (call: ToolCall, context: CallContext, verdict: Verdict, durationMs: number): boolean => {
    const { outcome, decision, by, tier } = verdict
    const auditedAs = registry.get(call.tool)?.auditedAs
    const { input, summary } =
      auditedAs === undefined ? verdict : { input: withoutWords(verdict.input), summary: auditedAs }
    try {
      audit.appendAction({
        at: clock.wallTime(),
        turnId: context.turnId,
        callId: call.callId,
        origin: context.origin,
        tainted: context.tainted,
        tool: call.tool,
        ...(tier === undefined ? {} : { tier }),
        input,
        summary,
        decision,
        by,
        durationMs,
        result: outcome.code,
        ...(outcome.ok && outcome.receipt !== undefined ? { receipt: outcome.receipt } : {}),
        ...(outcome.undoes === undefined ? {} : { undoes: outcome.undoes }),
      })
      return true
    } catch (error) {
      logger.error('an action could not be written into the audit log', { tool: call.tool, error: String(error) })
      return false
    }
  }

  return {
    list: () => registry.list(),
    tierOf: (tool) => registry.get(tool)?.tier,
    async run(call, context) {
      const startMs = clock.nowMs()
      const verdict = await judge(call, context)
      // A plan is no action: it leaves no row.
      const written = context.dryRun || record(call, context, verdict, clock.nowMs() - startMs)
      const { undoes: _, ...result } = verdict.outcome
      const refused = verdict.decision === 'refused' || verdict.decision === 'denied'
      const tool = registry.get(call.tool)
      return {
        ...(written || verdict.tier === 'read' || !result.ok ? result : unrecorded(result)),
        ...(refused ? { refused } : {}),
        ...(tool?.taints === true && result.ok ? { taints: true } : {}),
      }
    },
  }
}

function effectOf({ effect: own }: Tool, { effect = own }: Prepared<unknown>) {
  return effect === undefined ? {} : { effect }
}

/** What a yes would cover beyond this one time; it must be part of the question. */
function rememberedFor({ rememberForDays: days }: Tool, { target }: Prepared<unknown>) {
  if (days === undefined || target === undefined) return undefined
  return { target, days, sentence: `A yes counts for ${days === 1 ? 'a day' : `${days} days`}.` }
}

/** A yes by hand to an ordinary question may hold on; an allowance must have an end. */
const alwaysDays = 30

/**
 * What "always" would cover: the target where there is one. Only the user's own words can be allowed beforehand, and never what needs
 * the strongest consent.
 */
function alwaysFor(
  { asksEachTime }: Tool,
  decision: Decision,
  { target }: Prepared<unknown>,
  { tainted }: CallContext,
) {
  if (decision.verdict !== 'ask' || decision.tier !== 'confirm' || tainted || asksEachTime === true) return undefined
  return { days: alwaysDays, ...(target === undefined ? {} : { target }) }
}

function invalid(call: ToolCall, outcome: ToolOutcome): Verdict {
  return { outcome, decision: 'invalid', by: 'policy', input: call.input, summary: call.tool }
}

function tooSlow(tool: Tool): SamError {
  const seconds = Math.round(tool.timeoutMs / 1000)
  const unsure = tool.tier === 'read' ? 'So I cannot say.' : 'I cannot say whether it was done.'
  return new SamError(
    'timed-out',
    `That took longer than ${seconds} ${seconds === 1 ? 'second' : 'seconds'}. ${unsure}`,
  )
}

function plan(sentence: string, verdict: 'allow' | 'ask' | 'deny', tier: Tier): ToolOutcome {
  const condition = { allow: '', ask: ' I would ask first.', deny: ' That would be refused.' }[verdict]
  return {
    ok: true,
    code: 'ok',
    spoken: `I would do this: ${sentence}${condition}`,
    output: { dryRun: true, plan: sentence, tier, decision: verdict },
  }
}

/** Nothing is done in secret: a success that could not be recorded says so. */
function unrecorded(result: ToolResult): ToolResult {
  return { ...result, spoken: `${result.spoken} I could not write it into the audit log.` }
}
