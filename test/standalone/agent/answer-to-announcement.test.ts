import { expect, it } from 'vitest'
import { answersAnnouncement } from '../../../src/agent/answer-to-announcement.ts'
import { route } from './routing.ts'

it.each([
  'stop',
  'Stop!',
  'be quiet',
  'snooze',
  'ten more minutes',
  'turn off the alarm',
  'okay',
  'okay, thanks',
  'thank you',
  "I'm up",
  'never mind',
])('%s answers what SAM says of its own accord', (text) => {
  expect(answersAnnouncement(route(text))).toBe(true)
})

it.each([
  'did you feed the cat',
  'I think we should leave at eight',
  'open the window please',
  'call your mother',
  'what time is it',
  'okay so what do you think about the house',
  'stop the car over there',
])('%s does not', (text) => {
  expect(answersAnnouncement(route(text))).toBe(false)
})
