import type { LlamaContext, LlamaModel, Token } from 'node-llama-cpp'
import { SamError } from '../../core/errors.ts'
import type { Logger } from '../../core/log.ts'
import type { AdapterProbe, ProbedModel } from '../../learning/ports.ts'
import { defaultThreads } from './engine.ts'
import { openLlama } from './open-llama.ts'

const contextTokens = 256

/** node-llama-cpp's own numbers for fixed tokens, with and without an adapter. */
export function createAdapterProbe(log: Logger): AdapterProbe {
  return {
    async open(modelFile) {
      const llama = await openLlama(log)
      try {
        const model = await llama.loadModel({ modelPath: modelFile })
        const plain = await model.createContext({ contextSize: contextTokens, threads: defaultThreads() })
        return {
          ...probed(model, plain),
          async withAdapter(file, work) {
            const context = await model.createContext({
              contextSize: contextTokens,
              threads: defaultThreads(),
              lora: { adapters: [{ filePath: file, scale: 1 }] },
            })
            try {
              return await work(probed(model, context))
            } finally {
              await context.dispose()
            }
          },
          close: () => llama.dispose(),
        }
      } catch (cause) {
        await llama.dispose()
        throw new SamError('model-failed', 'The local language model cannot be loaded.', { cause })
      }
    },
  }
}

function probed(model: LlamaModel, context: LlamaContext): ProbedModel {
  const sequence = context.getSequence()
  return {
    tokenize: (text) => model.tokenize(text),
    async logProbabilities(tokens) {
      await sequence.clearHistory()
      const given = tokens as readonly Token[]
      const last = given.at(-1)
      if (last === undefined) throw new SamError('model-failed', 'There is no token to go on from.')
      const results = await sequence.controlledEvaluate([
        ...given.slice(0, -1),
        [last, { generateNext: { probabilities: true, options: { temperature: 0 } } }],
      ])
      const found = results.at(-1)?.next.probabilities ?? new Map<Token, number>()
      return new Map([...found].map(([token, probability]) => [token, Math.log(probability)]))
    },
  }
}
