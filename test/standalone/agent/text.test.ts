import type { Token } from 'node-llama-cpp'
import { describe, expect, it } from 'vitest'
import { phrase } from '../../../src/agent/fast-path/phrase.ts'
import { fitMessages } from '../../../src/agent/local-model/fit-messages.ts'
import { TokenText } from '../../../src/agent/local-model/token-text.ts'
import type { ChatMessage } from '../../../src/agent/ports.ts'
import { SpokenForm } from '../../../src/agent/spoken-form.ts'

function toSpokenForm(text: string): string {
  const form = new SpokenForm()
  return form.push(text) + form.end()
}

describe('phrase', () => {
  it('matches whole lines of words', () => {
    const volume = phrase('(turn|put) [the] volume (up|down) [by {amount}]')
    expect(volume.match(' turn volume up')?.groups?.['amount']).toBeUndefined()
    expect(volume.match(' put the volume down by twenty five')?.groups?.['amount']).toBe(' twenty five')
    expect(volume.match(' turn the volume upwards')).toBeNull()
    expect(volume.match(' please turn volume up')).toBeNull()
    expect(volume.match('')).toBeNull()
  })

  it('begins with whatever its optional parts leave over', () => {
    const polite = phrase('[(could|would) you] [now] (stop|[do] halt) [it]')
    for (const line of [' stop', ' now halt', ' do halt it', ' would you stop it', ' could you now do halt'])
      expect(polite.match(line)).not.toBeNull()
    expect(polite.match(' you stop')).toBeNull()
    expect(phrase('{what} please').match(' anything at all please')?.groups?.['what']).toBe(' anything at all')
    expect(phrase('[please]').match('')).not.toBeNull()
  })

  it('gives the longer alternative the words', () => {
    expect(phrase('(close|close down) {app}').match(' close down safari')?.groups?.['app']).toBe(' safari')
  })

  it('takes signs for what they are', () => {
    expect(phrase('what? (a.b|c+)').match(' what? a.b')).not.toBeNull()
    expect(phrase('a.b').match(' axb')).toBeNull()
  })
})

describe('spoken form', () => {
  it('leaves out what cannot be spoken', () => {
    expect(toSpokenForm('# Title\n\n- **One** thing\n- `two` [things](https://example.com/x)\n')).toBe(
      'Title. One thing. two things.',
    )
    expect(toSpokenForm('Good 👍 morning! See https://www.example.com/a/b?c.')).toBe('Good morning! See example.com.')
    expect(toSpokenForm('2 * 3 * 4 is 24, and snake_case stays.')).toBe('2 * 3 * 4 is 24, and snake_case stays.')
  })

  it('names a listing instead of reading it', () => {
    expect(toSpokenForm('Try this:\n```js\nwhile (true) {}\n```\nDone.')).toBe('Try this. I leave the code out. Done.')
  })

  it('gives the same text however the stream is cut', () => {
    const text = 'The first. A *second* one! And\n1. a list\n2. of two'
    const whole = toSpokenForm(text)
    for (let size = 1; size < 9; size++) {
      const form = new SpokenForm()
      let spoken = ''
      for (let at = 0; at < text.length; at += size) spoken += form.push(text.slice(at, at + size))
      expect(spoken + form.end()).toBe(whole)
    }
  })
})

/** Tokens are bytes; the text comes out as far as the bytes make whole characters. */
const bytes = {
  detokenize: (tokens: readonly Token[]) => Buffer.from(tokens.map(Number)).toString('utf8'),
}

function readTokens(text: string, stops: string[]): { pieces: string[]; reader: TokenText } {
  const reader = new TokenText(bytes, stops)
  const pieces = [...Buffer.from(text)].map((byte) => reader.add(byte as Token))
  return { pieces: [...pieces, reader.end()], reader }
}

describe('token text', () => {
  it('waits for whole characters', () => {
    const { pieces } = readTokens('für 3 €', [])
    expect(pieces.join('')).toBe('für 3 €')
    expect(pieces.join('|')).not.toContain('\ufffd')
  })

  it('ends before a stop text and never shows a part of it', () => {
    const { pieces, reader } = readTokens('Hello.<|end|>more', ['<|end|>'])
    expect(pieces.join('')).toBe('Hello.')
    expect(reader.stopped).toBe(true)
  })

  it('gives back what only looked like a stop text', () => {
    const { pieces, reader } = readTokens('a <|en b <', ['<|end|>'])
    expect(pieces.join('')).toBe('a <|en b <')
    expect(reader.stopped).toBe(false)
  })
})

describe('fitMessages', () => {
  const message = (role: 'system' | 'user' | 'assistant', content: string): ChatMessage => ({ role, content })
  const count = (messages: readonly ChatMessage[]) => messages.reduce((sum, { content }) => sum + content.length, 0)
  const chat = [
    message('system', 'ssss'),
    message('user', 'aaaa'),
    message('assistant', 'bbbb'),
    message('user', 'cccc'),
    message('assistant', 'dddd'),
    message('user', 'eeee'),
  ]

  it('leaves a chat alone that fits', () => {
    expect(fitMessages(chat, count, 24)).toEqual(chat)
  })

  it('drops the oldest exchanges, never an answer without its question', () => {
    for (const limit of [16, 20, 23]) expect(fitMessages(chat, count, limit)).toEqual([chat[0], ...chat.slice(3)])
    expect(fitMessages(chat, count, 8)).toEqual([chat[0], chat[5]])
  })

  it('refuses a request that is too long by itself, with a cure', () => {
    expect(() => fitMessages(chat, count, 7)).toThrowError(
      expect.objectContaining({ code: 'request-too-long', remedy: expect.any(String) }),
    )
  })
})
