import { beforeEach, describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { hearCommands } from '../../../src/app/hear-commands.ts'
import type { SpokenVocabulary } from '../../../src/audio/ports.ts'
import { systemClock } from '../../../src/core/clock.ts'
import { SamError } from '../../../src/core/errors.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const learned: SpokenVocabulary[] = []
beforeEach(() => void learned.splice(0))
const recognizer = {
  recognize: async () => ({ text: 'Hey Sam, what', decodeMs: 0, soundId: 1 }),
  reconsider: async () => ({ decodeMs: 0, readings: [] }),
  learnVocabulary: (vocabulary: SpokenVocabulary) => void learned.push(vocabulary),
}
const words = { phrases: ['stop'], parts: {}, names: {}, nameExamples: {} }
const vocabulary = { ...words, examples: 'turn on the lamp. Play some jazz.' }
const sound = new Float32Array(0)

/** Hearing whose own names are told once. */
function open(wakePhrases: () => string[]) {
  const waiting = [vocabulary]
  return hearCommands(recognizer, {
    router: createRouter({ applications: createApplicationIndex() }),
    vocabulary: { refresh: async () => waiting.shift(), knowsPerson: undefined },
    wakePhrases,
    clock: systemClock,
    logger: silentLogger,
  })
}

describe('a recogniser that knows what is said to SAM', () => {
  it('is told sentences as people say them to SAM, by its name', async () => {
    const { ready } = open(() => ['hey jarvis'])
    await ready
    expect(learned).toEqual([{ ...vocabulary, examples: 'Hey jarvis, turn on the lamp. Play some jazz.' }])
  })
  it('is told another name of SAM when there is one, and the same only once', async () => {
    let phrase = 'hey jarvis'
    const hearing = open(() => [phrase])
    await hearing.ready
    await hearing.recognize(sound)
    phrase = 'hey sam'
    await hearing.recognize(sound)
    await expect.poll(() => learned.map(({ examples }) => examples.split(',')[0])).toEqual(['Hey jarvis', 'Hey sam'])
  })

  it('hears on while the settings cannot be read, by the names of before', async () => {
    let broken = false
    const hearing = open(() => {
      if (broken) throw new SamError('config-invalid', 'The settings cannot be read.')
      return ['hey sam']
    })
    await hearing.ready
    broken = true
    expect((await hearing.recognize(sound)).text).toBe('Hey Sam, what')
    expect(learned).toHaveLength(1)
  })
})
