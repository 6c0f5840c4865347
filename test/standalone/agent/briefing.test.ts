import { describe, expect, it } from 'vitest'
import { Conversation } from '../../../src/agent/conversation.ts'
import { createRouter } from '../../../src/agent/router.ts'
import { createApplicationIndex } from '../../../src/tools/applications/application-index.ts'

const router = createRouter({ applications: createApplicationIndex() })
const now = new Date('2026-11-23T08:00')
const sections = ['Good morning. You have one event today.', 'It is cloudy.', 'From the Post: A ferry opens.']
const whole = sections.join(' ')

/** A conversation in which this much of a briefing was heard. */
function afterBriefing(heard: string) {
  const conversation = new Conversation()
  conversation.begin('turn-1', 'give me my briefing')
  conversation.finish('turn-1', { reply: whole, model: 'fast-path' })
  conversation.tellBriefing('turn-1', now, { first: 1, sections })
  conversation.truncateReply('turn-1', heard)
  return conversation
}
const say = (words: string, conversation: Conversation, at = now) => router.route(words, conversation.context(at))

describe('a briefing is steered by voice', () => {
  it('knows which section was sounding when it was cut', () => {
    expect(afterBriefing('Good morning. You').context(now).briefing).toEqual({ position: 1, finished: false })
    expect(afterBriefing(`${sections[0]} It is`).context(now).briefing).toEqual({ position: 2, finished: false })
    expect(afterBriefing(whole).context(now).briefing).toEqual({ position: 3, finished: true })
  })

  it.each([
    ['skip', { position: 2 }],
    ['Skip that.', { position: 2 }],
    ['next one please', { position: 2 }],
    ['repeat that', { position: 1 }],
    ['more on that', { position: 1, detail: true }],
    ['tell me more', { position: 1, detail: true }],
    ['go on', { position: 1 }],
    ['hey jarvis, continue', { position: 1 }],
  ])('%j in the middle of the first section', (words, slots) => {
    const routed = say(words, afterBriefing('Good morning. You have'))
    expect(routed).toMatchObject({ route: 'command', intent: 'briefing.now', slots })
  })

  it('still understands everything else', () => {
    expect(say('open Safari', afterBriefing('Good'))).toMatchObject({ intent: 'apps.open' })
    expect(say('stop', afterBriefing('Good'))).toMatchObject({ intent: 'control.stop' })
    expect(say('next song', afterBriefing('Good'))).toMatchObject({ intent: 'media.next' })
  })

  it('without a briefing, or long after it, "skip" is not about one', () => {
    expect(say('skip', new Conversation()).intent).not.toBe('briefing.now')
    const later = new Date(now.getTime() + 20 * 60_000)
    expect(say('skip', afterBriefing('Good'), later).intent).not.toBe('briefing.now')
  })
})
