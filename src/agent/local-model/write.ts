import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Generation, GenerationRequest } from '../ports.ts'
import { CallWriting } from './call-writing.ts'
import type { Engine } from './engine.ts'
import { TokenText } from './token-text.ts'

/** A cancelled turn waits for at most this much of the prompt. */
export const promptChunkTokens = 128
/** Small models fall into loops; the penalty looks back this far. */
const repeatWindowTokens = 64
const repeatPenalty = 1.1

/** Works through the prompt in pieces so that it can be cancelled; answers the last piece, undefined when cancelled. */
export async function evaluateAllButLast(
  sequence: LlamaContextSequence,
  tokens: Token[],
  signal: AbortSignal,
): Promise<Token[] | undefined> {
  let rest = tokens
  while (rest.length > promptChunkTokens) {
    if (signal.aborted) return undefined
    await sequence.evaluateWithoutGeneratingNewTokens(rest.slice(0, promptChunkTokens))
    rest = rest.slice(promptChunkTokens)
  }
  return signal.aborted ? undefined : rest
}

/**
 * Writes the answer token by token, telling its text as it comes; stops at its end, at the limit, after a call of a tool, or
 * when it is cancelled.
 */
export async function write(
  engine: Engine,
  prompt: Token[],
  stops: string[],
  request: GenerationRequest,
  startedAtMs: number,
) {
  const { sequence, model } = engine
  const callable = request.toolChoice === 'none' ? [] : (request.tools ?? [])
  const calls = new CallWriting(engine.callSyntax, callable)
  const reader = new TokenText(model, request.tools === undefined ? stops : [...stops, calls.opener])
  const written: Token[] = []
  let text = ''
  let firstTokenMs = 0
  let stoppedBy: Generation['stoppedBy'] = 'end'
  let constraint = request.toolChoice === 'required' ? await engine.constrain(calls.insist()) : undefined
  const isMark = (token: Token) => /["{}[\]:,]/.test(model.detokenize([token], true))
  const show = (delta: string) => {
    if (delta === '') return
    text += delta
    request.onText(delta)
  }
  const tokens = sequence.evaluate(prompt, {
    temperature: 0,
    grammarEvaluationState: () => constraint,
    repeatPenalty: {
      // In a call the marks of JSON come again and again, and rightly so.
      punishTokens: () => written.slice(-repeatWindowTokens).filter((token) => !(calls.begun && isMark(token))),
      penalty: repeatPenalty,
    },
  })
  for await (const token of tokens) {
    if (firstTokenMs === 0) firstTokenMs = performance.now() - startedAtMs
    if (request.signal.aborted) {
      stoppedBy = 'cancelled'
      break
    }
    if (model.isEogToken(token)) break
    written.push(token)
    if (!calls.begun) show(reader.add(token))
    const grammar = calls.add(model.detokenize([token], true))
    if (grammar !== undefined) constraint = await engine.constrain(grammar)
    if (reader.stopped && !calls.begun) break
    if (written.length >= request.maximumTokens) {
      stoppedBy = 'token-limit'
      break
    }
  }
  const call = calls.result(`call-${startedAtMs.toString(36)}`)
  if (stoppedBy !== 'cancelled' && call === undefined) show(reader.end())
  const outcome = { text, stoppedBy, outputTokens: written.length, firstTokenMs }
  return call === undefined || stoppedBy === 'cancelled'
    ? outcome
    : { ...outcome, stoppedBy: 'tool-calls' as const, toolCalls: [call] }
}
