import type { ControlledEvaluateInputItem, LlamaContextSequence, Token } from 'node-llama-cpp'
import { SamError } from '../../core/errors.ts'
import type { AnswerChoice, AnswerLikelihood, AnswerScorer, OpenChat } from '../ports.ts'
import type { Engine } from './engine.ts'

/** Scores answers with a loaded engine, which it owns from now on. */
export function createAnswerScorer(engine: Engine): AnswerScorer {
  const { model, sequence } = engine

  /** Forgets what the cache holds beyond these tokens; answers those that are to be read yet, at least the last one. */
  const remaining = async (tokens: readonly Token[], room: number, signal: AbortSignal): Promise<Token[]> => {
    signal.throwIfAborted()
    if (tokens.length === 0 || tokens.length + room > sequence.contextSize) {
      throw new SamError('request-too-long', `A chat of ${tokens.length} tokens does not fit to be scored.`)
    }
    await sequence.adaptStateToTokens(tokens.slice(0, -1), false)
    return tokens.slice(sequence.nextTokenIndex)
  }
  const encode = ({ messages, begun = '' }: OpenChat): Token[] => {
    const { tokens } = engine.encode(messages)
    return begun === '' ? tokens : [...tokens, ...model.tokenize(begun, false, 'trimLeadingSpace')]
  }
  const textOf = (text: string) => model.tokenize(text, false, 'trimLeadingSpace')

  return {
    async likelihood(chat, answer, signal): Promise<AnswerLikelihood> {
      const { eot, eos } = model.tokens
      const end = eot ?? eos
      const written = [...textOf(answer), ...(end === null ? [] : [end])]
      const rest = await remaining(encode(chat), written.length, signal)
      const chances = await chancesAfter(sequence, rest, written.slice(0, -1))
      let logProbability = 0
      for (const [index, token] of written.entries()) {
        logProbability += Math.log(chances[index]?.get(token) ?? Number.MIN_VALUE)
      }
      return { logProbability, tokens: written.length }
    },

    async choose(chat, answers, signal): Promise<AnswerChoice> {
      const asked = encode(chat)
      const paths = answers.map((answer, index) => ({ index, tokens: textOf(answer) }))
      let left = paths
      let probability = 1
      for (let depth = 0; left.length > 1; depth += 1) {
        const next = new Set(left.map(({ tokens }) => tokens[depth]))
        const [only] = next
        // An answer that is the beginning of another one, or the same: the first one stands.
        if (only === undefined || next.has(undefined)) break
        if (next.size === 1) continue
        const begun = left[0]?.tokens.slice(0, depth) ?? []
        const rest = await remaining([...asked, ...begun], 1, signal)
        const [chances] = await chancesAfter(sequence, rest)
        const weights = [...next].map((token) => (token === undefined ? 0 : (chances?.get(token) ?? 0)))
        const best = weights.indexOf(Math.max(...weights))
        const all = weights.reduce((sum, weight) => sum + weight, 0)
        probability *= all > 0 ? (weights[best] ?? 0) / all : 1 / weights.length
        const chosen = [...next][best]
        left = left.filter(({ tokens }) => tokens[depth] === chosen)
      }
      return { index: left[0]?.index ?? 0, probability }
    },

    async writes(chat, text, signal): Promise<boolean> {
      const written = textOf(text)
      const rest = await remaining(encode(chat), written.length, signal)
      const answers = await nextAfter(sequence, rest, written.slice(0, -1), 'token')
      return written.every((token, index) => answers[index]?.token === token)
    },

    async write(chat, maximumTokens, signal): Promise<string> {
      const rest = await remaining(encode(chat), maximumTokens, signal)
      const written: Token[] = []
      for await (const token of sequence.evaluate(rest, { temperature: 0 })) {
        signal.throwIfAborted()
        if (model.isEogToken(token)) break
        written.push(token)
        if (written.length >= maximumTokens) break
      }
      return model.detokenize(written)
    },

    dispose: () => engine.dispose(),
  }
}

/** What follows the last of `read`, and each of `then`: one look at all of them. */
async function nextAfter(
  sequence: LlamaContextSequence,
  read: readonly Token[],
  then: readonly Token[],
  wanted: 'token' | 'probabilities',
) {
  const asked = (token: Token): ControlledEvaluateInputItem => {
    return [token, { generateNext: { [wanted]: true, options: { temperature: 0 } } }]
  }
  const answers = await sequence.controlledEvaluate([
    ...read.slice(0, -1),
    ...read.slice(-1).map(asked),
    ...then.map(asked),
  ])
  return answers.slice(read.length - 1).map((answer) => answer?.next)
}

/** How likely every token is then. */
async function chancesAfter(sequence: LlamaContextSequence, read: readonly Token[], then: readonly Token[] = []) {
  const answers = await nextAfter(sequence, read, then, 'probabilities')
  return answers.map((next) => next?.probabilities)
}
