import { describe, expect, it } from 'vitest'
import { Placeholders } from '../../../src/agent/privacy/placeholders.ts'

function hide(...texts: string[]): string[] {
  const placeholders = new Placeholders()
  placeholders.findAll(texts)
  return texts.map((text) => placeholders.hide(text))
}

describe('private words are replaced before anything is sent', () => {
  it.each([
    ['write to ana.lima+work@example.co.uk now', 'write to [EMAIL_1] now'],
    ['call +351 912 345 678 or (020) 7946-0958', 'call [PHONE_1] or [PHONE_2]'],
    ['my colleague Maria Silva, she disagrees', 'my colleague [PERSON_1], she disagrees'],
    ['my sister ana, who lives here', 'my sister [PERSON_1], who lives here'],
    ['ask Dr. Okafor about it', 'ask Dr. [PERSON_1] about it'],
    ['my name is Jo van Dyk and I am new', 'my name is [PERSON_1] and I am new'],
    ['the file ~/Documents/taxes/2025.pdf is gone', 'the file [PATH_1] is gone'],
    ['open /Volumes/backup/secret plan', 'open [PATH_1] plan'],
    ['I live at 12 Old Mill Road in town', 'I live at [ADDRESS_1] in town'],
    ['the password is hunter2!', 'the password is [SECRET_1]'],
    ['use sk-ant-abcdefgh12345678 for it', 'use [KEY_1] for it'],
    ['my card 4111 1111 1111 1111 was stolen', 'my card [NUMBER_1] was stolen'],
    ['pay to DE89 3704 0044 0532 0130 00 today', 'pay to [ACCOUNT_1] today'],
    ['ping 192.168.178.21', 'ping [ADDRESS_1]'],
  ])('%j', (text, hidden) => {
    expect(hide(text)).toEqual([hidden])
  })

  it.each([
    'compare the trade-offs of event sourcing and plain tables for a fifty person company',
    'who was Marie Curie and what did she find in 1898',
    'is 3.14159 close to pi, and what is 2 to the power of 10',
    'my friend likes to read and my boss does not',
    'the meeting is on 2026-11-23 at 14:30',
    'how do I get from Paris to New York in 8 hours',
  ])('leaves %j as it is', (text) => {
    expect(hide(text)).toEqual([text])
  })

  it('hides a name in every text once one of them gives it away, whatever its case', () => {
    expect(hide('my colleague Maria Silva disagrees', 'tell maria silva that MARIA SILVA is right')).toEqual([
      'my colleague [PERSON_1] disagrees',
      'tell [PERSON_1] that [PERSON_1] is right',
    ])
  })

  it('gives back exactly what was hidden, also from a stream cut anywhere', () => {
    const placeholders = new Placeholders()
    const told = 'my colleague Maria Silva, maria@example.com'
    placeholders.findAll([told])
    const hidden = placeholders.hide(told)
    expect(placeholders.size).toBe(2)
    expect(placeholders.restore(hidden)).toBe('my colleague Maria Silva, maria@example.com')
    const answer = 'Tell [PERSON_1] (not [PERSON_9]) [really] at [EMAIL_1].'
    for (let cut = 1; cut < answer.length; cut++) {
      const restorer = placeholders.createRestorer()
      const text = restorer.push(answer.slice(0, cut)) + restorer.push(answer.slice(cut)) + restorer.end()
      expect(text).toBe('Tell Maria Silva (not [PERSON_9]) [really] at maria@example.com.')
    }
  })
})
