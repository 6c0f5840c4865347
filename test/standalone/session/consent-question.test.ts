import { describe, expect, it } from 'vitest'
import { ConsentQuestion } from '../../../src/app/session/consent-question.ts'

function ask(options: { needsClick?: boolean; timeoutMs?: number } = {}) {
  const said: string[] = []
  const question = new ConsentQuestion({
    readAnswer: (text) => (text === 'yes' ? 'yes' : text === 'no' ? 'no' : 'unclear'),
    askAgain: () => said.push('again'),
    askForClick: () => said.push('click'),
    timeoutMs: options.timeoutMs ?? 60_000,
    needsClick: options.needsClick ?? false,
  })
  return { question, said }
}

describe('ConsentQuestion', () => {
  it('takes yes and no', async () => {
    const yes = ask()
    yes.question.answerWithWords('yes', 'voice')
    expect(await yes.question.decision).toEqual({ approved: true, by: 'voice' })
    const no = ask()
    no.question.answerWithWords('no', 'text')
    expect(await no.question.decision).toEqual({ approved: false, by: 'text' })
  })

  it('asks once more, then takes what is unclear for no', async () => {
    const { question, said } = ask()
    question.answerWithWords('banana', 'voice')
    expect(said).toEqual(['again'])
    question.answerWithWords('banana', 'voice')
    expect(await question.decision).toEqual({ approved: false, by: 'unclear' })
  })

  it('wants words and a click where the tier is strong, in either order', async () => {
    const first = ask({ needsClick: true })
    first.question.answerWithWords('yes', 'voice')
    expect(first.said).toEqual(['click'])
    first.question.answerWithClick(true)
    expect(await first.question.decision).toEqual({ approved: true, by: 'voice and panel' })
    const second = ask({ needsClick: true })
    second.question.answerWithClick(true)
    second.question.answerWithWords('yes', 'voice')
    expect(await second.question.decision).toEqual({ approved: true, by: 'voice and panel' })
  })

  it('lets one no outweigh everything', async () => {
    const { question } = ask({ needsClick: true })
    question.answerWithClick(true)
    question.answerWithWords('no', 'voice')
    expect(await question.decision).toMatchObject({ approved: false })
  })

  it('takes silence for no', async () => {
    const { question } = ask({ timeoutMs: 5 })
    question.open()
    expect(await question.decision).toEqual({ approved: false, by: 'silence' })
  })
})
