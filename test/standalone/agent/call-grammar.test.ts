import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { CallWriting } from '../../../src/agent/local-model/call-writing.ts'
import { integerRange } from '../../../src/agent/local-model/integer-range.ts'
import { JsonGrammar } from '../../../src/agent/local-model/json-grammar.ts'
import { offeredName } from '../../../src/agent/turn/offered-tools.ts'
import { seededRandom } from '../../../src/core/numbers/random.ts'
import { ownTools } from '../tools/own-tools.ts'
import { Gbnf } from './gbnf.ts'

function grammarOf(schema: unknown): Gbnf {
  const json = new JsonGrammar()
  const root = json.value(schema)
  return new Gbnf(json.grammar(root))
}
const takes = (schema: z.ZodType, ...texts: string[]) => {
  const grammar = grammarOf(z.toJSONSchema(schema, { io: 'input' }))
  return texts.filter((text) => grammar.accepts(text))
}

describe('integers of a range', () => {
  it.each([
    [0, 0],
    [0, 9],
    [1, 100],
    [0, 100],
    [60, 86_400],
    [-100, 100],
    [-5, -2],
    [7, 1203],
    [99, 101],
    [-1203, 17],
  ])('%d to %d: these and no others', (lowest, highest) => {
    const grammar = new Gbnf(`root ::= ${integerRange(lowest, highest).join(' | ')}`)
    const candidates = new Set([
      lowest - 1,
      lowest,
      lowest + 1,
      highest - 1,
      highest,
      highest + 1,
      0,
      -0,
      5,
      10,
      59,
      99,
      100,
      1000,
      -1,
      -10,
    ])
    if (highest - lowest < 3000)
      for (let number = lowest - 20; number < highest + 20; number += 1) candidates.add(number)
    const random = seededRandom(highest)
    for (let count = 0; count < 300; count += 1)
      candidates.add(Math.floor(lowest - 50 + random() * (highest - lowest + 100)))
    for (const number of candidates)
      expect(grammar.accepts(String(number)), String(number)).toBe(number >= lowest && number <= highest)
    for (const text of ['', '-', '00', '01', '+1', '1.0', '1e2', '-0', ' 1'])
      expect(grammar.accepts(text), text).toBe(false)
  })

  it('an empty one holds none', () => expect(integerRange(3, 2)).toEqual([]))

  it('reaches to the largest exact number', () => {
    const grammar = new Gbnf(`root ::= ${integerRange(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).join(' | ')}`)
    for (const text of ['9007199254740991', '-9007199254740991', '0', '-1'])
      expect(grammar.accepts(text), text).toBe(true)
    for (const text of ['9007199254740992', '-9007199254740992', '10000000000000000'])
      expect(grammar.accepts(text), text).toBe(false)
  })
})

describe('the grammar of a schema', () => {
  it('wants required keys, lets optional ones out, and takes no others', () => {
    const schema = z.strictObject({
      a: z.boolean(),
      b: z.literal('x').optional(),
      c: z.null(),
      d: z.boolean().optional(),
    })
    const good = [
      '{"a":true,"c":null}',
      '{"a":false,"b":"x","c":null}',
      '{"a":true,"b":"x","c":null,"d":true}',
      '{"a":true,"c":null,"d":false}',
    ]
    const bad = [
      '{}',
      '{"a":true}',
      '{"c":null}',
      '{"a":true,"c":null,}',
      '{,"a":true,"c":null}',
      '{"a":true,"c":null,"e":1}',
      '{"a":1,"c":null}',
      '{"a":true "c":null}',
      '{"a":true,"c":null}}',
    ]
    expect(takes(schema, ...good, ...bad)).toEqual(good)
    const free = z.strictObject({ a: z.boolean().optional(), b: z.boolean().optional() })
    expect(takes(free, '{}', '{"a":true}', '{"b":true}', '{"a":true,"b":true}', '{,"b":true}')).toHaveLength(4)
    expect(takes(z.strictObject({}), '{}', '{"a":1}', '')).toEqual(['{}'])
  })

  it('counts letters and things, and knows what a text is', () => {
    expect(takes(z.string().min(1).max(3), '"a"', '"abc"', '""', '"abcd"', '" a"', '"   "')).toEqual(['"a"', '"abc"'])
    expect(takes(z.string(), '"a\\n\\u00e9\\""', '"🎉"', '"a\nb"', '"\\x"', '"\\u00g0"', '"')).toEqual([
      '"a\\n\\u00e9\\""',
      '"🎉"',
    ])
    expect(
      takes(z.array(z.boolean()).min(1).max(2), '[true]', '[true,false]', '[]', '[true,true,true]', '[true,]'),
    ).toEqual(['[true]', '[true,false]'])
    expect(takes(z.array(z.null()).min(2), '[null]', '[null,null]', '[null,null,null]')).toHaveLength(2)
    expect(takes(z.array(z.boolean()), '[]', '[true]', '[true,true,true]', '[,]')).toHaveLength(3)
    expect(takes(z.array(z.boolean()).max(0), '[]', '[true]')).toEqual(['[]'])
  })

  it('knows choices, numbers and days', () => {
    expect(takes(z.enum(['a"b', 'c']), '"a\\"b"', '"c"', '"b"', 'c')).toEqual(['"a\\"b"', '"c"'])
    expect(takes(z.union([z.boolean(), z.literal('x')]), 'true', '"x"', '"y"')).toEqual(['true', '"x"'])
    expect(takes(z.number(), '1', '-1.5', '0.25', '01', '.5', '1.')).toEqual(['1', '-1.5', '0.25'])
    expect(takes(z.number().int().gt(2).lt(5), '2', '3', '4', '5')).toEqual(['3', '4'])
    expect(takes(z.iso.date(), '"2025-11-22"', '"2025-02-30"', '"22.11.2025"')).toEqual(['"2025-11-22"'])
    expect(takes(z.unknown(), '{"a":[1,null,"x"]}', 'true', '{"a"}')).toEqual(['{"a":[1,null,"x"]}', 'true'])
  })
})

