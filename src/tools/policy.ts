import type { Tier } from '../core/events.ts'
import type { Grant, GrantStore } from '../memory/ports.ts'
import type { ToolEffect } from './tool.ts'

/** A call as the policy sees it. */
export interface PolicyCall {
  tool: string
  /** The tool's tier, already raised for this input. */
  tier: Tier
  target?: string
  effect?: ToolEffect
  /** A yes to this very target may be remembered, even where the strongest consent is needed. */
  rememberable?: boolean
}

export interface PolicyContext {
  /** Content from outside is in the turn. */
  tainted: boolean
  /** A model wrote the call after that content was read (`CallContext`). */
  steered?: boolean
  /** `--approve` was given: yes to `confirm`, never to `strong-confirm`. */
  approveConfirm: boolean
  /** Somebody is there to answer. */
  canAsk: boolean
  now: Date
}

/** `tier` is the one that applies, after taint; `by` names who decided, for the audit. */
export type Decision =
  | { verdict: 'allow'; tier: Tier; by: string }
  | { verdict: 'ask'; tier: Tier }
  | { verdict: 'deny'; tier: Tier; by: string; code: 'denied-by-rule' | 'nobody-to-ask' }

export interface Policy {
  decide(call: PolicyCall, context: PolicyContext): Decision
  /** Lets a yes hold from now on, for this very target or, without one, for the whole tool. Errors: `database-*`. */
  remember(tool: string, target: string | undefined, days: number, now: Date): void
}

const rank: Record<Tier, number> = { read: 0, reversible: 1, confirm: 2, 'strong-confirm': 3 }

export function higherTier(a: Tier, b: Tier): Tier {
  return rank[a] >= rank[b] ? a : b
}

/**
 * The tier once content from outside may be speaking: what changes something needs a yes, what leaves the machine or costs
 * money needs the strongest one. Reading stays reading, unless its words go to a server and may be a stranger's choice.
 */
function taintedTier(tier: Tier, effect: ToolEffect | undefined, steered: boolean): Tier {
  if (effect === 'look-up') return steered ? higherTier(tier, 'confirm') : tier
  if (effect !== undefined) return 'strong-confirm'
  return tier === 'reversible' ? 'confirm' : tier
}

/**
 * The one place where it is decided whether something may be done: first what is forbidden, then what must be asked, then
 * what is allowed. A remembered permission answers `confirm` only (and the exact target of a tool whose yes is remembered),
 * and only while the words are the user's own.
 */
export function createPolicy(grants: GrantStore): Policy {
  return {
    remember(tool, target, days, now) {
      const expiresAt = new Date(now.getTime() + days * 86_400_000)
      grants.add({ effect: 'allow', tool, ...(target === undefined ? {} : { target }), createdAt: now, expiresAt })
    },
    decide(call, context) {
      const steered = context.tainted && context.steered === true
      const tier = context.tainted ? taintedTier(call.tier, call.effect, steered) : call.tier
      const rules =
        tier === 'read'
          ? readableRules(grants, call, context.now)
          : grants.matching(call.tool, call.target, context.now)
      const denial = rules.find((grant) => grant.effect === 'deny')
      if (denial !== undefined) return { verdict: 'deny', tier, by: `rule ${denial.id}`, code: 'denied-by-rule' }
      if (tier === 'read' || tier === 'reversible') return { verdict: 'allow', tier, by: 'policy' }
      const allowance = rules.find((grant) => grant.effect === 'allow')
      if (tier === 'confirm' && !context.tainted && allowance !== undefined) {
        return { verdict: 'allow', tier, by: `grant ${allowance.id}` }
      }
      // Only a rule for exactly this target: one for the whole tool never opens what needs the strongest consent.
      const exact = rules.find(
        ({ effect, target }) => effect === 'allow' && target !== undefined && target === call.target,
      )
      if (call.rememberable === true && !context.tainted && exact !== undefined) {
        return { verdict: 'allow', tier, by: `grant ${exact.id}` }
      }
      // A yes given beforehand was to the user's own words, not to what a stranger may have made of them.
      if (tier === 'confirm' && context.approveConfirm && !steered) return { verdict: 'allow', tier, by: '--approve' }
      if (context.canAsk) return { verdict: 'ask', tier }
      return { verdict: 'deny', tier, by: 'nobody', code: 'nobody-to-ask' }
    },
  }
}

/** Reading goes on when the rules cannot be read: asking for the time must not fail because a disk is full. */
function readableRules(grants: GrantStore, call: PolicyCall, now: Date): Grant[] {
  try {
    return grants.matching(call.tool, call.target, now)
  } catch {
    return []
  }
}
