import { describe, expect, it } from 'vitest'
import { told } from './routing.ts'

describe('what follows from the turn before', () => {
  it('takes the other one of two files', () => {
    const opened = { lastCommands: [{ intent: 'files.open', slots: { position: 1 } }] }
    expect(told('no, the other one', opened)).toBe('files.open {"position":2}')
    const second = { lastCommands: [{ intent: 'files.open', slots: { position: 2 } }] }
    expect(told('the other one', second)).toBe('files.open {"position":1}')
    const found = { lastCommands: [{ intent: 'files.find', slots: { query: 'lease' } }] }
    expect(told('I meant the other one', found)).toBe('files.open {"position":2}')
  })

  it('does the same to the application that was meant', () => {
    const closed = { lastApp: 'Safari', lastCommands: [{ intent: 'apps.quit', slots: { app: 'Safari' } }] }
    expect(told('no, I meant Spotify', closed)).toBe('apps.quit {"app":"Spotify"}')
  })

  it('moves the window of the application just opened', () => {
    expect(told('move it to the right', { lastApp: 'Notes' })).toBe('windows.move {"position":"right","app":"Notes"}')
  })

  it('does nothing when there was nothing before', () => {
    expect(told('no, the other one')).toBe('')
    expect(told('no, I meant Spotify')).toBe('')
    expect(
      told('no, I meant the green one', { lastCommands: [{ intent: 'apps.open', slots: { app: 'Safari' } }] }),
    ).toBe('')
  })
})
