import { expect, it } from 'vitest'
import { createRouter } from '../../../src/agent/router.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const router = createRouter({ applications: createApplicationIndex() })
const route = (text: string) => router.route(text, { now: new Date('2026-11-23T08:00') })

it.each([
  ['could you shuffle my songs please', 'media.shuffle', { enabled: true }],
  ['put shuffle mode on', 'media.shuffle', { enabled: true }],
  ['no more shuffling', 'media.shuffle', { enabled: false }],
  ['Switch shuffle off.', 'media.shuffle', { enabled: false }],
  ['keep playing this song', 'media.repeat', { kind: 'one' }],
  ['put it on repeat', 'media.repeat', { kind: 'one' }],
  ['loop the whole playlist', 'media.repeat', { kind: 'all' }],
  ['turn the repeat mode off', 'media.repeat', { kind: 'off' }],
])('%j', (text, intent, slots) => {
  expect(route(text)).toMatchObject({ route: 'command', intent, slots })
})

it.each([
  ['repeat', 'control.repeat'],
  ['say that again', 'control.repeat'],
  ['shuffle my jazz playlist', 'media.play'],
])('%j is still %s', (text, intent) => {
  expect(route(text).intent).toBe(intent)
})

it.each(['how do I turn on shuffle', "don't shuffle the cards", 'I shuffled the deck'])('%j starts nothing', (text) => {
  expect(route(text).intent ?? '').not.toBe('media.shuffle')
})
