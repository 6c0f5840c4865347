import type { SamEvent } from '../../core/events.ts'
import type { SpokenReply } from '../../tts/speaker.ts'

/** Speaks what a turn says: its text as it is streamed, or the whole reply when none was. The answer is told the turn's events. */
export function voiceReply(reply: SpokenReply): (event: SamEvent) => void {
  let streamed = false
  return (event) => {
    if (event.type === 'reply-delta') {
      streamed ||= event.text !== ''
      reply.push(event.text)
    }
    if (event.type === 'reply-final' && !streamed) reply.push(event.text)
  }
}
