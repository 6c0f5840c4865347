import { describe, expect, it } from 'vitest'
import { toSpokenText } from '../../../src/tts/spoken-text.ts'

describe('what is said for a written sentence', () => {
  it.each([
    ['Plain words, as they are.', 'Plain words, as they are.'],
    ['**Bold**, _slanted_ and `code`.', 'Bold, slanted and code.'],
    ['## A heading', 'A heading'],
    ['- an item', 'an item'],
    ['> a quotation', 'a quotation'],
    ['| --- | :--: |', ''],
    ['See [the manual](https://example.org/manual?a=b).', 'See the manual.'],
    ['![A cat](cat.png) sits.', 'A cat sits.'],
    ['Go to https://www.example.org/deep/path?x=1.', 'Go to example.org.'],
    [
      'It is 21 °C or 70°F outside, turn 90°.',
      'It is 21 degrees Celsius or 70 degrees Fahrenheit outside, turn 90 degrees.',
    ],
    ['It costs $3.50, €2 million or £1,000.', 'It costs 3.50 dollars, 2 million euros or 1,000 pounds.'],
    ['Salt & pepper → soup', 'Salt and pepper to soup'],
    ['~20 × 3 = 60', 'about 20 times 3 equals 60'],
    ['Done 👍🏽 and 👨‍👩‍👧 home ❤️', 'Done and home'],
    ['Call #5, item * 3.', 'Call 5, item 3.'],
    ['🎉', ''],
    ['---', ''],
    ['', ''],
    ['Straße, naïve, 東京.', 'Straße, naïve, 東京.'],
    ['AT&T at 5:30', 'AT&T at 5:30'],
  ])('%s', (written, spoken) => {
    expect(toSpokenText(written)).toBe(spoken)
  })

  it('ends, also for text made to be slow', () => {
    const hostile = [
      '['.repeat(5000),
      '`'.repeat(5000),
      `https://${'a'.repeat(5000)}`,
      '$1,'.repeat(2000),
      ' '.repeat(20_000),
      '| - '.repeat(3000),
    ]
    for (const text of hostile) expect(toSpokenText(text).length).toBeLessThanOrEqual(text.length * 4)
  })
})
