import { describe, expect, it } from 'vitest'
import type { Category } from '../../../../src/memory/categories/category.ts'
import { facetsOf } from '../../../../src/memory/patterns/facets.ts'
import { signalsOf } from '../../../../src/memory/patterns/signals.ts'

const found = (category: Category, ...texts: string[]) =>
  signalsOf(
    category,
    texts.map((text) => ({ speaker: 'user', text })),
  ).map(({ facet, value }) => `${facet}: ${value}`)

/** What product.md R3 asks for, side by side with the facet that answers it. */
const wanted: [Category, string, string, string][] = [
  ['coding', 'how you ask', 'can you write a small function for me', 'asking: wants code to be written'],
  ['coding', 'how you ask', 'it says ValueError: bad literal', 'asking: pastes the error'],
  ['coding', 'explanation level', 'explain it like I am a beginner, eli5', 'explanation: simple words'],
  ['coding', 'explanation level', 'how does that work under the hood', 'explanation: the inner workings'],
  ['coding', 'explanation level', 'why does it crash', 'explanation: the reason why'],
  ['coding', 'languages', 'sort this in golang', 'language: Go'],
  ['coding', 'frameworks', 'my django view is slow', 'framework: Django'],
  ['coding', 'common errors', 'TypeError again in line 3', 'error: type errors'],
  ['roleplay', 'voice', 'I draw my sword and wait', 'voice: the first person'],
  ['roleplay', 'character types', 'you are an old wizard', 'character: wizards and witches'],
  ['roleplay', 'structures', '*opens the heavy door slowly*', 'structure: deeds between stars'],
  ['roleplay', 'tones', 'make it dark and gritty', 'mood: dark'],
  ['planning', 'how you break work down', 'put it into milestones', 'breakdown: milestones'],
  ['planning', 'what matters to you', 'it has to be cheap', 'matters: cost'],
  ['planning', 'risk tolerance', 'what could go wrong, and what is plan b', 'risk: careful'],
  ['planning', 'risk tolerance', 'let us go all in', 'risk: bold'],
  ['planning', 'decision style', 'list the pros and cons', 'decision: pros and cons'],
  ['coaching', 'growth areas', 'I procrastinate every evening', 'growth: procrastination'],
  ['coaching', 'how you take advice', 'be honest, do not sugarcoat it', 'advice: honest words'],
  ['coaching', 'what motivates you', 'I do it for my kids', 'motivation: family'],
  ['coaching', 'communication style', 'I feel lost and sad', 'style: of feelings first'],
]

describe('what one conversation says about the user', () => {
  it.each(wanted)('%s, %s: %s', (category, _side, text, signal) => {
    expect(found(category, text)).toContain(signal)
  })

  it('has a facet for every side in every category, each with a phrase for the prompt', () => {
    for (const facets of Object.values(facetsOf)) {
      expect(new Set(facets.map(({ id }) => id)).size).toBe(facets.length)
      for (const { phrase, cues } of facets) {
        expect(phrase).toContain('{}')
        expect(cues.length).toBeGreaterThan(0)
      }
    }
  })

  it('takes nothing from answers, pasted code or quotations, but for the name of a listing', () => {
    const said = signalsOf('coding', [
      { speaker: 'user', text: 'look at this\n```rust\nlet python = 1 // why does it\n```\n> in django we do it so' },
      { speaker: 'assistant', text: 'In golang you would use a channel, step by step.' },
    ]).map(({ value }) => value)
    expect(said).toContain('Rust')
    for (const other of ['Python', 'Django', 'Go', 'steps', 'the reason why']) expect(said).not.toContain(other)
  })
})
