import type { StampedEvent } from '../../core/events.ts'
import type { EventHub } from '../event-hub.ts'
import type { Output } from './output.ts'

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** What a person in front of a terminal wants to see of an event; undefined for the rest. */
function wordsFor(event: StampedEvent): string | undefined {
  switch (event.type) {
    case 'wake-detected':
      return `woke     "${event.phrase}" (${event.score.toFixed(2)}) at ${seconds(event.audioMs)}`
    case 'transcript-final':
      return `heard    ${event.text}`
    case 'route-decided':
      return `meant    ${event.intent ?? event.route}: ${event.reason}`
    case 'tool-call':
      return `does     ${event.tool} ${JSON.stringify(event.input)}`
    case 'tool-approval-request':
      return `asks     ${event.prompt}`
    case 'tool-result':
      return event.ok ? undefined : `failed   ${event.error?.message ?? ''}`
    case 'reply-final':
      return event.text === '' ? undefined : `says     ${event.text}`
    case 'speech-audio':
      return event.file === undefined ? undefined : `sound    ${event.file}`
    case 'notice':
      return `note     ${event.message}${event.remedy === undefined ? '' : ` To mend it: ${event.remedy}`}`
    case 'error':
      return `trouble  ${event.error.message}${event.error.remedy === undefined ? '' : ` To mend it: ${event.error.remedy}`}`
    default:
      return undefined
  }
}

/** Prints everything that happens: every event as a line under `--json`, what matters to people otherwise. The answer ends it. */
export function printEvents(hub: EventHub, output: Output, stamp: () => object = () => ({})): () => void {
  return hub.subscribe((event) => {
    const line = wordsFor(event)
    output.emit({ ...stamp(), ...event }, line)
  })
}
