import type { Token } from 'node-llama-cpp'
import type { AnswerChoice, AnswerLikelihood, AnswerScorer, OpenChat } from '../ports.ts'
import type { Engine } from './engine.ts'
import { createTokenChances } from './token-chances.ts'

/** Scores answers with a loaded engine, which it owns from now on. */
export function createAnswerScorer(engine: Engine): AnswerScorer {
  const { model, sequence } = engine
  const chances = createTokenChances(engine)
  const encode = ({ messages, begun = '' }: OpenChat): Token[] => {
    const { tokens } = engine.encode(messages)
    return begun === '' ? tokens : [...tokens, ...model.tokenize(begun, false, 'trimLeadingSpace')]
  }
  /** Told once more: suites ask about the same answer of the same chat in several ways. */
  const known = new Map<string, AnswerLikelihood>()
  const textOf = (text: string) => model.tokenize(text, false, 'trimLeadingSpace')

  return {
    async likelihood(chat, answer, signal): Promise<AnswerLikelihood> {
      const question = JSON.stringify([chat, answer])
      const before = known.get(question)
      if (before !== undefined) return before
      const { eot, eos } = model.tokens
      const end = eot ?? eos
      const written = [...textOf(answer), ...(end === null ? [] : [end])]
      let logProbability = 0
      for (const chance of await chances.of(encode(chat), written, signal)) logProbability += Math.log(chance)
      const found = { logProbability, tokens: written.length }
      known.set(question, found)
      return found
    },

    async choose(chat, answers, signal): Promise<AnswerChoice> {
      const asked = encode(chat)
      const paths = answers.map((answer, index) => ({ index, tokens: textOf(answer) }))
      let left = paths
      let probability = 1
      for (let depth = 0; left.length > 1; depth += 1) {
        const next = [...new Set(left.map(({ tokens }) => tokens[depth]))].filter((token) => token !== undefined)
        // An answer that is the beginning of another one, or the same: the first one stands.
        if (left.some(({ tokens }) => tokens.length <= depth)) break
        if (next.length === 1) continue
        const begun = left[0]?.tokens.slice(0, depth) ?? []
        const weights = await chances.among([...asked, ...begun], next, signal)
        const best = weights.indexOf(Math.max(...weights))
        const all = weights.reduce((sum, weight) => sum + weight, 0)
        probability *= all > 0 ? (weights[best] ?? 0) / all : 1 / weights.length
        const chosen = next[best]
        left = left.filter(({ tokens }) => tokens[depth] === chosen)
      }
      return { index: left[0]?.index ?? 0, probability }
    },

    async writes(chat, text, signal): Promise<boolean> {
      const written = textOf(text)
      const likeliest = await chances.likeliest(encode(chat), written.slice(0, -1), signal)
      return written.every((token, index) => likeliest[index] === token)
    },

    async write(chat, maximumTokens, signal): Promise<string> {
      const rest = await chances.remaining(encode(chat), maximumTokens, signal)
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
