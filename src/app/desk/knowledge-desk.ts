import type { Clock } from '../../core/clock.ts'
import { loadConfig, type ScrapeSource } from '../../core/config.ts'
import type { ScrapeReport } from '../../learning/ports.ts'
import { sourceOf } from '../../learning/scrapers/scrapers.ts'
import { runChore } from '../chores/run-chore.ts'
import { openScrapers } from '../learning/open-scrapers.ts'
import type { knowledgeInputs } from '../server/requests/knowledge-requests.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import { writeSetting } from '../settings/settings.ts'
import { BackgroundWork } from './background-work.ts'

export interface KnowledgeDeskParts {
  home: string
  environment: Record<string, string | undefined>
  /** No network, as things are now: `--offline`, or the settings. */
  readonly offline: boolean
  clock: Clock
}

/** What the Knowledge page asks. */
export function createKnowledgeDesk(parts: KnowledgeDeskParts): {
  handlers: Pick<RequestHandlers, keyof typeof knowledgeInputs & keyof RequestHandlers>
  close(): Promise<void>
} {
  const { home, environment, clock } = parts
  const work = new BackgroundWork<ScrapeReport>(clock)
  let last: ScrapeSource | undefined
  const handlers: ReturnType<typeof createKnowledgeDesk>['handlers'] = {
    'knowledge.list'() {
      const config = loadConfig(home)
      const { requestsPerDay, contact } = config.scraping
      const { scrapers, close } = openScrapers({ home, offline: parts.offline })
      try {
        const status = new Map(scrapers.status().map((source) => [source.id, source]))
        const sources = scrapers.list().flatMap(({ id, places }) => {
          const counts = status.get(id)
          if (counts === undefined) return []
          const run = id === last ? { run: work.state() } : {}
          return [{ ...counts, id: sourceOf(id).id, places, troubles: scrapers.troubles(id), ...run }]
        })
        return { sources, requestsPerDay, contact, offline: parts.offline }
      } finally {
        close()
      }
    },
    'knowledge.switch'({ id, enabled }) {
      const others = loadConfig(home).scraping.enabled.filter((one) => one !== id)
      writeSetting(home, 'scraping.enabled', JSON.stringify(enabled ? [...others, id] : others))
      return { id }
    },
    'knowledge.places'({ id, places }) {
      writeSetting(home, `scraping.${sourceOf(id).setting}`, JSON.stringify([...new Set(places)]))
      return { id }
    },
    'knowledge.manners'({ requestsPerDay, contact }) {
      writeSetting(home, 'scraping.requestsPerDay', String(requestsPerDay))
      writeSetting(home, 'scraping.contact', contact)
      return { requestsPerDay }
    },
    'knowledge.run'({ id, limit }) {
      const busy = `I am reading ${last} already; one source at a time.`
      const chore = { kind: 'scrape', home, id, limit, offline: parts.offline } as const
      work.start(busy, (call) => runChore<'scrape'>(chore, call, environment))
      last = id
      return { id }
    },
    async 'knowledge.stop'() {
      const stopped = work.state().phase === 'running'
      await work.stop()
      return { stopped }
    },
  }
  return { handlers, close: () => work.stop() }
}
