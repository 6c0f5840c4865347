import { describe, expect, it } from 'vitest'
import { type CommandJudge, createCommandHearing } from '../../../src/audio/command-hearing.ts'
import type { Reading } from '../../../src/audio/ports.ts'

const readings: Record<string, ReturnType<CommandJudge['judge']>> = {
  'Open Safari.': 'settled',
  'Open the ferry.': 'limit',
  'Call Stettler.': 'partial',
  'Message Stelan.': 'partial',
  'Message Stella.': 'partial',
  'Call Stella.': 'settled',
  'Stop.': 'settled',
  'Turn on the lamp.': 'limit',
}

const judge: CommandJudge = { judge: (words) => readings[words] ?? 'none', wakePhrases: () => ['hey jarvis'] }

type Other = Omit<Reading, 'named'> & { named?: boolean }

function hearing(text: string, ...others: Other[]) {
  const asked: string[] = []
  const recognizer = createCommandHearing(
    {
      recognize: async () => ({ text, decodeMs: 100, soundId: 7, more: 0.3 }),
      reconsider: async (soundId, { spokenBefore, withNames }) => {
        asked.push(`${soundId} ${spokenBefore}${withNames ? ' names' : ''}`)
        return { decodeMs: 40, readings: others.map((one) => ({ named: false, ...one })) }
      },
      learnVocabulary() {},
    },
    judge,
    () => undefined,
  )
  return { asked, heard: recognizer.recognize(new Float32Array(16)) }
}

describe('hearing commands', () => {
  it('leaves a command as it was heard, and asks nothing more', async () => {
    const { asked, heard } = hearing('Open Safari.', { text: 'Stop.', doubt: -5 })
    expect(await heard).toMatchObject({ text: 'Open Safari.', decodeMs: 100 })
    expect(asked).toEqual([])
  })

  it('takes a command that is nearly as likely as words that are none', async () => {
    const { heard } = hearing('Oh, funny ferry.', { text: 'Open Safari.', doubt: 3 })
    expect(await heard).toMatchObject({ text: 'Open Safari.', decodeMs: 140 })
  })

  it('takes the first of several that is one', async () => {
    const others = [
      { text: 'Oh, funny Ferris.', doubt: 0 },
      { text: 'Open Safari.', doubt: 3 },
      { text: 'Call Stella.', doubt: -1 },
    ]
    expect((await hearing('Oh, funny ferry.', ...others).heard).text).toBe('Open Safari.')
  })

  it.each([
    ['one that is not likely enough', 'Oh, funny ferry.', 'Open Safari.', 7.5],
    ['one that leaves out most of what was said', 'We stopped for lunch near the river.', 'Stop.', 1],
    ['a doubtful one in place of a single word', 'Moo.', 'Stop.', 3],
    ['the mere beginning of what was said', 'Open Safari, end.', 'Open Safari.', 0],
    ['words that are no command either', 'Oh, funny ferry.', 'Oh funny ferries', -1],
    ['a doubtful one in place of a command that lacks something', 'Call Stettler.', 'Call Stella.', 3],
    ['what was forbidden', "Don't open the fairy.", 'Open Safari.', 1],
    ['what was said not to be so', 'Did not open fairy.', 'Open Safari.', 1],
    ['what SAM cannot do in place of a command', 'Call Stettler.', 'Turn on the lamp.', -1],
  ])('does not take %s', async (_, free, text, doubt) => {
    expect((await hearing(free, { text, doubt }).heard).text).toBe(free)
  })

  it('keeps what is known of more words to come for the words that it was said of alone', async () => {
    expect(await hearing('Oh, funny ferry.', { text: 'Open Safari.', doubt: 7.5 }).heard).toMatchObject({ more: 0.3 })
    expect(await hearing('Oh, funny ferry.', { text: 'Open Safari.', doubt: 3 }).heard).not.toHaveProperty('more')
  })

  it('takes a known name for one that nobody has', async () => {
    expect((await hearing('Call Stettler.', { text: 'Call Stella.', doubt: -1 }).heard).text).toBe('Call Stella.')
  })

  it('takes a known name into a command that lacks something all the same', async () => {
    const other = { text: 'Message Stella.', doubt: 0 }
    expect((await hearing('Message Stelan.', other).heard).text).toBe('Message Stelan.')
    const { asked, heard } = hearing('Message Stelan.', { ...other, named: true })
    expect((await heard).text).toBe('Message Stella.')
    expect(asked).toEqual(['7  names'])
  })

  it('keeps the wake word, and looks behind it', async () => {
    const { asked, heard } = hearing('Hey, Travis, oh funny ferry.', { text: 'Open Safari.', doubt: 1 })
    expect((await heard).text).toBe('Hey, Travis, Open Safari.')
    expect(asked).toEqual(['7 Hey, Travis,'])
  })

  it('keeps what was heard when the engine dies as it looks again, and tells of it', async () => {
    const told: unknown[] = []
    const died = new Error('The worker died.')
    const { recognize } = createCommandHearing(
      {
        recognize: async () => ({ text: 'What is a ferry?', decodeMs: 100, soundId: 7 }),
        reconsider: async () => {
          throw died
        },
        learnVocabulary() {},
      },
      judge,
      (thrown): undefined => void told.push(thrown),
    )
    expect(await recognize(new Float32Array(16))).toMatchObject({ text: 'What is a ferry?', decodeMs: 100 })
    expect(told).toEqual([died])
  })
})
