import type { ControlledEvaluateInputItem, Token } from 'node-llama-cpp'
import { SamError } from '../../core/errors.ts'
import type { Engine } from './engine.ts'

type Wanted = NonNullable<Extract<ControlledEvaluateInputItem, readonly unknown[]>[1]['generateNext']>

/** Added to logits: more than any two of them differ by, and little enough that their difference stays exact to 1e-4. */
const lift = 256

const likeliest: Wanted = { token: true, options: { temperature: 0 } }
const likeliestAndHowMuch: Wanted = { ...likeliest, confidence: true }
/** Of the whole vocabulary: the library takes several times as long to tell it as the model takes to know it. */
const everything: Wanted = { probabilities: true, options: { temperature: 0 } }

/** What a loaded model would write next, and how likely. */
export interface TokenChances {
  /** How the chances of these tokens after `read` stand to each other. None of them may end an answer. */
  among(read: readonly Token[], tokens: readonly Token[], signal: AbortSignal): Promise<number[]>
  /** The likeliest token after `read`, and after each of `then`. */
  likeliest(read: readonly Token[], then: readonly Token[], signal: AbortSignal): Promise<(Token | undefined)[]>
  /** The chance of each written token after `read` and those before it. */
  of(read: readonly Token[], written: readonly Token[], signal: AbortSignal): Promise<number[]>
  /** Forgets what the cache holds beyond these tokens; answers those that are to be read yet, at least the last one. Error: `request-too-long`. */
  remaining(read: readonly Token[], room: number, signal: AbortSignal): Promise<Token[]>
}

/** Over the engine's one sequence: one question at a time. */
export function createTokenChances({ model, sequence, lifted }: Engine): TokenChances {
  /** Lifted above all others, few tokens are told of alone. */
  const amongThese = (tokens: readonly Token[]): Wanted => ({
    probabilities: true,
    options: { temperature: 1, topK: tokens.length, topP: 1, minP: 0, seed: 0, tokenBias: lifted(tokens, lift) },
  })

  async function remaining(read: readonly Token[], room: number, signal: AbortSignal): Promise<Token[]> {
    signal.throwIfAborted()
    if (read.length === 0 || read.length + room > sequence.contextSize) {
      throw new SamError('request-too-long', `A chat of ${read.length} tokens does not fit to be scored.`)
    }
    await sequence.adaptStateToTokens(read.slice(0, -1), false)
    return read.slice(sequence.nextTokenIndex)
  }

  /** What is wanted to be known after the last of `read`, and after each of `then`: one look at all of them. */
  async function look(read: readonly Token[], then: readonly Token[], wanted: Wanted[], signal: AbortSignal) {
    const rest = await remaining(read, then.length + 1, signal)
    const asked = [...rest.slice(-1), ...then].map((token, index): ControlledEvaluateInputItem => {
      return [token, { generateNext: wanted[index] ?? {} }]
    })
    const answers = await sequence.controlledEvaluate([...rest.slice(0, -1), ...asked])
    return answers.slice(rest.length - 1).map((answer) => answer?.next ?? {})
  }

  return {
    remaining,

    async among(read, tokens, signal) {
      const [next] = await look(read, [], [amongThese(tokens)], signal)
      return tokens.map((token) => next?.probabilities?.get(token) ?? Number.NaN)
    },

    async likeliest(read, then, signal) {
      const answers = await look(read, then, new Array(then.length + 1).fill(likeliest), signal)
      return answers.map(({ token }) => token ?? undefined)
    },

    // How likely the likeliest token is comes quickly; where another one was written, a second look says how the two stand to each other.
    async of(read, written, signal) {
      const then = written.slice(0, -1)
      const best = await look(read, then, new Array(written.length).fill(likeliestAndHowMuch), signal)
      const pairs = written.map((token, index) => ({ token, likelier: best[index]?.token ?? token }))
      const first = pairs.findIndex(({ token, likelier }) => token !== likelier)
      const told = best.map(({ confidence = Number.NaN }) => confidence)
      if (first === -1) return told
      const liftable = (pair: Token[]) => !pair.some((token) => model.isEogToken(token))
      const end = pairs.findLastIndex(({ token, likelier }) => token !== likelier)
      const wanted = pairs.slice(first, end + 1).map(({ token, likelier }): Wanted => {
        if (token === likelier) return {}
        return liftable([token, likelier]) ? amongThese([token, likelier]) : everything
      })
      const again = await look([...read, ...then.slice(0, first)], then.slice(first, end), wanted, signal)
      return pairs.map(({ token, likelier }, index) => {
        const chance = told[index] ?? Number.NaN
        if (token === likelier) return chance
        const chances = again[index - first]?.probabilities
        return (chance * (chances?.get(token) ?? Number.NaN)) / (chances?.get(likelier) ?? Number.NaN)
      })
    },
  }
}
