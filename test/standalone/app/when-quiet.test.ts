import { describe, expect, it } from 'vitest'
import { whenQuiet } from '../../../src/app/when-quiet.ts'

describe('waiting for quiet', () => {
  it('ends at the first look that finds it', async () => {
    let looks = 0
    const isQuiet = () => {
      looks += 1
      return looks === 3
    }
    expect(await whenQuiet(isQuiet, 1, new AbortController().signal)).toBe(true)
    expect(looks).toBe(3)
    expect(await whenQuiet(() => true, 1_000_000, new AbortController().signal)).toBe(true)
  })

  it('ends without it when it is no longer wanted', async () => {
    const closing = new AbortController()
    const waiting = whenQuiet(() => false, 1_000_000, closing.signal)
    closing.abort()
    expect(await waiting).toBe(false)
    expect(await whenQuiet(() => true, 1, closing.signal)).toBe(false)
  })
})
