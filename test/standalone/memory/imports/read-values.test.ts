import { describe, expect, it } from 'vitest'
import { longTextMark, readLimits } from '../../../../src/memory/imports/read/intake.ts'
import { readAll } from './reading.ts'

/** Repeatable pseudo-random numbers below `limit`. */
function dice(seed: number) {
  let state = seed
  return (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % limit
  }
}

const snippets = [
  '"',
  '\\',
  '\\"',
  '{',
  '}',
  '[',
  ']',
  ',',
  '\n',
  'é',
  '😀',
  '\u2028',
  ':',
  'text',
  '\\\\',
  ' ',
  '\u0000',
]

function randomValue(roll: (limit: number) => number, depth = 0): unknown {
  const text = () => Array.from({ length: roll(40) }, () => snippets[roll(snippets.length)]).join('')
  switch (depth > 3 ? roll(4) : roll(6)) {
    case 0:
      return null
    case 1:
      return roll(1000) / 7
    case 2:
    case 3:
      return text()
    case 4:
      return Array.from({ length: roll(4) }, () => randomValue(roll, depth + 1))
    default:
      return Object.fromEntries(Array.from({ length: roll(5) }, () => [text(), randomValue(roll, depth + 1)]))
  }
}

describe('finding the values of a file', () => {
  it.each([1, 2, 3, 7, 64, 4096, 65_536])('finds every object of a list, in pieces of %i bytes', async (pieceBytes) => {
    const roll = dice(pieceBytes)
    const values = Array.from({ length: 40 }, (_, index) => ({ id: index, value: randomValue(roll) }))
    for (const text of [
      JSON.stringify(values),
      JSON.stringify(values, null, 2),
      values.map((v) => JSON.stringify(v)).join('\n'),
    ]) {
      expect(await readAll(text, { pieceBytes })).toEqual({ values, aside: [] })
    }
    const lines = values.map((value) => JSON.stringify(value)).join('\r\n')
    expect(await readAll(lines, { pieceBytes, preferLines: true })).toEqual({ values, aside: [] })
  })

  it('reads one object, a wrapped list, and a file with a byte order mark', async () => {
    expect((await readAll('{"mapping": {"a": 1}}')).values).toEqual([{ mapping: { a: 1 } }])
    const wrapped =
      '{"version": 2, "note": "a \\"[\\" b", "conversations" : [ {"id": 1}, {"id": 2} ], "total": {"n": 2}}'
    expect(await readAll(wrapped)).toEqual({ values: [{ id: 1 }, { id: 2 }], aside: [] })
    expect((await readAll('\uFEFF[{"id": 1}]')).values).toEqual([{ id: 1 }])
    expect(await readAll('  [ ]  ')).toEqual({ values: [], aside: [] })
    expect(await readAll('')).toEqual({ values: [], aside: [] })
  })

  it.each([
    ['<html></html>', /not JSON/],
    ['PK\u0003\u0004', /not JSON/],
    [Buffer.from('\uFEFF[{"id":1}]', 'utf16le'), /UTF-16/],
    ['title: chat', /not JSON/],
  ])('says what a file is not: %s', async (content, message) => {
    await expect(readAll(content)).rejects.toMatchObject({
      code: 'import-not-json',
      message: expect.stringMatching(message),
    })
  })

  it('keeps bytes that are no UTF-8 from costing more than their letter', async () => {
    const bytes = Buffer.concat([
      Buffer.from('[{"id":1,"text":"a'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('b"},{"id":2}]'),
    ])
    expect((await readAll(bytes)).values).toEqual([{ id: 1, text: 'a\ufffd\ufffdb' }, { id: 2 }])
  })

  it('goes a million levels deep without falling over', async () => {
    const deep = 1_000_000
    const { values } = await readAll(`[{"id":1,"x":${'['.repeat(deep)}${']'.repeat(deep)}},{"id":2}]`)
    expect(values).toHaveLength(2)
  })
})

describe('damage', () => {
  const conversation = (id: number, extra = '') =>
    `{"title":"chat ${id}","create_time":${id},"parts":["a","b"]${extra}}`

  it.each([1, 5, 65_536])('costs only the value that it is in (pieces of %i bytes)', async (pieceBytes) => {
    const whole = [1, 2, 3].map((id) => JSON.parse(conversation(id)) as unknown)
    const list = (...items: string[]) => `[${items.join(',')}]`
    for (const damaged of [
      conversation(9, ',"x":undefined'),
      conversation(9).slice(0, -1),
      conversation(9).replace('"b"]', '"b"'),
      conversation(9).replace('["a"', '["a'),
      conversation(9, '}'),
      'null',
      '17',
      '"text, with {braces"',
      'NaN',
    ]) {
      const { values, aside } = await readAll(list(conversation(1), damaged, conversation(2), conversation(3)), {
        pieceBytes,
      })
      expect(values, damaged).toEqual(expect.arrayContaining(whole))
      if (!damaged.endsWith('}}')) expect(aside.length, damaged).toBeGreaterThan(0)
    }
  })

  it('sets aside the end of a file that was cut off, and reads what is before it', async () => {
    const text = `[${[1, 2, 3].map((id) => conversation(id)).join(',')}]`
    for (let length = 1; length < text.length; length += 3) {
      const { values, aside } = await readAll(text.slice(0, length))
      expect(values.length + aside.length).toBe(
        length === 1 ? 0 : Math.min(3, Math.ceil((length - 1) / (conversation(1).length + 1))),
      )
      expect(aside.length).toBeLessThanOrEqual(1)
    }
  })

  it('finds its way back where a brace is missing in every second value', async () => {
    const items = Array.from({ length: 40 }, (_, id) =>
      id % 2 === 0 ? conversation(id) : conversation(id).slice(0, -1),
    )
    const { values, aside } = await readAll(`[${items.join(',\n')}]`)
    expect(values).toHaveLength(20)
    expect(aside).toHaveLength(20)
  })

  it('a line that its writer did not finish costs itself alone', async () => {
    const lines = ['{"id":1}', '{"id":2,"te', '{"id":3}', '', 'not json', '{"id":4}', '{"id":5,"x":"']
    const { values, aside } = await readAll(lines.join('\n'), { preferLines: true })
    expect(values).toEqual([{ id: 1 }, { id: 3 }, { id: 4 }])
    expect(aside.map(({ reason, text }) => [reason, text])).toEqual([
      ['not-json', '{"id":2,"te'],
      ['not-json', 'not json'],
      ['cut-off', '{"id":5,"x":"'],
    ])
  })
})

describe('what is too large to hold', () => {
  it('leaves a very long text out of its value and keeps a copy of the whole value', async () => {
    const long = 'x\\n"'.replace('"', '\\"').repeat(readLimits.textBytes / 4)
    const text = `[{"id":1},{"id":2,"before":"b","long":"${long}","after":"a"},{"id":3}]`
    const { values, aside } = await readAll(text)
    expect(values).toEqual([{ id: 1 }, { id: 2, before: 'b', long: longTextMark, after: 'a' }, { id: 3 }])
    expect(aside).toHaveLength(1)
    expect(aside[0]?.reason).toBe('long-text')
    expect(JSON.parse(aside[0]?.text ?? '')).toMatchObject({ id: 2, after: 'a' })
    expect(aside[0]?.text.length).toBe(text.length - '[{"id":1},,{"id":3}]'.length)
  })

  it('sets a value aside whole that is too large even so, and goes on behind it', async () => {
    const items = `"${'y'.repeat(1 << 20)}",`.repeat(readLimits.valueBytes / (1 << 20) + 2)
    const { values, aside } = await readAll(`[{"id":1},{"id":2,"items":[${items}0]},{"id":3}]`)
    expect(values).toEqual([{ id: 1 }, { id: 3 }])
    expect(aside.map(({ reason }) => reason)).toEqual(['too-large'])
    expect(JSON.parse(aside[0]?.text ?? '')).toMatchObject({ id: 2 })
  })

  it('sets a line aside that is too large', async () => {
    const line = `{"x":"${'z'.repeat(readLimits.valueBytes)}"}`
    const { values, aside } = await readAll(`{"id":1}\n${line}\n{"id":2}`, { preferLines: true })
    expect(values).toEqual([{ id: 1 }, { id: 2 }])
    expect(aside.map(({ reason, text }) => [reason, text.length])).toEqual([['too-large', line.length]])
  })
})
