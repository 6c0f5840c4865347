import { Readable } from 'node:stream'
import type { PanelDesk } from '../../src/app/server/desk-port.ts'
import type { RequestInput, RequestName, RequestResults } from '../../src/app/server/requests/page-requests.ts'
import { keepBenchRun } from '../../src/app/service/bench-history.ts'
import type { ServiceRecorder } from '../../src/app/service/service-recorder.ts'
import { createMemoryStores } from '../../src/memory/memory-stores.ts'
import { chatGptExport, type ExportedTalk } from './chatgpt-export.ts'
import { learnSome } from './learning-data.ts'

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

/** Several of one kind, so that something shows in them. */
const swiftTalks: ExportedTalk[] = Array.from({ length: 12 }, (_, i) => ({
  title: `Swift, part ${i + 1}`,
  asked: `In Swift, why does this not compile? func add${i}(a: Int) -> Int { return a } Keep it short please.`,
  answered: 'The type of the value is missing.\n```swift\nfunc add() {}\n```',
  day: 4 + i,
}))

/** What was told in so many words, with what it replaced. */
export function tellFacts(home: string): void {
  const memory = createMemoryStores(home)
  const day = (date: number) => new Date(2025, 10, date, 10)
  memory.facts.learn({ text: 'I live in Oslo', at: day(1) })
  memory.facts.learn({ text: 'I moved to Porto', at: day(9) })
  memory.facts.learn({ text: "My sister's name is Ana", at: day(10) })
  memory.facts.learn({ text: "I'm allergic to nuts", at: day(11) })
  memory.facts.learn({ text: "I'm allergic to pollen", at: day(12) })
  memory.facts.add('the bicycle is locked behind the bakery, next to the blue door', day(13))
  memory.facts.add('the landlord wants the rent on the third', day(14), true)
  memory.database.close()
}

/** A home with something on every page. */
export async function fillHome({
  desk,
  home,
  service,
}: {
  desk: PanelDesk
  home: string
  service: ServiceRecorder
}): Promise<void> {
  await importTalks(desk, [...someTalks, ...swiftTalks])
  tellFacts(home)
  actToday(home)
  await learnSome(home)
  await setTimers(desk)
  measure(service)
  hearInRooms(home)
}

/** A timer, an alarm that repeats, and a briefing. */
export async function setTimers(desk: PanelDesk): Promise<void> {
  await askDesk(desk, 'timers.add', { kind: 'timer', durationSeconds: 720, name: 'pasta' })
  await askDesk(desk, 'timers.add', { kind: 'alarm', at: '2099-03-04T07:30', repeat: 'weekdays' })
  await askDesk(desk, 'timers.set-briefing', { schedule: { weekdays: [1, 2, 3, 4, 5], hour: 7, minute: 30 } })
}

/** An hour of turns, a minute of sound, and two times of waking. */
export function measure(service: ServiceRecorder): void {
  for (let turn = 0; turn < 40; turn++) {
    const slow = 1 + (turn % 7) / 4
    const timings = {
      endpointMs: 400 + turn,
      recognizeMs: 60 * slow,
      routeMs: 4 * slow,
      ...(turn % 3 === 0 ? { toolMs: 90 * slow } : { firstTokenMs: 300 * slow }),
      firstAudioMs: 500 * slow,
      totalMs: 1500,
    }
    service.see({ type: 'turn-finished', turnId: `t${turn}`, outcome: 'done', timings, atMs: (turn - 40) * 90_000 })
  }
  for (let frame = 0; frame < 50 * 60; frame++) service.hear(20, frame === 1000 ? 2 : 0)
  service.see({ type: 'wake-detected', phrase: 'hey jarvis', score: 0.91, audioMs: 1, atMs: -900_000 })
  service.see({ type: 'transcript-final', turnId: 't', text: 'What time is it', audioMs: 2, atMs: -898_000 })
  service.see({ type: 'wake-detected', phrase: 'hey jarvis', score: 0.52, audioMs: 3, atMs: -60_000 })
}

/** Two runs of the acoustic twin, the first without a stop. */
export function hearInRooms(home: string): void {
  const now = Date.now()
  keepBenchRun(
    home,
    'acoustic',
    { stopMedianMs: 104, stopP95Ms: Number.POSITIVE_INFINITY, selfStopsPerHour: 9 },
    now - 9e7,
  )
  const figures = { stopMedianMs: 90, stopP95Ms: 140, selfStopsPerHour: 0, turnsTakenByCoughs: 0, wakesDetected: 0.96 }
  keepBenchRun(home, 'acoustic', figures, now - 1e7)
}

/** So many lines, one a minute. */
export function sayALot(home: string, count: number): void {
  const memory = createMemoryStores(home)
  const turns = Array.from({ length: count }, (_, i) => ({
    source: 'live',
    conversation: `day ${Math.floor(i / 1440)}`,
    id: String(i),
    speaker: i % 2 === 0 ? 'user' : 'assistant',
    text: `Line number ${i}.`,
    at: new Date(2025, 10, 1, 0, i),
    origin: 'text' as const,
  }))
  for (let at = 0; at < count; at += 500) memory.turns.addMany(turns.slice(at, at + 500))
  memory.database.close()
}

/** A morning in the audit log: something done, something refused, something that left. */
export function actToday(home: string): void {
  const memory = createMemoryStores(home)
  const at = new Date()
  const action = { at, turnId: 't', callId: 'c', origin: 'voice', tainted: false, durationMs: 3 }
  const done = { decision: 'allowed', by: 'policy', result: 'ok' } as const
  const { audit } = memory
  audit.appendAction({
    ...action,
    ...done,
    tool: 'apps.open',
    tier: 'reversible',
    input: { app: 'Safari' },
    summary: '',
  })
  audit.appendAction({ ...action, ...done, tool: 'time.now', tier: 'read', input: {}, summary: '' })
  audit.appendAction({
    ...action,
    tool: 'mail.send',
    tier: 'strong-confirm',
    input: { to: 'anna@example.org', text: 'Ten minutes late.' },
    summary: 'Send “Ten minutes late.” to Anna',
    decision: 'denied',
    by: 'voice',
    result: 'consent-denied',
  })
  const sent = { at, decision: 'allowed', by: 'policy allow escalation', destination: 'api.anthropic.com' } as const
  const body = JSON.stringify({ model: 'claude', messages: [{ role: 'user', content: 'Why is the sky blue?' }] })
  const headers = [['x-api-key', 'sk-ant-not-shown']] as const
  const content = { method: 'POST', address: 'https://api.anthropic.com/v1/messages', headers, body }
  audit.appendEgress({ ...sent, turnId: 'asked', purpose: 'a question to Claude', bytes: 2345, content })
  audit.appendAction({
    ...action,
    ...done,
    tool: 'sound.volume',
    tier: 'reversible',
    input: { level: 30 },
    summary: '',
    receipt: { before: 50 },
  })
  memory.database.close()
}

/** So many things done, one a minute up to now. */
export function actALot(home: string, count: number): void {
  const memory = createMemoryStores(home)
  const done = { tool: 'apps.open', tier: 'reversible', decision: 'allowed', by: 'policy', result: 'ok' } as const
  const write = memory.database.connection().transaction(() => {
    for (let index = 0; index < count; index++) {
      memory.audit.appendAction({
        ...{ ...done, turnId: `t${index}`, callId: `c${index}`, origin: 'voice', tainted: false, durationMs: 3 },
        ...{
          at: new Date(Date.now() - (count - index) * 60_000),
          input: { app: `Application ${index},` },
          summary: '',
        },
      })
    }
  })
  write()
  memory.database.close()
}
