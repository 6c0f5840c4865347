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
}

export interface PolicyContext {
  /** Content from outside is in the turn. */
  tainted: boolean
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
}

const rank: Record<Tier, number> = { read: 0, reversible: 1, confirm: 2, 'strong-confirm': 3 }

export function higherTier(a: Tier, b: Tier): Tier {
  return rank[a] >= rank[b] ? a : b
}

/**
 * The tier once content from outside may be speaking: what changes something needs a yes, what leaves the machine or costs
 * money needs the strongest one. Reading stays reading.
 */
function taintedTier(tier: Tier, effect: ToolEffect | undefined): Tier {
  if (effect !== undefined) return 'strong-confirm'
  return tier === 'reversible' ? 'confirm' : tier
}

/**
 * The one place where it is decided whether something may be done: first what is forbidden, then what must be asked, then
 * what is allowed. A remembered permission answers `confirm` only, and only while the words are the user's own.
 */
export function createPolicy(grants: GrantStore): Policy {
  return {
    decide(call, context) {
      const tier = context.tainted ? taintedTier(call.tier, call.effect) : call.tier
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
      if (tier === 'confirm' && context.approveConfirm) return { verdict: 'allow', tier, by: '--approve' }
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
