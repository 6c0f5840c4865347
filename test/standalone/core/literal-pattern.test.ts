import { describe, expect, it } from 'vitest'
import { neverSend } from '../../../src/agent/privacy/never-send.ts'
import { literalPattern } from '../../../src/core/literal-pattern.ts'
import { readQuestion } from '../../../src/memory/recall/read-question.ts'

describe('text as part of a regular expression', () => {
  it.each(['Anna-Lena', 'a.b', 'C++ (new)', '[x]{2}', 'a|b', 'c:\\temp/x', '^$?*'])(
    '%s matches itself alone',
    (text) => {
      for (const flags of ['', 'u']) {
        const expression = new RegExp(`^${literalPattern(text)}$`, flags)
        expect(expression.test(text)).toBe(true)
        expect(expression.test(`${text}x`)).toBe(false)
      }
    },
  )

  it('lets a word with a hyphen be kept from leaving, and a name with one be asked about', () => {
    expect(neverSend(['project x-ray'])('what about Project X-Ray')).toBe(true)
    expect(readQuestion('what did Anna-Lena say', ['Anna-Lena'], new Date()).speaker).toBe('Anna-Lena')
  })
})
