import type { LlamaContextSequence, SequenceEvaluateOptions, Token } from 'node-llama-cpp'
import type { Generation, GenerationRequest } from '../ports.ts'
import { CallWriting } from './call-writing.ts'
import type { Engine } from './engine.ts'
import { TokenText } from './token-text.ts'

/** A cancelled turn waits for at most this much of the prompt. */
export const promptChunkTokens = 128
/** Small models fall into loops; the penalty looks back this far. */
const repeatWindowTokens = 64
const repeatPenalty = 1.1
/** So many tokens tell how certain a model is of its answer; they are held back until it is known. */
const weighedTokens = 12

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

/** The tokens as they are chosen, each with the share of certainty it was chosen with; 1 where nobody asks. */
async function* chosen(
  sequence: LlamaContextSequence,
  prompt: Token[],
  options: SequenceEvaluateOptions,
  weighed: boolean,
) {
  if (weighed) yield* sequence.evaluateWithMetadata(prompt, { confidence: true }, options)
  else for await (const token of sequence.evaluate(prompt, options)) yield { token, confidence: 1 }
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
  const { minimumConfidence } = request
  let held = minimumConfidence === undefined ? undefined : ''
  let certainty = 0
  const show = (delta: string) => {
    if (held !== undefined) held += delta
    else if (delta !== '') {
      text += delta
      request.onText(delta)
    }
  }
  const release = () => {
    const words = held ?? ''
    held = undefined
    show(words)
  }
  const options: SequenceEvaluateOptions = {
    temperature: 0,
    grammarEvaluationState: () => constraint,
    repeatPenalty: {
      // In a call the marks of JSON come again and again, and rightly so.
      punishTokens: () => written.slice(-repeatWindowTokens).filter((token) => !(calls.begun && isMark(token))),
      penalty: repeatPenalty,
    },
  }
  for await (const { token, confidence } of chosen(sequence, prompt, options, held !== undefined)) {
    if (firstTokenMs === 0) firstTokenMs = performance.now() - startedAtMs
    if (request.signal.aborted) {
      stoppedBy = 'cancelled'
      break
    }
    if (model.isEogToken(token)) break
    written.push(token)
    certainty += confidence
    if (held !== undefined && written.length === weighedTokens) {
      if (certainty / weighedTokens < (minimumConfidence ?? 0)) {
        stoppedBy = 'unsure'
        break
      }
      release()
    }
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
  if (held !== undefined && certainty / Math.max(1, written.length) < (minimumConfidence ?? 0)) stoppedBy = 'unsure'
  if (stoppedBy === 'end' || stoppedBy === 'token-limit') {
    release()
    if (call === undefined) show(reader.end())
  }
  const outcome = { text, stoppedBy, outputTokens: written.length, firstTokenMs }
  return call === undefined || stoppedBy === 'cancelled' || stoppedBy === 'unsure'
    ? outcome
    : { ...outcome, stoppedBy: 'tool-calls' as const, toolCalls: [call] }
}
