import { writtenJson } from '../../core/files/written-json.ts'
import type { ModelToolCall, OfferedTool } from '../ports.ts'
import { JsonGrammar, literal } from './json-grammar.ts'

/** How a model's template writes a call: `prefix`, the name, `beforeInput`, the input as JSON. */
export interface CallSyntax {
  prefix: string
  beforeInput: string
}

/**
 * Watches what a model writes for the beginning of a call. From there on only a call of an offered tool, with an input that
 * its schema allows, can be written (`grammar`).
 */
export class CallWriting {
  /** The shortest text that can only begin a call, `<tool_call>` for example. */
  readonly opener: string
  private readonly syntax: CallSyntax
  private readonly tools: readonly OfferedTool[]
  private seen = ''
  private call: string | undefined

  constructor(syntax: CallSyntax, tools: readonly OfferedTool[]) {
    this.syntax = syntax
    this.tools = tools
    this.opener = /^\s*\S+/.exec(syntax.prefix)?.[0].trim() ?? ''
  }

  get begun(): boolean {
    return this.call !== undefined
  }

  /**
   * Takes what the last token added, special tokens as text.
   * @returns the grammar for what follows, once, where a call began with it
   */
  add(text: string): string | undefined {
    if (this.call !== undefined) {
      this.call += text
      return undefined
    }
    this.seen = `${this.seen}${text}`.slice(-4 * this.opener.length - text.length)
    const at = this.opener === '' ? -1 : this.seen.lastIndexOf(this.opener)
    if (at < 0) return undefined
    const written = this.seen.slice(at)
    const whole = this.syntax.prefix.trimStart()
    if (!whole.startsWith(written) || this.tools.length === 0) return undefined
    this.call = written
    return this.grammar(whole.slice(written.length))
  }

  /** Only calls from here on, where the first word of an answer has to be one. */
  insist(): string {
    this.call = ''
    return this.grammar(this.syntax.prefix.trimStart())
  }

  /** The call that was written, undefined where there is none. A call that was cut off has no `input`. */
  result(callId: string): ModelToolCall | undefined {
    if (this.call === undefined) return undefined
    const rest = this.call.slice(this.syntax.prefix.trimStart().length)
    const named = this.tools.find(({ name }) => rest.startsWith(`${name}${this.syntax.beforeInput}`))
    if (named === undefined) return { callId, tool: rest, input: undefined }
    const json = rest.slice(named.name.length + this.syntax.beforeInput.length)
    return { callId, tool: named.name, input: writtenJson(json) }
  }

  private grammar(restOfPrefix: string): string {
    const json = new JsonGrammar()
    const calls = this.tools.map(
      ({ name, inputSchema }) => `${literal(`${name}${this.syntax.beforeInput}`)} ${json.value(inputSchema)}`,
    )
    return json.grammar(`${literal(restOfPrefix)} (${calls.join(' | ')})`)
  }
}
