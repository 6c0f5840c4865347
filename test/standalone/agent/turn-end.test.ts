import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { judgeTurnEnd } from '../../../src/agent/turn-end.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const router = createRouter({ applications: createApplicationIndex() })
const judge = (text: string) => judgeTurnEnd(text, (words) => router.route(words, { now: new Date(2026, 4, 1, 12) }))

describe('what words say about the end of a turn', () => {
  it.each([
    'Open Safari.',
    'set a timer for five minutes',
    'turn the volume up',
    'What time is it?',
    'mute the sound',
    'Set the volume to 30%.',
    'open the calculator and turn the volume down',
    'stop',
  ])('takes a command that rules read to its end for complete: %s', (text) => expect(judge(text)).toBe('complete'))

  it.each([
    'Remind me to',
    'Remind me too.',
    'open Safari and',
    'what is the weather like in',
    'Send a message to',
    'set a timer for',
    'Set a timer for five.',
    'set a timer',
    'I need to know.',
    'Explain to me.',
    'When I get home.',
    'translate good morning',
    'How long does it take?',
    'Put a dentist appointment',
    'I would like you to',
    'Can you tell me how...',
    'Please move that.',
    'What is the capital?',
    'add milk, eggs,',
  ])('waits for more after words that ask for it: %s', (text) => expect(judge(text)).toBe('open'))

  it.each([
    'what is the capital of France',
    'search the web for cats',
    'play some jazz',
    'remind me to call mom',
    'set the volume to twenty',
    'Tell me a joke about robots.',
  ])('leaves the rest to the pause: %s', (text) => expect(judge(text)).toBe('unknown'))

  it('says nothing about no words', () => expect(judge(' ... ')).toBe('unknown'))
})
