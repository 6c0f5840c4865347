import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../../src/agent/router.ts'
import { openHistory } from '../../../../src/app/memory/open-history.ts'
import { compareAnswers, fixedRequests } from '../../../../src/app/memory/style-effect.ts'
import { createApplicationIndex } from '../../../../src/tools/applications/application-index.ts'
import { ScriptedModel, ScriptedTools } from '../../agent/turn-harness.ts'
import { freshHome, simpleChat } from '../imports/exports.ts'

const swift = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) =>
    simpleChat(`s${from + index}`, `my swift function number ${from + index} does not compile, keep it short`),
  )

async function withHistory(conversations: object[]) {
  const home = freshHome()
  await home.bring('chatgpt', conversations)
  const opened = openHistory(home.home)
  const valuesOf = (facet: string) =>
    opened.patterns
      .list('coding')
      .filter((pattern) => pattern.facet === facet)
      .map(({ value }) => value)
  return { home, opened, valuesOf }
}

describe('patterns over many conversations', () => {
  it('come with their evidence: how many conversations of how many, and the newest as examples', async () => {
    const { opened } = await withHistory([...swift(5), simpleChat('p', 'fix this python loop in my code')])
    const pattern = opened.patterns.list('coding').find(({ value }) => value === 'Swift')
    expect(pattern).toMatchObject({ facet: 'language', count: 5, of: 6 })
    expect(pattern?.examples).toEqual(
      ['s4', 's3', 's2'].map((name) => ({ source: 'chatgpt', conversation: name, title: `chat ${name}` })),
    )
    opened.close()
  })

  it('need more than a coincidence', async () => {
    const { opened, valuesOf } = await withHistory(swift(2))
    expect(valuesOf('language')).toEqual([])
    opened.close()
  })

  it('of two that exclude each other, only the clearly commoner one stands', async () => {
    const detailed = Array.from({ length: 3 }, (_, index) =>
      simpleChat(`d${index}`, `explain this python class ${index} in great detail`),
    )
    const { opened, valuesOf } = await withHistory([...swift(4), ...detailed])
    expect(valuesOf('answer-length')).toEqual([])
    opened.close()
    const clear = await withHistory([...swift(5), ...detailed])
    expect(clear.valuesOf('answer-length')).toEqual(['short answers'])
    clear.opened.close()
  })

  it('stay corrected, whatever is imported later, and shape answers accordingly', async () => {
    const { home, opened } = await withHistory(swift(5))
    const told = () => opened.style.styleFor('how do I sort an array in my code', 80)
    expect(told()).toContain('Swift')
    expect(opened.patterns.correct('coding', 'language', 'Swift', 'wrong')).toBe(true)
    expect(opened.patterns.correct('coding', 'language', 'Rust', 'right')).toBe(true)
    expect(opened.patterns.correct('coding', 'language', 'Klingon', 'right')).toBe(false)
    expect(told()).not.toContain('Swift')
    expect(told()).toContain('Rust')
    await home.bring('chatgpt', swift(9))
    expect(opened.patterns.list('coding').find(({ value }) => value === 'Swift')).toMatchObject({
      count: 9,
      verdict: 'wrong',
    })
    expect(told()).not.toContain('Swift')
    opened.patterns.correct('coding', 'language', 'Swift', undefined)
    expect(told()).toContain('Swift')
    opened.close()
  })

  it('keep to their budget in a prompt, whole statements only', async () => {
    const { opened } = await withHistory(swift(5))
    const request = 'how do I sort an array in my code'
    for (let budget = 0; budget <= 80; budget += 5) {
      const paragraph = opened.style.styleFor(request, budget)
      if (paragraph === undefined) continue
      expect(paragraph.length / 3.5).toBeLessThanOrEqual(budget)
      expect(paragraph).toMatch(/^About the user, .*[a-z]\.$/)
    }
    expect(opened.style.styleFor(request, 5)).toBeUndefined()
    expect(opened.style.styleFor('what is the capital of Mongolia', 80) ?? '').not.toContain('Swift')
    opened.close()
  })
})

it('shows what patterns change: each fixed request goes to the model without and with them', async () => {
  const { opened } = await withHistory(swift(5))
  const model = new ScriptedModel()
  const tools = new ScriptedTools()
  const router = createRouter({ applications: createApplicationIndex() })
  const requests = fixedRequests.map(({ request }) => request)
  const effects = []
  for await (const effect of compareAnswers(
    { router, tools, model, style: opened.style },
    requests,
    new AbortController().signal,
  ))
    effects.push(effect)
  expect(effects).toHaveLength(requests.length)
  expect(tools.calls).toEqual([])
  const known = effects.filter(({ style }) => style !== undefined)
  expect(known.length).toBeGreaterThan(0)
  // A model without tools is told nothing but the user's ways and the request.
  const asked = model.requests.map(({ messages }) => messages.at(-1)?.content)
  for (const { request, style } of known)
    expect(asked).toEqual(expect.arrayContaining([request, `${style}\n\n${request}`]))
  expect(asked).toHaveLength(requests.length + known.length)
  opened.close()
})
