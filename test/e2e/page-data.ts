import { Readable } from 'node:stream'
import type { PanelDesk } from '../../src/app/server/desk-port.ts'
import type { RequestInput, RequestName, RequestResults } from '../../src/app/server/requests/page-requests.ts'
import { chatGptExport, type ExportedTalk } from './chatgpt-export.ts'

/** Asks a desk as a page does, without a page. */
export async function askDesk<Name extends RequestName>(desk: PanelDesk, name: Name, input: RequestInput<Name>) {
  const handler = desk.handlers[name] as (input: unknown, call: unknown) => Promise<RequestResults[Name]>
  return handler(input, { signal: new AbortController().signal, onProgress: () => {} })
}

/** Brings in a history with these conversations. */
export async function importTalks(desk: PanelDesk, talks: readonly ExportedTalk[]): Promise<void> {
  const bytes = Buffer.from(chatGptExport(...talks))
  const upload = { name: 'conversations.json', purpose: 'import', announcedBytes: bytes.length } as const
  const { id } = await desk.receive(upload, Readable.from([bytes]))
  await askDesk(desk, 'memory.import', { kind: 'chatgpt', uploads: [id] })
}

export const someTalks: ExportedTalk[] = [
  {
    title: 'Bicycle',
    asked: 'Where did I park the bicycle?',
    answered: 'You parked it behind the bakery, next to the blue door.',
  },
  {
    title: 'Trip to Porto',
    asked: 'Plan three days in Porto in May, we like walking and good coffee.',
    answered:
      'Day one: Ribeira and the bridge. Day two: Foz, along the sea. Day three: the gardens, and the train back at six.',
    day: 2,
  },
  {
    title: 'Swift generics',
    asked: 'Why does the compiler say that this protocol can only be used as a generic constraint?',
    answered: 'It has an associated type. Write `some Collection` or make the function generic over it.',
    day: 3,
  },
]
