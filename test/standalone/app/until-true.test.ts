import { describe, expect, it } from 'vitest'
import { untilTrue } from '../../../src/core/until-true.ts'

describe('waiting until something holds', () => {
  it('ends at the first look that finds it', async () => {
    let looks = 0
    const holds = () => {
      looks += 1
      return looks === 3
    }
    expect(await untilTrue(holds, 1, new AbortController().signal)).toBe(true)
    expect(looks).toBe(3)
    expect(await untilTrue(() => true, 1_000_000, new AbortController().signal)).toBe(true)
  })

  it('ends without it when it is no longer wanted', async () => {
    const closing = new AbortController()
    const waiting = untilTrue(() => false, 1_000_000, closing.signal)
    closing.abort()
    expect(await waiting).toBe(false)
    expect(await untilTrue(() => true, 1, closing.signal)).toBe(false)
  })
})
