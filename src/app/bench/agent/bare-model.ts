import { defaultThreads } from '../../../agent/local-model/engine.ts'
import { systemPrompt } from '../../../agent/prompts.ts'

/** A chat with node-llama-cpp alone. */
export interface BareChat {
  /** Asks the next question; answers the milliseconds to the first token. */
  ask(question: string): Promise<number>
  close(): Promise<void>
}

/**
 * The same file, threads, system prompt and greedy choice as SAM's, and nothing of SAM around it.
 * @param maximumTokens of one answer
 */
export async function openBareChat(modelPath: string, maximumTokens: number): Promise<BareChat> {
  const { getLlama, LlamaChatSession, LlamaLogLevel } = await import('node-llama-cpp')
  const llama = await getLlama({
    gpu: process.platform === 'darwin' ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: 0,
    logLevel: LlamaLogLevel.disabled,
  })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize: 2048, threads: defaultThreads(), batchSize: 512 })
  const session = new LlamaChatSession({ contextSequence: context.getSequence(), systemPrompt })
  return {
    async ask(question) {
      const startedAtMs = performance.now()
      let firstMs = Number.NaN
      await session.prompt(question, {
        maxTokens: maximumTokens,
        temperature: 0,
        onToken() {
          if (Number.isNaN(firstMs)) firstMs = performance.now() - startedAtMs
        },
      })
      return firstMs
    },
    close: () => llama.dispose(),
  }
}
