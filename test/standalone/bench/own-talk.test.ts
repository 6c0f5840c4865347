import { expect, it } from 'vitest'
import { parseTalk, questionKinds, readOwnTalk } from '../../../src/app/bench/memory/own-talk.ts'

it('is talk of several sessions with questions of every kind, each with turns that answer it', () => {
  const talk = readOwnTalk()
  for (const { turns, questions } of talk) {
    const ids = new Set(turns.map(({ id }) => id))
    expect(ids.size).toBe(turns.length)
    expect(new Set(turns.map(({ conversation }) => conversation)).size).toBeGreaterThan(2)
    expect(new Set(turns.map(({ speaker }) => speaker)).size).toBe(2)
    for (const { evidence, kind } of questions) {
      expect(evidence.filter((id) => !ids.has(id))).toEqual([])
      if (kind === 'multi') expect(evidence.length).toBeGreaterThan(1)
    }
  }
  const questions = talk.flatMap((one) => one.questions)
  expect(questions.length).toBeGreaterThanOrEqual(80)
  expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length)
  expect(new Set(questions.map(({ kind }) => kind))).toEqual(new Set(questionKinds))
})

it('reads turns with their times, and says which line is wrong', () => {
  const begun = '# 2024-05-01T10:00\n[a] Ann: Hello!\nBen: Hi.\n'
  expect(parseTalk('t', `${begun}? a | single | Who said hello?`)).toMatchObject({
    turns: [
      { id: 't/a', speaker: 'Ann', text: 'Hello!', at: new Date('2024-05-01T10:00Z') },
      { id: 't/line 3', speaker: 'Ben', at: new Date('2024-05-01T10:01Z') },
    ],
    questions: [{ question: 'Who said hello?', evidence: ['t/a'], kind: 'single' }],
  })
  for (const [line, what] of [
    ['? b | single | Who?', 'no turn "t/b"'],
    ['? a | some | Who?', 'no kind "some"'],
    ['[a] Ben: Again.', 'a second turn'],
    ['just words', 'neither'],
  ] as const)
    expect(() => parseTalk('t', begun + line)).toThrow(new RegExp(`line 4: ${what}`))
})
