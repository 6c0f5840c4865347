import { expect, it } from 'vitest'
import { areOneRequest, askTurns } from '../../../src/app/bench/turns/ask-turns.ts'
import type { HeardTurn } from '../../../src/app/session/hearing-loop.ts'

/** Turns that were taken half a second before the next one began. */
function heard(...texts: string[]): HeardTurn[] {
  return texts.map((text, index) => ({
    ...{ turnId: `turn ${index}`, text, endpointMs: 200, recognizeMs: 0, addressed: false },
    ...{ startedMs: 500 + index * 2000, audioMs: 2000 + index * 2000 },
  }))
}

it.each([
  { what: 'something that is taken back', texts: ['Set a timer for ten minutes.', 'Called pasta.'] },
  { what: 'a look', texts: ["What's the weather", 'in Paris on Sunday'] },
  { what: 'words for the local model', texts: ['Who won the match', 'between Spain and Italy'] },
  { what: 'a question', texts: ['Call Boris.', 'On his work number.'] },
])('a sentence whose beginning was $what became one request', async ({ texts }) => {
  const turns = heard(...texts)
  const requests = await askTurns(turns)
  expect(areOneRequest(turns, requests)).toBe(true)
  expect(requests.at(-1)?.text.toLowerCase()).toContain(texts[1]?.toLowerCase())
})

it.each([
  { what: 'two commands', texts: ['Set a timer for ten minutes.', 'Open the calculator.'] },
  { what: 'something that stays', texts: ['Next song', 'on the album'] },
  { what: 'cut off at its end', texts: ['Set a timer for ten minutes.'] },
  { what: 'half joined', texts: ['Set a timer for ten minutes.', 'Called pasta.', 'Open the calculator.'] },
])('a sentence that was $what is lost', async ({ texts }) => {
  const turns = heard(...texts)
  expect(areOneRequest(turns, await askTurns(turns))).toBe(false)
})
