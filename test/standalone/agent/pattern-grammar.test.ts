import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { patternGrammar } from '../../../src/agent/local-model/pattern-grammar.ts'

/** GBNF without named rules is a regular expression once its literals lose their quotes and its blanks go. */
function accepts(grammar: string | undefined): RegExp {
  const source = (grammar ?? '(?!)').replace(/"([^"]*)"|\s+/g, (_, literal: string | undefined) =>
    (literal ?? '').replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  )
  return new RegExp(`^(?:${source})$`)
}
const any = '[a-z0-9/:.-]'

const isoDate = (z.toJSONSchema(z.iso.date()) as { pattern: string }).pattern
const clock = '^(?:[01]?\\d|2[0-3]):[0-5]\\d$'

describe('a regular expression as a grammar', () => {
  it.each([
    [isoDate, ['2026-02-28', '2024-02-29', '2025-02-29', '2026-13-01', '2026-4-01', '2026-12-31', '2026-04-31']],
    [clock, ['7:30', '07:30', '23:59', '24:00', '7:60', 'bam', '12']],
    ['^\\/.*', ['/a/b', 'a/b', '/', '']],
    ['^(?:a|bc)+$', ['a', 'bcbc', 'abc', 'b', '']],
    ['^\\d{2,3}$', ['1', '12', '123', '1234']],
    ['b', ['abc', 'b', 'ac']],
    ['^[^a]x?$', ['b', 'bx', 'a', 'bxx']],
  ])('%s takes the same texts', (pattern, texts) => {
    const grammar = accepts(patternGrammar(pattern, any))
    const taken = (expression: RegExp) => texts.filter((text) => expression.test(text))
    expect(taken(grammar)).toEqual(taken(new RegExp(pattern)))
  })

  it.each(['^(?=a)b$', '^(?<!a)b$', '^(a)\\1$', '^"$', '^\\\\$', '^a^b$'])('leaves %s to the tool', (pattern) =>
    expect(patternGrammar(pattern, any)).toBeUndefined(),
  )
})
