import { describe, expect, it } from 'vitest'
import { readRequestWordings } from '../../../src/agent/request-wordings.ts'

describe('wordings of requests', () => {
  const wordings = readRequestWordings()

  it('are thousands of different ones, written as a recogniser writes', () => {
    expect(wordings.length).toBeGreaterThan(7000)
    expect(wordings.length).toBeLessThan(65_536)
    expect(new Set(wordings).size).toBe(wordings.length)
    expect(wordings.filter((one) => !/^[A-Z0-9'].*[.?]$/.test(one))).toEqual([])
    expect(wordings.filter((one) => /\||\bi\b|\bmonday\b| {2}/.test(one))).toEqual([])
  })

  it('have figures for numbers, and questions end as such', () => {
    for (const one of ['Set the oven timer to 35 minutes.', 'Who discovered penicillin and in which year?'])
      expect(wordings).toContain(one)
    expect(wordings.some((one) => one.includes('10%'))).toBe(true)
    expect(wordings.some((one) => /\bwhich one\b/i.test(one))).toBe(true)
  })
})
