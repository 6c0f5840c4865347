import { describe, expect, it } from 'vitest'
import { type CommandJudge, createCommandHearing } from '../../../src/audio/command-hearing.ts'
import type { Reading } from '../../../src/audio/ports.ts'

const readings: Record<string, ReturnType<CommandJudge['judge']>> = {
  'Open Safari.': 'settled',
  'Open the ferry.': 'limit',
  'Call Stettler.': 'stranger',
  'Message Stelan.': 'partial',
  'Message Stella.': 'partial',
  'Call Stella.': 'settled',
  'Stop.': 'kept',
  'Open the fair.': 'settled',
  'Open the': 'kept',
  'Add milk to the list.': 'partial',
  'Add silk to the list.': 'partial',
  'Turn on the lamp.': 'limit',
}

const judge: CommandJudge = { judge: (words) => readings[words] ?? 'none', wakePhrases: () => ['hey jarvis'] }

type Other = Omit<Reading, 'kind'> & Partial<Pick<Reading, 'kind'>>

function hearing(text: string | { text: string; confidence: number }, ...others: Other[]) {
  const heard = typeof text === 'string' ? { text } : text
  const asked: string[] = []
  const recognizer = createCommandHearing(
    {
      recognize: async () => ({ ...heard, decodeMs: 100, soundId: 7, more: 0.3 }),
      reconsider: async (soundId, { spokenBefore, thorough, doubted, wordings, onlyWordings }) => {
        const how = `${thorough ? ' thoroughly' : ''}${doubted ? ' in doubt' : ''}${wordings ? ' beside wordings' : ''}`
        asked.push(`${soundId} ${spokenBefore}${how}${onlyWordings ? ' alone' : ''}`)
        const all = others.map((one) => ({ kind: 'phrase' as const, ...one }))
        // As the recogniser does: of a thorough look the sentences that sound alike are left.
        if (!thorough || !wordings) return { decodeMs: 40, readings: all }
        const readings = all.filter(({ kind }) => (kind === 'alike') === (onlyWordings === true))
        return { decodeMs: 40, readings, ...(onlyWordings || doubted ? {} : { wordingsLeft: true }) }
      },
      learnVocabulary() {},
    },
    judge,
    () => undefined,
  )
  return { asked, heard: recognizer.recognize(new Float32Array(16)) }
}

