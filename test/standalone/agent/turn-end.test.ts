import { describe, expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { judgeTurnEnd } from '../../../src/agent/turn-end.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const router = createRouter({ applications: createApplicationIndex() })
const judge = (text: string, more?: number) =>
  judgeTurnEnd(text, (words) => router.route(words, { now: new Date(2026, 4, 1, 12) }), more)

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
    'Send a message to',
    'set a timer for',
    'Set a timer for five.',
    'Count down ten.',
    'set a timer',
    'I need to know.',
    'Explain to me.',
    'When I get home.',
    'translate good morning',
    'How long does it take?',
    'Put a dentist appointment',
    'I would like you to',
    'Can you tell me how...',
    'My number is 077-429',
    'Give me directions too.',
    'add milk, eggs,',
  ])('waits for more after words that ask for it: %s', (text) => expect(judge(text)).toBe('open'))

  it.each([
    'turn on the lamp',
    'kitchen lights off',
    'hang up',
    'close all the windows',
    'eject the disk',
    'highlight this line',
    'preheat the oven',
    'zip these files',
  ])('takes what SAM cannot do, in words it knows, for complete: %s', (text) => expect(judge(text)).toBe('complete'))

  it.each([
    'click the blue',
    'turn on the',
    'rewind thirty',
    'insert a',
    'press any',
    'press command',
    'convert this video to a smaller',
  ])('takes no beginning of it for complete: %s', (text) => expect(judge(text)).not.toBe('complete'))

  it.each(['close Safari too', 'Mute the sound too.', 'Open the calculator too.'])(
    'waits for nothing after a command that is wanted, too: %s',
    (text) => expect(judge(text)).toBe('complete'),
  )

  it.each(['what is the weather like in', 'Please move that.', 'What is the capital?'])(
    'waits somewhat less for more after words that may be an end: %s',
    (text) => {
      expect(judge(text)).toBe('unfinished')
      expect(judge(text, 0.01)).not.toBe('unfinished')
    },
  )

  it.each([
    'what is the capital of France',
    'search the web for cats',
    'play some jazz',
    'remind me to call mom',
    'set the volume to twenty',
    'Tell me a joke about robots.',
  ])('leaves the rest to the pause: %s', (text) => expect(judge(text)).toBe('unknown'))

  it('goes by the chance that more words follow where no rule does', () => {
    const question = 'what is the capital of France'
    expect([0.02, 0.2, 0.9].map((more) => judge(question, more))).toEqual(['over', 'unfinished', 'unfinished'])
    // A command that lacks nothing is a sign of an end, too, and then it is done at once.
    const command = 'remind me to call mom'
    expect([0.02, 0.17, 0.9].map((more) => judge(command, more))).toEqual(['complete', 'complete', 'unfinished'])
  })

  it('waits for what a tool lacks unless hardly more can follow', () => {
    const request = 'rename this folder to old projects'
    expect([undefined, 0.5, 0.02].map((more) => judge(request, more))).toEqual(['open', 'open', 'over'])
  })

  it('waits at least as long after a number that may go on', () => {
    expect([0.02, 0.9].map((more) => judge('the parcel should go to house forty', more))).toEqual([
      'unknown',
      'unfinished',
    ])
    expect(judge('set the volume to seventy', 0.9)).toBe('unknown')
  })

  it('lets no chance overrule what rules read to its end, or what asks for more', () => {
    expect(judge('Open Safari.', 0.99)).toBe('complete')
    expect(judge('Remind me to', 0.01)).toBe('open')
    expect(judge('Set a timer for five.', 0.01)).toBe('open')
  })

  it('says nothing about no words', () => expect(judge(' ... ')).toBe('unknown'))
})
