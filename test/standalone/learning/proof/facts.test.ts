import { describe, expect, it } from 'vitest'
import { factSuite } from '../../../../src/learning/proof/suites/facts.ts'

const system = { role: 'system' as const, content: 'You are SAM.' }
const towns = ['Oslo', 'Lima', 'Cork', 'Perth', 'Riga']
const kin = ['sister', 'brother', 'mother', 'dentist', 'boss']
const facts = kin.map((subject, id) => ({
  ...{ id, subject, attribute: 'home', value: towns[id] ?? '' },
  text: `my ${subject} lives in ${towns[id]}`,
}))

describe('what the user told', () => {
  it('is asked in other words, with the fact at hand and without it', () => {
    const { items, role } = factSuite(facts, system)
    expect(role).toBe('told')
    expect(items).toHaveLength(10)
    for (const [index, fact] of facts.entries()) {
      const [known, unknown] = items.filter(({ cluster }) => cluster === `fact ${fact.id}`)
      if (known?.kind !== 'choice' || unknown?.kind !== 'preference') throw new Error(`no pair of fact ${index}`)
      expect(known.chat.messages[1]?.content).toContain(fact.text)
      expect(known.right).toBe(`Your ${fact.subject}'s home is ${fact.value}.`)
      expect(known.wrong).toHaveLength(3)
      expect(known.wrong).not.toContain(known.right)
      expect(unknown.chat.messages[1]?.content).not.toContain(fact.text)
      expect(unknown.wanted).toMatch(/do not know/)
      expect(unknown.unwanted).not.toContain(fact.value)
      // The wording is not the one it was told in.
      expect(known.chat.messages[1]?.content.split('\n').at(-1)).not.toContain('lives in')
    }
  })

  it('does not hold another value of the same thing where it is not to be known', () => {
    const allergy = (id: number, value: string) => {
      return { id, text: `I am allergic to ${value}`, subject: 'user', attribute: 'allergy', value }
    }
    const { items } = factSuite([...facts, allergy(20, 'nuts'), allergy(21, 'bees')], system)
    const unknown = items.find(({ id }) => id === 'fact 20 unknown')
    expect(unknown?.chat.messages[1]?.content).not.toContain('allergic')
  })

  it('is asked alike every time', () => {
    expect(factSuite(facts, system)).toEqual(factSuite(facts, system))
  })

  it('is not asked where nothing was understood, or only one thing is known', () => {
    expect(factSuite([{ id: 1, text: 'the fridge hums' }], system).items).toEqual([])
    expect(factSuite(facts.slice(0, 1), system).items).toEqual([])
    const liked = { subject: 'user', attribute: 'opinion of tea', value: 'likes it' }
    expect(factSuite([...facts.slice(0, 1), { id: 9, text: 'I like tea', ...liked }], system).items).toEqual([])
  })
})
