import { describe, expect, test } from 'vitest'
import { placesOf, reasonText, reportText } from '../../../src/app/panel/model/knowledge-lines.ts'

describe('what reading a source came to', () => {
  const nothing = { source: 'stories', items: 0, fetched: 0, unchanged: 0, examples: 0 }
  const counts = { leftOut: {}, refused: {}, failed: {} }

  test('in words', () => {
    expect(reportText({ ...nothing, ...counts, stopped: 'done' })).toBe('Nothing was due.')
    const some = { ...nothing, ...counts, items: 1200, examples: 1, stopped: 'limit' } as const
    expect(reportText({ ...some, leftOut: { short: 3 } })).toBe(
      '1 new example of 1,200 read. Left out: 3 too short. There is more; read on whenever you like.',
    )
  })

  test('every reason can be read, those too that nobody thought of', () => {
    expect(reasonText('robots')).toBe('Its robots.txt asks not to be read')
    expect(reasonText('http-503')).toBe('The site answered 503')
    expect(reasonText('posts-damaged')).toBe('posts damaged')
  })

  test('places are lines, each once', () => {
    expect(placesOf(' ~/Projects \n\nswift\n~/Projects\n')).toEqual(['~/Projects', 'swift'])
  })
})
