import { describe, expect, test } from 'vitest'
import { createTools } from '../../../src/tools/create-tools.ts'
import { spokenExpression } from '../../../src/tools/maths/spoken-expression.ts'
import { spokenNumber } from '../../../src/tools/maths/spoken-number.ts'
import { createRecordingPlatform } from '../../../src/tools/platform/recording.ts'
import { callContext, createTestClock, createTestLogger, openMemory } from './fixtures.ts'

function tools() {
  const { runner } = createTools({
    platform: createRecordingPlatform(undefined),
    memory: openMemory(),
    clock: createTestClock().clock,
    logger: createTestLogger(),
    onRing() {},
  })
  return (tool: string, input: Record<string, unknown>) => runner.run({ callId: 'call-1', tool, input }, callContext())
}

describe('sums', () => {
  test.each([
    ['twenty percent of eighty', "That's 16."],
    ['20% of 80', "That's 16."],
    ['15 percent of 80', "That's 12."],
    ['100 - 20%', "That's 80."],
    ['100 minus twenty percent', "That's 80."],
    ['twelve times (three plus four)', "That's 84."],
    ['2 to the power of ten', "That's 1,024."],
    ['2 to the 10th power', "That's 1,024."],
    ['two raised to the power of 10', "That's 1,024."],
    ['five squared plus 2 cubed', "That's 33."],
    ['the square root of one hundred and forty four', "That's 12."],
    ['square root of 2', "That's about 1.414214."],
    ['cube root of 27', "That's 3."],
    ['5!', "That's 120."],
    ['five factorial', "That's 120."],
    ['sine of 30 degrees', "That's 0.5."],
    ['one hundred and five plus three', "That's 108."],
    ['what is 400 and 5 minus 88', "That's 317."],
    ['what is 5 and 6', "That's 11."],
    ['two hundred and three hundred', "That's 500."],
    ['3.5 * 2', "That's 7."],
    ['three point one four times two', "That's 6.28."],
    ['half of ninety', "That's 45."],
    ['a third of 90', "That's 30."],
    ['ten divided by four', "That's 2.5."],
    ['10 / 3', "That's about 3.333333."],
    ['0.1 + 0.2', "That's 0.3."],
    ['minus five plus two', "That's -3."],
    ['subtract 4 from 10', "That's 6."],
    ['multiply six by seven', "That's 42."],
    ['1,234 + 1', "That's 1,235."],
    ['two and a half times two', "That's 5."],
    ['2.5 million divided by 2', "That's 1,250,000."],
    ['12×12', "That's 144."],
    ['-3^2', "That's -9."],
    ['17 mod 5', "That's 2."],
    ['2^100', "That's about 1.2677 times 10 to the power of 30."],
    ['1 / 30000000', "That's about 3.3333 times 10 to the power of minus 8."],
    ['what is 6 times 7?', "That's 42."],
  ])('%s', async (expression, spoken) => {
    expect(await tools()('math.evaluate', { expression })).toMatchObject({ ok: true, spoken })
  })

  test.each([
    ['1 / 0', 'no-number', /divided by zero/],
    ['sqrt(-4)', 'no-number', /real numbers/],
    ['0 / 0', 'no-number', /./],
    ['171!', 'too-large', /too large/],
    ['9^9^9', 'too-large', /too large/],
    ['five apples plus two', 'expression-unclear', /five apples plus two/],
    ['', 'invalid-arguments', /./],
    ['1'.repeat(201), 'invalid-arguments', /./],
  ])('%s is told, not guessed', async (expression, code, words) => {
    const result = await tools()('math.evaluate', { expression })
    expect(result).toMatchObject({ ok: false, code })
    expect(result.spoken).toMatch(words)
  })

  test.each([
    'import("fs")',
    'evaluate("1+1")',
    'parse("1")',
    'a = 5',
    'f(x) = f(x)',
    'createUnit("x")',
    'config({})',
    '1:1000000000',
    'zeros(100000, 100000)',
    'range(0, 1e9)',
    '[1,2,3]',
    '{a: 1}',
    '"text"',
    'sqrt.constructor("return process")()',
    'cos.toString()',
    'pi.constructor',
    'e["constructor"]',
    '1; 2',
    'true ? 1 : 2',
    'x',
    'random()',
    'now()',
    'typed("f", 1)',
    'simplify("x+x")',
    'derivative("x^2","x")',
    'bignumber("1e1000000000")',
    'sum(1:1e9)',
    '5 km in mile',
    'sqrt',
    '(sqrt)',
    '((((((((((',
    '__proto__',
    'constructor',
    'print("$a", {a: 1})',
  ])('%s is no sum', async (expression) => {
    expect(await tools()('math.evaluate', { expression })).toMatchObject({ ok: false })
  })
})

