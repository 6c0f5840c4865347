import { expect, it } from 'vitest'
import { HeldOut } from '../../../src/learning/dataset/held-out.ts'
import { qualityOf } from '../../../src/learning/dataset/quality.ts'

const judge = (answer: string, question = 'how do I do that', quality = 0.8) =>
  qualityOf({
    quality,
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
  })

it('leaves the quality of a plain answer as it is, and says what takes from another', () => {
  expect(judge('Measure first, then change one thing.')).toEqual({ score: 0.8, notes: [] })
  expect(judge('4')).toEqual({ score: 0.8, notes: [] })
  expect(judge('', 'x').notes).toEqual(['no-answer'])
  expect(judge('x', ' ').notes).toEqual(['no-question'])
  expect(judge('how do I do that').notes).toEqual(['echo'])
  expect(judge('caf\ufffd \ufffd\ufffd au lait').notes).toEqual(['garbled'])
  expect(judge('go on and on and '.repeat(20)).notes).toContain('repeats-itself')
  expect(judge("I'm sorry, but I can't help with that.").notes).toEqual(['refusal'])
  expect(judge('As an AI language model, I have no opinion.').notes).toEqual(['talks-of-itself'])
  expect(judge('```js\nlet x = 1').notes).toEqual(['cut-off'])
  expect(
    judge(
      `${'One sentence of a long text follows another here. '.repeat(3)}${Array.from({ length: 80 }, (_, i) => `word${i}`).join(' ')}`,
    ).notes,
  ).toEqual(['cut-off'])
  expect(judge('I am sorry to hear that. Rest, and drink enough.').notes).toEqual([])
})

it('never scores a call without words as no answer', () => {
  const call = { id: '1', type: 'function', function: { name: 'apps_open', arguments: '{}' } }
  const messages = [
    { role: 'user' as const, content: 'open Safari' },
    { role: 'assistant' as const, content: '', tool_calls: [call] },
  ]
  expect(qualityOf({ quality: 0.9, messages })).toEqual({ score: 0.9, notes: [] })
})

it('knows a question that is held out by eight words in a row, a short one by all of it, and either by hashes alone', () => {
  const texts = ['Which of these planets has the largest number of moons today?', 'Set a timer for five minutes']
  const known = new HeldOut(texts)
  const byHashes = new HeldOut([], known.hashes())
  for (const held of [known, byHashes]) {
    expect(held.isIn(['so: which of these planets has the LARGEST number, of moons, do you think'])).toBe(true)
    expect(held.isIn(['set a timer for five minutes.'])).toBe(true)
    expect(held.isIn(['please set a timer for five minutes and open the door then'])).toBe(false)
    expect(held.isIn(['which of these planets has the smallest number of moons'])).toBe(false)
  }
  expect(new HeldOut([]).isIn(['anything'])).toBe(false)
})
