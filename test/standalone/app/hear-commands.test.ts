import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { hearCommands } from '../../../src/app/hear-commands.ts'
import type { SpokenVocabulary } from '../../../src/audio/ports.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

describe('a recogniser that knows what is said to SAM', () => {
  it('is told sentences as people say them to SAM, by its name', async () => {
    const learned: SpokenVocabulary[] = []
    const recognizer = {
      recognize: async () => ({ text: '', decodeMs: 0 }),
      reconsider: async () => ({ decodeMs: 0, readings: [] }),
      learnVocabulary: (vocabulary: SpokenVocabulary) => void learned.push(vocabulary),
    }
    const words = { phrases: ['stop'], parts: {}, names: {}, nameExamples: {} }
    const vocabulary = { ...words, examples: 'turn on the lamp. Play some jazz.' }
    const waiting = [vocabulary]
    const { ready } = hearCommands(recognizer, {
      router: createRouter({ applications: createApplicationIndex() }),
      vocabulary: { refresh: async () => waiting.shift(), knowsPerson: undefined },
      wakePhrases: () => ['hey jarvis'],
      clock: systemClock,
      logger: silentLogger,
    })
    await ready
    expect(learned).toEqual([{ ...vocabulary, examples: 'Hey jarvis, turn on the lamp. Play some jazz.' }])
  })
})