test('what is no part of a sum stays as it was said', () => {
  expect(spokenExpression('one hundred and one dalmatians')).toBe('101 dalmatians')
  expect(spokenExpression('twenty-five times x')).toBe('25 * x')
})

test.each([
  [0, '0', true],
  [-0.5, '-0.5', true],
  [1234567.891, '1,234,567.891', true],
  [1e-7, '1 times 10 to the power of minus 7', true],
  [999999999999999, '999,999,999,999,999', true],
  [1e15, '1 times 10 to the power of 15', false],
  [2 / 3, '0.666667', false],
  [-1e21, '-1 times 10 to the power of 21', false],
])('%d is said as %s', (value, text, exact) => {
  expect(spokenNumber(value)).toEqual({ text, exact })
})

describe('units', () => {
  test.each([
    [{ value: 10, from: 'mile', to: 'km' }, '10 miles are about 16.093 kilometers.'],
    [{ from: 'miles', to: 'kilometers' }, '1 mile is about 1.6093 kilometers.'],
    [{ value: 100, from: 'degF', to: 'degC' }, '100 degrees Fahrenheit are about 37.778 degrees Celsius.'],
    [{ value: -40, from: 'celsius', to: 'Fahrenheit' }, '-40 degrees Celsius are -40 degrees Fahrenheit.'],
    [{ value: 1, from: 'foot', to: 'inches' }, '1 foot is 12 inches.'],
    [{ value: 12, from: 'inch', to: 'ft' }, '12 inches are 1 foot.'],
    [{ value: 2, from: 'cups', to: 'ml' }, '2 cups are about 473.18 milliliters.'],
    [{ value: 1, from: 'pound', to: 'grams' }, '1 pound is about 453.59 grams.'],
    [{ value: 60, from: 'mph', to: 'km/h' }, '60 miles per hour are about 96.561 kilometers per hour.'],
    [{ value: 1, from: 'knot', to: 'km/h' }, '1 knot is 1.852 kilometers per hour.'],
    [{ value: 3, from: 'GB', to: 'MB' }, '3 gigabytes are 3,000 megabytes.'],
    [{ value: 8, from: 'b', to: 'B' }, '8 bits are 1 byte.'],
    [{ value: 2, from: 'weeks', to: 'days' }, '2 weeks are 14 days.'],
    [{ value: 180, from: 'degrees', to: 'rad' }, '180 degrees are about 3.1416 radians.'],
  ])('%j', async (input, spoken) => {
    expect(await tools()('units.convert', input)).toMatchObject({ ok: true, spoken })
  })

  test.each([
    [{ value: 1, from: 'kg', to: 'mile' }, 'units-unlike', /Kilograms cannot be turned into miles/],
    [{ value: 1, from: 'dollars', to: 'euros' }, 'currency-unknown', /no exchange rates/],
    [{ value: 1, from: 'parsnips', to: 'km' }, 'unit-unknown', /parsnips/],
    [{ value: 1, from: 'km', to: 'import("fs")' }, 'unit-unknown', /unit/],
  ])('%j is told, not guessed', async (input, code, words) => {
    const result = await tools()('units.convert', input)
    expect(result).toMatchObject({ ok: false, code })
    expect(result.spoken).toMatch(words)
  })

  test('every unit that the table names is one of the library', async () => {
    const { unitNamed, unitIds } = await import('../../../src/tools/maths/unit-names.ts')
    const { unit } = await import('mathjs')
    for (const name of unitIds()) {
      const found = unitNamed(name)
      expect(() => unit(1, found?.unit ?? 'none'), name).not.toThrow()
    }
    expect(unitIds().length).toBeGreaterThan(60)
  })
})
