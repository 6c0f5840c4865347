import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createMemoryTools } from '../../../src/tools/actions/memory.ts'
import { openMemory, temporaryFolder, toolContext } from '../tools/fixtures.ts'

const told = new Date('2025-11-20T10:00')

function factsOf(...texts: string[]) {
  const { facts } = openMemory()
  for (const text of texts) facts.add(text, told)
  return facts
}

it('finds a fact by other forms of its words, the best first', () => {
  const facts = factsOf(
    'my bike is locked at the station',
    'the plumber comes on Tuesdays',
    'I park the car on level 3',
  )
  expect(facts.search('where did I lock my bike', 2)[0]?.text).toMatch(/bike/)
  expect(facts.search('parking', 1)[0]?.text).toMatch(/level 3/)
  expect(facts.search('elephants', 3)).toEqual([])
})

it.each(['"', "' OR 1=1 --", 'NEAR(bike', 'bike* AND', 'text:bike', '(', '\u2028'])(
  'reads %j as words, not as a query',
  (query) => {
    expect(() => factsOf('my bike is red').search(query, 3)).not.toThrow()
  },
)

it('finds across accents, and the newest for a question without telling words', () => {
  const facts = factsOf('the café opens at nine', 'my locker is 42')
  expect(facts.search('cafe', 1)[0]?.text).toMatch(/café/)
  expect(facts.search('what did I tell you', 1)[0]?.text).toMatch(/locker/)
})

it('forgets for good: the words are in no file any more', () => {
  const home = temporaryFolder()
  const memory = openMemory(home)
  const secret = 'zanzibar-kumquat'
  for (let index = 0; index < 50; index++) memory.facts.add(`filler number ${index}`, told)
  const { id } = memory.facts.add(`the safe word is ${secret}`, told)
  const held = () => fs.readdirSync(home).filter((name) => fs.readFileSync(path.join(home, name)).includes('kumquat'))
  expect(held()).not.toEqual([])
  expect(memory.facts.remove(id)).toBe(true)
  expect(held()).toEqual([])
  expect(memory.facts.search(secret, 1)).toEqual([])
  expect(memory.facts.remove(id)).toBe(false)
})

it('the tools remember, tell, ask before they forget, and take a note back', async () => {
  const [remember, recall, forget] = createMemoryTools(openMemory())
  if (remember === undefined || recall === undefined || forget === undefined) throw new Error('no tools')
  const context = { ...toolContext(), now: told }
  const kept = await remember.run({ text: 'my locker is 42' }, context)
  expect((await recall.run({ query: 'locker' }, toolContext())).spoken).toBe(
    'You told me on November 20: my locker is 42.',
  )
  expect(forget.tier).toBe('confirm')
  expect(await forget.prepare?.({ query: 'the locker' }, context)).toMatchObject({
    sentence: expect.stringMatching(/my locker is 42/),
  })
  await remember.undo?.(kept.ok ? kept.receipt : undefined, context)
  expect((await recall.run({ query: 'locker' }, context)).spoken).toBe('I remember nothing about locker.')
  await expect(forget.prepare?.({ query: 'locker' }, context)).rejects.toMatchObject({ code: 'fact-unknown' })
})
