import { describe, expect, it } from 'vitest'
import type { RoutedRequest } from '../../../src/agent/ports.ts'
import { spellingOf } from '../../../src/agent/spelling.ts'
import { whoAnswers } from '../../../src/agent/turn/who-answers.ts'

const local: RoutedRequest = { route: 'local', confidence: 0.5, reason: 'a plain question' }

describe('who answers', () => {
  it.each(['ask Claude why the sky is blue', 'what would Claude say to that', 'have claude look at it'])(
    '%s',
    (text) => {
      expect(whoAnswers(text, local, undefined)).toMatchObject({ route: 'escalate', reason: 'you asked for Claude' })
    },
  )

  it.each(['use the local model for this', 'answer that without the internet'])('%s', (text) => {
    expect(whoAnswers(text, { ...local, route: 'escalate' }, 'claude').route).toBe('local')
  })

  it.each(['tell me more', 'and why is that?', 'Can you explain that in more detail', 'go on please'])(
    'goes on with who spoke: %s',
    (text) => {
      expect(whoAnswers(text, local, 'claude').route).toBe('escalate')
      expect(whoAnswers(text, local, 'local').route).toBe('local')
    },
  )

  it.each(['why do cats purr', 'tell me more about cats', 'what is the capital of France'])(
    'asks for nobody: %s',
    (text) => expect(whoAnswers(text, local, 'claude')).toBe(local),
  )

  it('never turns a command, or what cannot be done, into a question', () => {
    const command: RoutedRequest = { ...local, route: 'command', intent: 'apps.open', slots: { app: 'Claude' } }
    expect(whoAnswers('use Claude', command, undefined)).toBe(command)
    const cannot: RoutedRequest = { ...local, cannot: 'order food' }
    expect(whoAnswers('ask claude to order food', cannot, undefined)).toBe(cannot)
  })
})

describe('spelling', () => {
  it.each([
    ['spell it', 'The capital of France is Paris.', 'Paris: P, A, R, I, S.'],
    [
      'can you spell that for me please',
      'She was Ada Lovelace, a writer.',
      'Ada Lovelace: A, D, A; L, O, V, E, L, A, C, E.',
    ],
    ['how do you spell rhythm', undefined, 'rhythm: R, H, Y, T, H, M.'],
    ["How is O'Neil-Smith spelled?", undefined, "O'Neil-Smith: O, apostrophe, N, E, I, L, hyphen, S, M, I, T, H."],
    ['spell it', 'It is forty two.', 'two: T, W, O.'],
    ['spell it', undefined, 'I do not know what to spell.'],
  ])('%s after %s', (text, before, letters) => expect(spellingOf(text, before)).toBe(letters))

  it.each(['he cast a spell on me', 'what is a dry spell', 'is my spelling right'])('is not asked for: %s', (text) =>
    expect(spellingOf(text, 'Paris.')).toBeUndefined(),
  )
})
