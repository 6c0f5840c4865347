import path from 'node:path'
import type { RoutedRequest, Router } from '../../../agent/ports.ts'
import { createRouter } from '../../../agent/router.ts'
import { commandsOf } from '../../../agent/turn/run-commands.ts'
import { quantile } from '../../../core/numbers/quantile.ts'
import { createApplicationIndex } from '../../../tools/applications/application-index.ts'
import type { ToolRegistry } from '../../../tools/registry.ts'
import type { BenchRecord } from '../record.ts'
import { harmless, type LabelledRequest as Line, readLines, toolsOfLabel } from './request-labels.ts'

/** Where nobody brought real wording: a command or a question each. */
const samples = [
  'open Safari',
  'turn the volume down a bit',
  'set a timer for twenty five minutes',
  'what time is it in Tokyo',
  'could you please close the calculator',
  'play the next song',
  'find my tax return from last year',
  'open github.com and set the volume to 30',
  'why is the sky blue',
  'wake me up tomorrow at half past six',
  'how much battery is left',
  'I opened Safari yesterday',
]

/** As many applications as a full Mac has. */
const installedApplications = 500
const rounds = 20

/** How fast and how rightly requests are routed; rightly only with a folder that holds `requests/*.jsonl`. */
export function benchRoute(registry: ToolRegistry, dataFolder?: string): BenchRecord {
  const requests = dataFolder === undefined ? [] : readLines(path.join(dataFolder, 'requests', 'slurp-devel.jsonl'))
  const texts = requests.length > 0 ? requests.map(({ text }) => text) : samples
  const router = createFullRouter()
  for (const text of texts) router.route(text, { now: new Date() })

  const routeMs: number[] = []
  const routed = texts.map((text) => timed(() => router.route(text, { now: new Date() }), routeMs))
  const keywordMs: number[] = []
  for (const text of texts) timed(() => lookUpWords(text), keywordMs)
  const figures: Record<string, number> = {
    p50Ms: quantile(routeMs, 0.5),
    p95Ms: quantile(routeMs, 0.95),
    ruleHitsPerSecond: rateOf(
      router,
      texts.filter((_, index) => routed[index]?.route === 'command'),
    ),
    requests: texts.length,
  }
  const goals = [
    { goal: 'at most 5 ms (median)', reached: (figures['p50Ms'] ?? 0) <= 5 },
    { goal: 'at most 15 ms (95 of 100)', reached: (figures['p95Ms'] ?? 0) <= 15 },
    { goal: 'a thousand commands a second on one core', reached: (figures['ruleHitsPerSecond'] ?? 0) >= 1000 },
  ]
  if (requests.length > 0 && dataFolder !== undefined) {
    const complex = readLines(path.join(dataFolder, 'requests', 'complex.jsonl')).map(({ text }) => text)
    const right = accuracy(requests, routed, registry)
    const escalated = share(complex, (text) => router.route(text, { now: new Date() }).route === 'escalate')
    const local = share(routed, ({ route }) => route !== 'escalate')
    Object.assign(figures, right, { complexEscalated: escalated, staysLocal: local })
    goals.push(
      { goal: 'right action in 90 of 100 (mean over actions)', reached: right.actionAccuracy >= 0.9 },
      { goal: 'needless tool in at most 2 of 100', reached: right.needlessTool <= 0.02 },
      { goal: 'needless change in at most 1 of 200', reached: right.needlessChange <= 0.005 },
      { goal: 'hard questions escalate in 85 of 100', reached: escalated >= 0.85 },
      { goal: 'everyday requests stay local in 95 of 100', reached: local >= 0.95 },
    )
  }
  const baseline = { wordLookupP50Ms: quantile(keywordMs, 0.5) }
  return {
    name: 'route',
    figures,
    baseline,
    ratio: { p50ToWordLookup: (figures['p50Ms'] ?? 0) / baseline.wordLookupP50Ms },
    goals,
  }
}

function createFullRouter(): Router {
  const applications = createApplicationIndex()
  applications.setInstalled(
    Array.from({ length: installedApplications }, (_, index) => ({
      name: `Studio ${String.fromCharCode(65 + (index % 26))}${index} Works`,
      installedId: `works.studio.${index}`,
    })),
  )
  return createRouter({ applications })
}

function timed<Result>(work: () => Result, into: number[]): Result {
  const startedAtMs = performance.now()
  const result = work()
  into.push(performance.now() - startedAtMs)
  return result
}

function rateOf(router: Router, commands: readonly string[]): number {
  const startedAtMs = performance.now()
  for (let round = 0; round < rounds; round++) {
    for (const text of commands) router.route(text, { now: new Date() })
  }
  return (rounds * commands.length * 1000) / (performance.now() - startedAtMs)
}

const vocabulary = new Map(samples.flatMap((text) => text.split(' ')).map((word, index) => [word, index]))

/** The cheapest thing a router could do: look every word up. */
function lookUpWords(text: string): number {
  return text
    .toLowerCase()
    .split(/\s+/)
    .reduce((sum, word) => sum + (vocabulary.get(word) ?? 0), 0)
}

function accuracy(requests: Line[], routed: RoutedRequest[], registry: ToolRegistry) {
  const byAction = new Map<string, { right: number; all: number }>()
  let unwanted = 0
  let needlessTool = 0
  let needlessChange = 0
  for (const [index, { action = '' }] of requests.entries()) {
    const intents = intentsOf(routed[index])
    const wanted = toolsOfLabel[action]
    if (wanted === undefined) {
      unwanted++
      const used = intents.filter((intent) => !harmless.test(intent))
      if (used.length > 0) needlessTool++
      if (used.some((intent) => registry.get(intent)?.tier !== 'read')) needlessChange++
      continue
    }
    const count = byAction.get(action) ?? { right: 0, all: 0 }
    byAction.set(action, { right: count.right + (wanted.test(intents[0] ?? '') ? 1 : 0), all: count.all + 1 })
  }
  const rates = [...byAction.values()].map(({ right, all }) => right / all)
  return {
    actionAccuracy: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
    needlessTool: needlessTool / unwanted,
    needlessChange: needlessChange / unwanted,
  }
}

function intentsOf(routed: RoutedRequest | undefined): string[] {
  if (routed === undefined || !['command', 'control', 'recall'].includes(routed.route)) return []
  return commandsOf(routed).map(({ intent }) => intent)
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length
}