describe('hearing commands', () => {
  it('leaves what breaks off as it was heard, and asks nothing more', async () => {
    const { asked, heard } = hearing('Open the', { text: 'Open Safari.', doubt: -5 })
    expect(await heard).toMatchObject({ text: 'Open the', decodeMs: 100 })
    expect(asked).toEqual([])
  })

  it('changes a command only for another whole one that is about as likely', async () => {
    for (const other of [
      { text: 'Open Safari.', doubt: 1.5 },
      { text: 'Turn on the lamp.', doubt: -3 },
      { text: 'Message Stella.', doubt: -3 },
      { text: 'Stop.', doubt: -3 },
    ])
      expect((await hearing('Open the fair.', other).heard).text).toBe('Open the fair.')
    expect((await hearing('Open the fair.', { text: 'Open Safari.', doubt: 0.5 }).heard).text).toBe('Open Safari.')
  })

  it('takes a shorter command where the longer words are much less likely', async () => {
    const long = 'Oh, funny ferry, no fury.'
    expect((await hearing(long, { text: 'Open Safari.', doubt: 0.5 }).heard).text).toBe(long)
    expect((await hearing(long, { text: 'Open Safari.', doubt: -1.5 }).heard).text).toBe('Open Safari.')
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
    ['a doubtful one in place of a command to a stranger', 'Call Stettler.', 'Call Stella.', 3],
    ['a doubtful one in place of a command that lacks something', 'Message Stelan.', 'Message Stella.', 4],
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

  it('takes a phrase of the vocabulary, or one with a known name, for words that are taken as they come', async () => {
    const other = { text: 'Add milk to the list.', doubt: 0 }
    for (const kind of ['phrase', 'named'] as const)
      expect((await hearing('Add silk to the list.', { ...other, kind }).heard).text).toBe('Add milk to the list.')
  })

  it('takes one with a known name for what SAM cannot do, where the name makes it a command', async () => {
    const other = { text: 'Message Stella.', doubt: -1 }
    expect((await hearing('Open the ferry.', { ...other, kind: 'named' }).heard).text).toBe('Message Stella.')
    expect((await hearing('Open the ferry.', { ...other, kind: 'phrase' }).heard).text).toBe('Open the ferry.')
  })

  it('takes what is heard without the examples only where it is a whole command', async () => {
    const plain = { doubt: 0, kind: 'plain' } as const
    expect((await hearing('Message Stelan.', { text: 'Message Stella.', ...plain }).heard).text).toBe('Message Stelan.')
    expect((await hearing('Message Stelan.', { text: 'Open the', ...plain }).heard).text).toBe('Message Stelan.')
    expect((await hearing('Open the ferry.', { text: 'Open Safari.', ...plain }).heard).text).toBe('Open Safari.')
  })

  it('takes what is heard without the examples for a command that was hardly said, whatever it is', async () => {
    const drawn = { text: 'Open the fair.', confidence: 0.4 }
    const plain = { text: 'Oh, then it was fair.', doubt: 3, kind: 'plain' } as const
    const { asked, heard } = hearing(drawn, plain)
    expect(await heard).toMatchObject({ text: plain.text, more: 0.3 })
    expect(asked).toEqual(['7  in doubt'])
    expect((await hearing({ ...drawn, confidence: 0.5 }, plain).heard).text).toBe(drawn.text)
    expect((await hearing({ text: 'Oh, funny ferry.', confidence: 0.4 }, plain).heard).text).toBe('Oh, funny ferry.')
  })

  it.each([
    ['a command', 'Oh, funny ferry.', 'Open Safari.', true],
    ['other words', 'Oh, funny ferry.', 'Oh, funny fellow.', true],
    ['words of as much use', 'Message Stelan.', 'Message Stella.', true],
    ['words of less use', 'Message Stelan.', 'Messy still and.', false],
    ['what breaks off', 'Oh, funny.', 'Open the', false],
    ['a part of what was said', 'Oh, funny ferry, no fury at all.', 'Open Safari.', false],
    ['what was forbidden', "Don't open the fairy.", 'Open Safari.', false],
  ])('takes, or leaves, %s that is likelier beside sentences that sound alike', async (_, free, text, isTaken) => {
    const alike = { text, kind: 'alike', doubt: -1 } as const
    expect((await hearing(free, alike).heard).text).toBe(isTaken ? text : free)
    expect((await hearing(free, { ...alike, doubt: -0.5 }).heard).text).toBe(free)
  })

  it('keeps what is known of more words to come where the last word stays', async () => {
    const alike = { kind: 'alike', doubt: -1 } as const
    const kept = hearing('Oh, funny ferry.', { text: 'Oh, sunny ferry.', ...alike })
    expect(await kept.heard).toMatchObject({ text: 'Oh, sunny ferry.', more: 0.3 })
    const changed = hearing('Oh, funny ferry.', { text: 'Oh, funny fellow.', ...alike })
    expect(await changed.heard).not.toHaveProperty('more')
    const same = hearing({ text: 'Oh, funny ferry.', confidence: 0.9 }, { text: 'Oh funny ferry', ...alike })
    expect(await same.heard).toMatchObject({ text: 'Oh, funny ferry.', more: 0.3, confidence: 0.9 })
  })

  it('takes a phrase before what is likelier beside sentences that sound alike', async () => {
    const alike = { text: 'Message Stella.', kind: 'alike', doubt: -3 } as const
    expect((await hearing('Oh, funny ferry.', alike, { text: 'Open Safari.', doubt: 2 }).heard).text).toBe(
      'Open Safari.',
    )
  })

  it('does not look for sentences that sound like what is understood', async () => {
    const { asked, heard } = hearing('Open the fair.')
    await heard
    expect(asked).toEqual(['7 '])
  })

  it('looks thoroughly at a request in which something is wrong', async () => {
    const { asked, heard } = hearing('Message Stelan.')
    expect(await heard).toMatchObject({ text: 'Message Stelan.', decodeMs: 180 })
    expect(asked).toEqual(['7  thoroughly beside wordings', '7  thoroughly beside wordings alone'])
  })

  it('asks for sentences that sound alike only where nothing of a thorough look is taken', async () => {
    const alike = { text: 'Message Stella.', kind: 'alike', doubt: -3 } as const
    const other = hearing('Message Stelan.', alike, { text: 'What stellar?', kind: 'plain', doubt: -4 })
    expect(await other.heard).toMatchObject({ text: 'Message Stella.', decodeMs: 180 })
    expect(other.asked).toHaveLength(2)
    for (const kind of ['phrase', 'plain'] as const) {
      const taken = hearing('Message Stelan.', alike, { text: 'Call Stella.', kind, doubt: 1 })
      expect(await taken.heard).toMatchObject({ text: 'Call Stella.', decodeMs: 140 })
      expect(taken.asked).toEqual(['7  thoroughly beside wordings'])
    }
  })

  it('keeps the wake word, and looks behind it', async () => {
    const { asked, heard } = hearing('Hey, Travis, oh funny ferry.', { text: 'Open Safari.', doubt: 1 })
    expect((await heard).text).toBe('Hey, Travis, Open Safari.')
    expect(asked).toEqual(['7 Hey, Travis, beside wordings'])
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
