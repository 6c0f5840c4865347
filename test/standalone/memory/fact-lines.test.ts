import { describe, expect, it } from 'vitest'
import { extractFacts } from '../../../src/memory/extract-facts.ts'
import { openMemory } from './fixtures.ts'

const day = (date: number) => new Date(2025, 10, date)

describe('what words state', () => {
  it.each([
    ['I moved to Lisbon last spring.', 'user', 'home', 'Lisbon'],
    ["my sister's name is Ana", 'sister', 'name', 'Ana'],
    ["I'm allergic to nuts", 'user', 'allergy', 'nuts'],
    ['Call me Max', 'user', 'name', 'Max'],
    ['By the way, my birthday is on 3 May', 'user', 'birthday', '3 May'],
    ['My favourite colour is dark green and I wear it often', 'user', 'favourite colour', 'dark green'],
    ["I really can't stand coriander", 'user', 'opinion of coriander', 'dislikes it'],
    ['I work for the city library, mostly', 'user', 'employer', 'the city library'],
  ])('%s', (text, subject, attribute, value) => {
    expect(extractFacts(text)).toEqual([expect.objectContaining({ subject, attribute, value })])
  })

  it.each([
    'where do I live in winter?',
    'If I moved to Lisbon, what would it cost?',
    'She said "I moved to Lisbon"',
    'You told me that I live in Porto',
    'write a story: my name is Bond',
    'I like it',
    'I like to run',
    'the weather is nice',
  ])('nothing in: %s', (text) => {
    expect(extractFacts(text)).toEqual([])
  })
})

describe('facts that follow one another', () => {
  it('lets the newest hold, keeps the older as history, and tells only what holds', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I live in Porto', at: day(1) })
    facts.learn({ text: 'I moved to Lisbon', at: day(5) })
    expect(facts.list().map(({ value }) => value)).toEqual(['Lisbon'])
    expect(facts.list({ history: true })).toMatchObject([{ value: 'Lisbon' }, { value: 'Porto', validTo: day(5) }])
    expect(facts.search('live Porto', 5)).toEqual([])
  })

  it('lets nothing older replace what was said later', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I moved to Lisbon', at: day(5) })
    facts.learn({ text: 'I live in Porto', at: day(1) })
    facts.learn({ text: 'I live in Faro', at: day(3) })
    expect(facts.list().map(({ value }) => value)).toEqual(['Lisbon'])
    expect(facts.list({ history: true }).map(({ value, validTo }) => [value, validTo])).toEqual([
      ['Lisbon', undefined],
      ['Faro', day(5)],
      ['Porto', day(3)],
    ])
  })

  it('keeps one attribute apart from another, and several values where several can hold', () => {
    const { facts } = openMemory()
    facts.learn({ text: "I'm allergic to nuts. I live in Porto.", at: day(1) })
    facts.learn({ text: "I'm allergic to cats", at: day(2) })
    expect(
      facts
        .list()
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['Porto', 'cats', 'nuts'])
    facts.learn({ text: "I'm not allergic to nuts any more", at: day(3) })
    expect(
      facts
        .list()
        .map(({ value }) => value)
        .sort(),
    ).toEqual(['Porto', 'cats'])
  })

  it('learns the same once, and takes what was said to be remembered into the same line', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I live in Porto', at: day(1) })
    expect(facts.learn({ text: 'I live in porto', at: day(2) })).toEqual([])
    facts.add('I moved to Lisbon', day(3))
    expect(facts.list().map(({ value }) => value)).toEqual(['Lisbon'])
  })

  it('lets words of others replace nothing', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I live in Porto', at: day(1) })
    facts.add('I moved to Lisbon', day(3), true)
    expect(facts.list().map(({ value }) => value)).toContain('Porto')
  })

  it('lets what was replaced hold again when the replacement is taken back', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I live in Porto', at: day(1) })
    const { id } = facts.add('I moved to Lisbon', day(3))
    expect(facts.remove(id)).toBe(true)
    expect(facts.list().map(({ value }) => value)).toEqual(['Porto'])
  })
})

describe('what the user calls untrue', () => {
  it('holds no longer, lets what it had replaced hold again, and is not learned from the same words', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I live in Porto', at: day(1) })
    const [lisbon] = facts.learn({ text: 'I moved to Lisbon', at: day(5) })
    const id = lisbon?.id ?? 0
    expect(facts.refute(id, day(6))).toBe(true)
    expect(facts.refute(id, day(7))).toBe(false)
    expect(facts.list().map(({ value }) => value)).toEqual(['Porto'])
    expect(facts.list({ history: true })).toMatchObject([{ value: 'Lisbon', refutedAt: day(6) }, { value: 'Porto' }])
    expect(facts.learn({ text: 'I moved to Lisbon', at: day(5) })).toEqual([])
    // Said again later, it is news.
    expect(facts.learn({ text: 'I moved to Lisbon', at: day(9) })).toMatchObject([{ value: 'Lisbon' }])
    expect(facts.list().map(({ value }) => value)).toEqual(['Lisbon'])
  })

  it('takes its place again when that is taken back', () => {
    const { facts } = openMemory()
    facts.learn({ text: 'I live in Porto', at: day(1) })
    const [faro] = facts.learn({ text: 'I live in Faro', at: day(3) })
    facts.learn({ text: 'I moved to Lisbon', at: day(5) })
    const before = facts.list({ history: true }).map(({ value, validTo }) => [value, validTo])
    facts.refute(faro?.id ?? 0, day(6))
    expect(facts.list({ history: true })).toContainEqual(expect.objectContaining({ value: 'Porto', validTo: day(5) }))
    const refuted = facts.list({ history: true }).find(({ refutedAt }) => refutedAt !== undefined)
    expect(facts.refute(refuted?.id ?? 0, undefined)).toBe(true)
    expect(facts.list({ history: true }).map(({ value, validTo }) => [value, validTo])).toEqual(before)
  })

  it('may be words without an attribute', () => {
    const { facts } = openMemory()
    const { id } = facts.add('the plumber comes on Tuesdays', day(1))
    expect(facts.refute(id, day(2))).toBe(true)
    expect(facts.search('plumber', 3)).toEqual([])
    expect(facts.refute(id, undefined)).toBe(true)
    expect(facts.search('plumber', 3)).toMatchObject([{ text: 'the plumber comes on Tuesdays' }])
    expect(facts.refute(999, day(2))).toBe(false)
  })
})
