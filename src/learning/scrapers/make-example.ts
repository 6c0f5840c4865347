import { createHash } from 'node:crypto'
import type { DescribedExample } from '../../memory/ports.ts'
import { holdsOrders } from '../orders.ts'
import type { ExampleDraft } from './adapter.ts'
import { withoutPersonalData } from './filters/personal-data.ts'
import { holdsSecret } from './filters/secrets.ts'
import { unsafeText } from './stories/safety-text.ts'

const shortestAnswer = 40
const longestText = 16_000

/** Why something is not learned: `short`, `long`, `orders`, `secret`, `unsafe`. */
export type LeftOut = { leftOut: string }

/**
 * The one way from a source to an example; no source decides for itself what is safe. Mail addresses and phone numbers are taken out;
 * keys, orders to a model, and for stories what is explicit or involves minors, leave the whole example out. There are only a
 * question and an answer: what was read never becomes a system message or a call of a tool.
 */
export function makeExample(draft: ExampleDraft): DescribedExample | LeftOut {
  const { question, answer, createdMs, licence, ...rest } = draft
  if (question.length > longestText || answer.length > longestText) return { leftOut: 'long' }
  const texts = [question, answer].map((text) => withoutPersonalData(text.replaceAll('\0', '').trim()))
  const [asked = '', told = ''] = texts
  if (asked === '' || told.length < shortestAnswer) return { leftOut: 'short' }
  if (texts.some(holdsOrders)) return { leftOut: 'orders' }
  if (texts.some(holdsSecret)) return { leftOut: 'secret' }
  if (draft.source === 'scraped_creative' && unsafeText(texts.join('\n')) !== undefined) return { leftOut: 'unsafe' }
  const messages: DescribedExample['messages'] = [
    { role: 'user', content: asked },
    { role: 'assistant', content: told },
  ]
  const content = createHash('sha256').update(JSON.stringify(messages)).digest()
  // Names of files and of authors may hold addresses too.
  const plain = (text: string) => withoutPersonalData(text).slice(0, 2000)
  const { group } = rest
  const place = {
    origin: plain(rest.origin),
    licence: plain(licence),
    ...(group === undefined ? {} : { group: plain(group) }),
  }
  return { ...rest, ...place, messages, createdMs, content }
}
