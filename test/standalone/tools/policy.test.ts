import { describe, expect, test } from 'vitest'
import type { Tier } from '../../../src/core/events.ts'
import { createPolicy, higherTier, type PolicyCall, type PolicyContext } from '../../../src/tools/policy.ts'
import { openMemory } from './fixtures.ts'

const now = new Date(2025, 10, 22, 12)
const later = new Date(now.getTime() + 3_600_000)
const tiers: Tier[] = ['read', 'reversible', 'confirm', 'strong-confirm']

function decideWith(grants = openMemory().grants) {
  const policy = createPolicy(grants)
  return (call: Partial<PolicyCall> & { tier: Tier }, context: Partial<PolicyContext> = {}) =>
    policy.decide(
      { tool: 'test.act', ...call },
      { tainted: false, approveConfirm: false, canAsk: true, now, ...context },
    )
}

describe('policy', () => {
  test('reading and reversible actions go ahead, the others are asked for', () => {
    const decide = decideWith()
    expect(tiers.map((tier) => decide({ tier }).verdict)).toEqual(['allow', 'allow', 'ask', 'ask'])
  })

  test('with nobody to ask, what needs a yes is refused', () => {
    const decide = decideWith()
    const verdicts = tiers.map((tier) => decide({ tier }, { canAsk: false }).verdict)
    expect(verdicts).toEqual(['allow', 'allow', 'deny', 'deny'])
    expect(decide({ tier: 'confirm' }, { canAsk: false })).toMatchObject({ code: 'nobody-to-ask', by: 'nobody' })
  })

  test('--approve answers confirm and never strong-confirm', () => {
    const decide = decideWith()
    expect(decide({ tier: 'confirm' }, { approveConfirm: true, canAsk: false })).toMatchObject({
      verdict: 'allow',
      by: '--approve',
    })
    expect(decide({ tier: 'strong-confirm' }, { approveConfirm: true }).verdict).toBe('ask')
    expect(decide({ tier: 'strong-confirm' }, { approveConfirm: true, canAsk: false }).verdict).toBe('deny')
  })

  test('content from outside raises changes to a question and sending to the strongest one', () => {
    const decide = decideWith()
    const tainted = { tainted: true }
    expect(tiers.map((tier) => decide({ tier }, tainted).tier)).toEqual([
      'read',
      'confirm',
      'confirm',
      'strong-confirm',
    ])
    for (const effect of ['send', 'shell', 'purchase'] as const) {
      expect(decide({ tier: 'reversible', effect }, tainted).tier).toBe('strong-confirm')
      expect(decide({ tier: 'reversible', effect }).tier).toBe('reversible')
    }
  })

  test('a remembered yes answers confirm for its own tool and target, until it ends', () => {
    const { grants } = openMemory()
    const { id } = grants.add({ effect: 'allow', tool: 'test.act', target: 'a', createdAt: now, expiresAt: later })
    const decide = decideWith(grants)
    expect(decide({ tier: 'confirm', target: 'a' })).toMatchObject({ verdict: 'allow', by: `grant ${id}` })
    expect(decide({ tier: 'confirm', target: 'b' }).verdict).toBe('ask')
    expect(decide({ tier: 'confirm' }).verdict).toBe('ask')
    expect(decide({ tier: 'confirm', target: 'a', tool: 'test.other' }).verdict).toBe('ask')
    expect(decide({ tier: 'confirm', target: 'a' }, { now: later }).verdict).toBe('ask')
  })

  test('a remembered yes is worth nothing for the strongest tier or when content from outside may be speaking', () => {
    const { grants } = openMemory()
    grants.add({ effect: 'allow', tool: 'test.act', createdAt: now, expiresAt: later })
    const decide = decideWith(grants)
    expect(decide({ tier: 'confirm' }).verdict).toBe('allow')
    expect(decide({ tier: 'strong-confirm' }).verdict).toBe('ask')
    expect(decide({ tier: 'confirm' }, { tainted: true }).verdict).toBe('ask')
    expect(decide({ tier: 'reversible' }, { tainted: true }).verdict).toBe('ask')
  })

  test('a denial comes first, for every tier, also against an allowance and --approve', () => {
    const { grants } = openMemory()
    grants.add({ effect: 'allow', tool: 'test.act', createdAt: now, expiresAt: later })
    grants.add({ effect: 'deny', tool: 'test.act', target: 'a', createdAt: now })
    const decide = decideWith(grants)
    for (const tier of tiers) {
      expect(decide({ tier, target: 'a' }, { approveConfirm: true })).toMatchObject({
        verdict: 'deny',
        code: 'denied-by-rule',
      })
    }
    expect(decide({ tier: 'confirm', target: 'b' }).verdict).toBe('allow')
  })

  test('when the rules cannot be read, reading goes on and acting does not', () => {
    const { grants } = openMemory('/dev/null/no-folder')
    const decide = decideWith(grants)
    expect(decide({ tier: 'read' }).verdict).toBe('allow')
    expect(() => decide({ tier: 'reversible' })).toThrowError(expect.objectContaining({ code: 'database-unavailable' }))
  })

  test('of two tiers the stricter one', () => {
    for (const [index, tier] of tiers.entries()) {
      for (const [other, second] of tiers.entries()) {
        expect(higherTier(tier, second)).toBe(tiers[Math.max(index, other)])
      }
    }
  })
})
