import { describe, expect, it } from 'vitest'
import { Deeds } from '../../../src/app/session/deeds.ts'
import type { Tier } from '../../../src/core/events.ts'

const turnId = 'turn'

function deeds(onlyShows?: (tool: string) => boolean) {
  const seen = new Deeds(onlyShows)
  const call = (callId: string, tier: Tier) =>
    seen.see({ type: 'tool-call', turnId, callId, tool: 'any.tool', input: {}, tier })
  const did = (callId: string, receipt?: unknown) =>
    seen.see({ type: 'tool-result', turnId, callId, ok: true, ...(receipt === undefined ? {} : { receipt }) })
  const failed = (callId: string, code: string) =>
    seen.see({ type: 'tool-result', turnId, callId, ok: false, error: { code, message: '' } })
  const answered = (callId: string, approved: boolean) =>
    seen.see({ type: 'tool-approval-response', turnId, callId, approved, by: 'voice' })
  return { seen, call, did, failed, answered }
}

describe('what was done for a request', () => {
  it('is nothing where things were only looked up, however often', () => {
    const { seen, call, did } = deeds()
    expect(seen.standing()).toBe('nothing')
    call('a', 'read')
    did('a', { not: 'a receipt of a deed' })
    call('b', 'read')
    expect(seen.standing()).toBe('nothing')
  })

  it('can be taken back where all that was done left receipts', () => {
    const { seen, call, did } = deeds()
    call('a', 'read')
    did('a')
    call('b', 'reversible')
    did('b', { id: 1 })
    expect(seen.standing()).toBe('undoable')
    call('c', 'reversible')
    did('c', { id: 2 })
    expect(seen.standing()).toBe('undoable')
    expect(seen.undoable).toBe(2)
    call('d', 'reversible')
    did('d')
    expect(seen.standing()).toBe('lasting')
  })

  it('was only shown where a tool that does no more left no receipt', () => {
    const { seen, call, did, failed } = deeds(() => true)
    call('a', 'reversible')
    expect(seen.standing()).toBe('lasting')
    did('a')
    expect(seen.standing()).toBe('shown')
    call('b', 'reversible')
    did('b', { quit: 'Safari' })
    expect(seen.standing()).toBe('undoable')
    call('c', 'reversible')
    failed('c', 'cancelled')
    expect(seen.standing()).toBe('lasting')
  })

  it('stays where it left no receipt', () => {
    const { seen, call, did } = deeds()
    call('a', 'reversible')
    did('a')
    expect(seen.standing()).toBe('lasting')
  })

  it('may be done as long as nobody knows: while a call is under way, was cancelled or took too long', () => {
    const { seen, call } = deeds()
    call('a', 'reversible')
    expect(seen.standing()).toBe('lasting')
    for (const code of ['cancelled', 'timed-out', 'tool-failed', 'program-failed']) {
      const other = deeds()
      other.call('a', 'reversible')
      other.failed('a', code)
      expect(other.seen.standing(), code).toBe('lasting')
    }
  })

  it('is nothing where it is certain that it was never begun', () => {
    for (const code of ['consent-refused', 'denied-by-rule', 'file-not-found', 'app-not-installed', 'time-unclear']) {
      const { seen, call, failed } = deeds()
      call('a', 'reversible')
      failed('a', code)
      expect(seen.standing(), code).toBe('nothing')
    }
  })

  it('stays where the user said yes to it, receipt or not', () => {
    const { seen, call, answered, did } = deeds()
    call('a', 'confirm')
    answered('a', true)
    did('a', { id: 1 })
    expect(seen.standing()).toBe('lasting')
  })

  it('is nothing yet while the user is being asked', () => {
    const { seen, call, answered, failed } = deeds()
    call('a', 'strong-confirm')
    expect(seen.standing('a')).toBe('nothing')
    expect(seen.standing()).toBe('lasting')
    answered('a', false)
    failed('a', 'consent-refused')
    expect(seen.standing()).toBe('nothing')
  })
})