/** Tools that want one of several keys, or words that are long enough without their blanks: no JSON schema tells that. */
const beyondSchemas = [
  'browser.switch-tab',
  'calendar.create',
  'calendar.delete',
  'contacts.add',
  'display.brightness',
  'files.find',
  'files.open',
  'lists.add',
  'lists.remove',
  'mail.search',
  'sound.input-level',
  'sound.volume',
]

describe('SAM’s own tools', () => {
  test('every call that the grammar lets through fits the schema of its tool', () => {
    const registry = ownTools()
    const wrong: string[] = []
    const beyond = new Set<string>()
    for (const { name, inputSchema } of registry.list()) {
      const grammar = grammarOf(inputSchema)
      const schema = z.fromJSONSchema(inputSchema as never)
      const random = seededRandom(name.length)
      for (let count = 0; count < 60; count += 1) {
        const text = grammar.sample(random)
        const input: unknown = JSON.parse(text)
        if (!schema.safeParse(input).success) wrong.push(`${name} ${text}`)
        if (registry.get(name)?.schema.safeParse(input).success === false) beyond.add(name)
      }
    }
    expect(wrong).toEqual([])
    expect([...beyond].filter((name) => !beyondSchemas.includes(name))).toEqual([])
  })

  test('have names that stay different as models are told them', () => {
    const names = ownTools()
      .list()
      .map(({ name }) => offeredName(name))
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]{1,63}$/)
  })
})

describe('watching what a model writes', () => {
  const syntax = { prefix: '\n<tool_call>\n{"name": "', beforeInput: '", "arguments": ' }
  const tool = (name: string) => ({ name, description: '', inputSchema: { type: 'object', properties: {} } })
  const tools = [tool('time'), tool('time_now'), tool('time_n')]
  const written = (pieces: string[], offered = tools) => {
    const calls = new CallWriting(syntax, offered)
    const grammars = pieces.flatMap((piece) => calls.add(piece) ?? [])
    return { call: calls.result('c'), grammars: grammars.map((one) => new Gbnf(one)), begun: calls.begun }
  }

  it('sees where a call begins, however it is cut, and binds the rest', () => {
    for (const pieces of [
      ['<tool_call>'],
      ['Well. <tool', '_call', '>'],
      ['\n\n<tool_call>\n{"na'],
      ['<tool_<tool_call>'],
    ]) {
      const { grammars, begun } = written(pieces)
      expect(begun, pieces.join('|')).toBe(true)
      expect(grammars).toHaveLength(1)
    }
    const [grammar] = written(['<tool_call>']).grammars
    expect(grammar?.accepts('\n{"name": "time_now", "arguments": {}')).toBe(true)
    for (const other of [
      '\n{"name": "rm_rf", "arguments": {}',
      '\n{"name": "time_now", "arguments": {"a":1}',
      'Hello',
      '',
    ])
      expect(grammar?.accepts(other), other).toBe(false)
    expect(written(['\n<tool_call>\n{"na']).grammars[0]?.accepts('me": "time", "arguments": {}')).toBe(true)
  })

  it('takes words for words', () => {
    for (const pieces of [
      ['<tool_calling>'],
      ['a < b'],
      ['<tool_call> is a mark'],
      ['<tool'],
      ['tool_call>'],
      ['<tool_call>'.slice(0, -1)],
    ])
      expect(written(pieces).call, pieces.join('|')).toBeUndefined()
    expect(written(['<tool_call>'], [])).toMatchObject({ call: undefined, grammars: [] })
  })

  it.each([
    ['whole', '\n{"name": "time_now", "arguments": {"a":[1]}', { tool: 'time_now', input: { a: [1] } }],
    ['of a tool whose name begins another', '\n{"name": "time", "arguments": {}', { tool: 'time', input: {} }],
    ['cut in its input', '\n{"name": "time_n", "arguments": {"a":', { tool: 'time_n', input: undefined }],
    ['cut before its input', '\n{"name": "time_n", "arguments": ', { tool: 'time_n', input: undefined }],
    ['cut in its name', '\n{"name": "time_n', { tool: 'time_n', input: undefined }],
    ['cut at once', '', { tool: '', input: undefined }],
  ])('reads a call: %s', (_name, rest, call) => {
    expect(written(['<tool_call>', rest]).call).toEqual({ callId: 'c', ...call })
  })

  it('can insist on a call', () => {
    const calls = new CallWriting(syntax, tools)
    const grammar = new Gbnf(calls.insist())
    expect(grammar.accepts('<tool_call>\n{"name": "time", "arguments": {}')).toBe(true)
    expect(grammar.accepts('Hello')).toBe(false)
    calls.add('<tool_call>\n{"name": "time", "arg')
    calls.add('uments": {}')
    expect(calls.result('c')).toEqual({ callId: 'c', tool: 'time', input: {} })
  })
})
