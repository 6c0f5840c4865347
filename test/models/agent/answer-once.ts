import { createLocalModel } from '../../../src/agent/local-model.ts'
import { systemPrompt } from '../../../src/agent/prompts.ts'
import { silentLogger } from '../../../src/core/log.ts'

/** Answers one request in a process of its own: `answer-once.ts MODEL CACHE_FOLDER REQUEST`, the result as JSON. */
const [modelPath = '', cacheFolder = '', content = ''] = process.argv.slice(2)
const model = createLocalModel({ id: 'tested', locate: () => modelPath, cacheFolder, log: silentLogger })
const generation = await model.generate({
  messages: [
    { role: 'system', content: systemPrompt },
    { role: 'user', content },
  ],
  maximumTokens: 24,
  signal: new AbortController().signal,
  onText: () => undefined,
})
await model.dispose()
process.stdout.write(JSON.stringify(generation))
