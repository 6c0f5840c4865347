import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { Conversation } from '../../../src/agent/conversation.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { hearCommands } from '../../../src/app/speech/hear-commands.ts'
import type { SpokenVocabulary } from '../../../src/audio/ports.ts'
import { SamError } from '../../../src/core/errors.ts'
import { silentLogger } from '../../../src/core/log.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const learned: SpokenVocabulary[] = []
beforeEach(() => {
  learned.splice(0)
  conversation = new Conversation()
})
const recognizer = {
  recognize: async () => ({ text: 'Hey Sam, what', decodeMs: 0, soundId: 1 }),
  reconsider: async () => ({ decodeMs: 0, readings: [] }),
  learnVocabulary: (vocabulary: SpokenVocabulary): undefined => void learned.push(vocabulary),
}
const router = createRouter({ applications: createApplicationIndex() })
let conversation = new Conversation()
const words = { phrases: ['stop'], parts: {}, names: {}, nameExamples: {} }
const vocabulary = { ...words, examples: 'turn on the lamp. Play some jazz.' }
const sound = new Float32Array(0)

/** Hearing whose own names are told once. */
function open(wakePhrases: () => string[]) {
  const waiting = [vocabulary]
  return hearCommands(recognizer, {
    route: (text) => router.route(text, conversation.context(new Date())),
    vocabulary: { refresh: async () => waiting.shift(), knowsPerson: undefined },
    wakePhrases,
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

  it('leaves an answer as it was said, whatever command it sounds like', async () => {
    const { recognize, reconsider } = recognizer
    onTestFinished(() => void Object.assign(recognizer, { recognize, reconsider }))
    Object.assign(recognizer, {
      recognize: async () => ({ text: 'We have to go.', decodeMs: 0, soundId: 1 }),
      reconsider: async () => ({ decodeMs: 0, readings: [{ text: 'Play the next one.', doubt: 1, kind: 'phrase' }] }),
    })
    const hearing = open(() => ['hey sam'])
    expect((await hearing.recognize(sound)).text).toBe('Play the next one.')
    conversation.expect({ command: { intent: 'notes.append', slots: { title: 'home' } }, slot: 'text' })
    expect((await hearing.recognize(sound)).text).toBe('We have to go.')
  })
})
