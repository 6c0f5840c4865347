import { z } from 'zod'
import { integerRange } from './integer-range.ts'
import { patternGrammar } from './pattern-grammar.ts'

/** The part of JSON schema (draft 2020-12) that the tools' own zod schemas come out as. Unknown keys are kept. */
const schemaShape = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.looseObject({})).optional(),
  oneOf: z.array(z.looseObject({})).optional(),
  properties: z.record(z.string(), z.looseObject({})).optional(),
  required: z.array(z.string()).optional(),
  items: z.looseObject({}).optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
})
type Schema = z.infer<typeof schemaShape>

/** A longer text is not counted by the grammar: the rules for each length would slow down every token. */
const countedCharacters = 500
/** JSON numbers are exact up to here in every reader. */
const largestInteger = Number.MAX_SAFE_INTEGER

const rulesForAll = {
  'any-value': 'any-object | any-array | any-text | any-number | "true" | "false" | "null"',
  'any-object': '"{" (any-text ":" any-value ("," any-text ":" any-value)*)? "}"',
  'any-array': '"[" (any-value ("," any-value)*)? "]"',
  'any-text': String.raw`"\"" character* "\""`,
  'any-number': '"-"? ("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,9})?',
  character: String.raw`[^"\\\x00-\x1F\x7F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})`,
} as const

/**
 * Writes grammars in llama.cpp's GBNF in which only values of a JSON schema can be written: types, required and optional
 * keys, enumerations, lengths or patterns, and ranges (whole numbers). Patterns that look around themselves are left to the
 * tool's own check.
 */
export class JsonGrammar {
  private readonly rules = new Map<string, string>()
  private count = 0

  /** The expression for a value of the schema. */
  value(schema: unknown): string {
    const read = schemaShape.parse(schema)
    const choices = read.anyOf ?? read.oneOf
    if (choices !== undefined) return this.rule(choices.map((choice) => this.value(choice)).join(' | '))
    if (read.const !== undefined) return literal(JSON.stringify(read.const))
    if (read.enum !== undefined) return this.rule(read.enum.map((value) => literal(JSON.stringify(value))).join(' | '))
    switch (read.type) {
      case 'object':
        return this.object(read)
      case 'array':
        return this.array(read)
      case 'string':
        return this.text(read)
      case 'integer':
      case 'number':
        return this.number(read)
      case 'boolean':
        return this.rule('"true" | "false"')
      case 'null':
        return '"null"'
      default:
        return this.shared('any-value')
    }
  }

  /** The whole grammar, with `root` as its beginning. */
  grammar(root: string): string {
    return [`root ::= ${root}`, ...[...this.rules].map(([name, body]) => `${name} ::= ${body}`)].join('\n')
  }

  private object({ properties = {}, required = [] }: Schema): string {
    const keys = Object.entries(properties).map(([name, schema]) => ({
      pair: `${literal(`${JSON.stringify(name)}:`)} ${this.value(schema)}`,
      needed: required.includes(name),
    }))
    // What may follow a position, with something before it (a comma is due) or nothing.
    let afterSome = ''
    let afterNone = ''
    for (const { pair, needed } of keys.reverse()) {
      const [some, none] = [`"," ${pair} ${afterSome}`.trim(), `${pair} ${afterSome}`.trim()]
      afterNone = needed ? this.rule(none) : this.rule([none, afterNone === '' ? '""' : afterNone].join(' | '))
      afterSome = needed ? this.rule(some) : this.rule([some, afterSome === '' ? '""' : afterSome].join(' | '))
    }
    return this.rule(`"{" ${afterNone} "}"`)
  }

  private array({ items, minItems = 0, maxItems }: Schema): string {
    const item = this.value(items ?? {})
    if (maxItems === 0) return '"[]"'
    const most = maxItems === undefined ? '' : String(maxItems - 1)
    const rest = `${item} ("," ${item}){${Math.max(0, minItems - 1)},${most}}`
    return this.rule(minItems > 0 ? `"[" ${rest} "]"` : `"[" (${rest})? "]"`)
  }

  private text({ pattern, minLength = 0, maxLength }: Schema): string {
    const character = this.shared('character')
    const patterned = pattern === undefined ? undefined : patternGrammar(pattern, character)
    if (patterned !== undefined) return this.rule(`"\\"" ${patterned} "\\""`)
    const counted = maxLength !== undefined && maxLength <= countedCharacters
    // Texts of blanks alone satisfy a length and no tool.
    const first = minLength > 0 ? String.raw`[^"\\\x00-\x20\x7F]` : ''
    const least = Math.max(0, minLength - 1)
    if (minLength === 0) return this.rule(`"\\"" ${character}${counted ? `{0,${maxLength}}` : '*'} "\\""`)
    return this.rule(`"\\"" ${first} ${character}{${least},${counted ? maxLength - 1 : ''}} "\\""`)
  }

  private number(schema: Schema): string {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
    const lowest = minimum ?? (exclusiveMinimum === undefined ? undefined : Math.floor(exclusiveMinimum) + 1)
    const highest = maximum ?? (exclusiveMaximum === undefined ? undefined : Math.ceil(exclusiveMaximum) - 1)
    if (schema.type === 'number' && lowest === undefined && highest === undefined) return this.shared('any-number')
    return this.rule(
      integerRange(Math.ceil(lowest ?? -largestInteger), Math.floor(highest ?? largestInteger)).join(' | '),
    )
  }

  private rule(body: string): string {
    this.count += 1
    const name = `r${this.count}`
    this.rules.set(name, body)
    return name
  }

  private shared(name: keyof typeof rulesForAll): string {
    if (this.rules.has(name)) return name
    const body = rulesForAll[name]
    this.rules.set(name, body)
    for (const other of Object.keys(rulesForAll) as (keyof typeof rulesForAll)[]) {
      if (new RegExp(`(?<![\\w-])${other}(?![\\w-])`).test(body)) this.shared(other)
    }
    return name
  }
}

/** These very characters. */
export function literal(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  return `"${escaped}"`
}
