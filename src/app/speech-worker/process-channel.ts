import type { SpeechRequest } from './protocol.ts'
import type { SpeechChannel } from './serve.ts'

/** The worker's side of the line; the worker ends with its parent, never outlives it. */
export function processChannel(): SpeechChannel {
  process.on('disconnect', () => process.exit(0))
  // Ctrl-C reaches the whole group; the parent decides when the worker ends.
  process.on('SIGINT', () => {})
  return {
    onRequest: (listener) => process.on('message', (message) => listener(message as SpeechRequest)),
    send: (response) => {
      if (process.connected) process.send?.(response)
    },
  }
}
