import { describe, expect, it } from 'vitest'
import { complexityOf } from '../../../src/agent/complexity.ts'
import { seededRandom } from '../../../src/core/numbers/random.ts'
import { commandsIn, route, told } from './routing.ts'

describe('odd and hostile input', () => {
  it.each([
    ['nothing', ''],
    ['spaces', ' \t\n\u2028 '],
    ['punctuation', '?!.,;:-—()"'],
    ['emoji', '🙂🚀👩‍👩‍👧'],
    ['hesitation', 'um, uh... hmm'],
    ['a lone surrogate', 'open \ud83d'],
  ])('does nothing for %s', (_what, text) => {
    expect(commandsIn(text)).toEqual([])
  })

  it('hears through what cannot be seen or heard', () => {
    expect(told('open\u2028Safari')).toBe('apps.open {"app":"Safari"}')
    expect(told('\u202eopen Safari\u202c')).toBe('apps.open {"app":"Safari"}')
    expect(told('🙂 open Safari 🚀')).toBe('apps.open {"app":"Safari"}')
    expect(told('ｏｐｅｎ Ｓａｆａｒｉ')).toBe('apps.open {"app":"Safari"}')
  })

  it('takes a long text for prose', () => {
    expect(commandsIn(`open Safari ${'and then open Safari '.repeat(500)}`)).toEqual([])
    expect(commandsIn(`open ${'a'.repeat(10_000)}`)).toEqual([])
    expect(commandsIn(`find ${'my '.repeat(100)}files`)).toEqual([])
  })

  it('keeps quotes and markup as plain words of a search', () => {
    const query = 'tomatoes"; do shell script "whoami'
    expect(commandsIn(`search the web for ${query}`)).toEqual([{ intent: 'web.search', slots: { query } }])
  })

  it('never takes another scheme than http for an address', () => {
    for (const address of ['file:///etc/passwd', 'javascript:alert(1)', 'ftp://example.com']) {
      for (const { intent, slots } of commandsIn(`open ${address}`)) {
        expect(`${intent} ${String(slots['url'])}`).not.toMatch(/web\.open (?!https?:)/)
      }
    }
  })

  it('decides about any text, with slots that are plain values', () => {
    const random = seededRandom(20_260_520)
    const words =
      'open close set a timer for the volume to and then play next 5 five minutes at noon tomorrow don’t what is find my pdf'.split(
        ' ',
      )
    for (let round = 0; round < 3000; round++) {
      const pieces = Array.from({ length: 1 + Math.floor(random() * 14) }, () =>
        random() < 0.8
          ? (words[Math.floor(random() * words.length)] ?? '')
          : String.fromCodePoint(Math.floor(random() * 0x10ffff)),
      )
      const text = pieces.join(random() < 0.8 ? ' ' : '')
      const routed = route(text)
      expect(['command', 'control', 'local', 'escalate']).toContain(routed.route)
      expect(routed.confidence).toBeGreaterThanOrEqual(0)
      expect(routed.confidence).toBeLessThanOrEqual(1)
      for (const { intent, slots } of commandsIn(text)) {
        expect(intent).toMatch(/^[a-z]+\.[a-z-]+$/)
        for (const value of Object.values(slots)) {
          expect(['string', 'number', 'boolean']).toContain(typeof value)
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
        }
      }
      expect(complexityOf(text).score).toBeLessThanOrEqual(1)
    }
  })

  it('is not slowed down by words that could match in many ways', () => {
    // A catastrophic expression would not end within the limit of the test.
    for (const word of ['open ', 'a ', 'and ', 'play the ', 'set a timer for ', 'the the ', '1 ']) {
      route(word.repeat(400).slice(0, 400))
      route(word.repeat(60))
    }
  })
})
