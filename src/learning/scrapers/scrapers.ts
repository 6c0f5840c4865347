import path from 'node:path'
import type { Clock } from '../../core/clock.ts'
import type { Config } from '../../core/config.ts'
import { SamError } from '../../core/errors.ts'
import type { ScrapeQueue } from '../../memory/ports.ts'
import type { Scrapers, ScrapeSourceStatus } from '../ports.ts'
import type { ScrapeAdapter } from './adapter.ts'
import { runScraper } from './run-scraper.ts'
import { type SourceDefinition, sources } from './sources.ts'
import type { PoliteWeb } from './web/polite-web.ts'

export interface ScrapersOptions {
  settings: Config['scraping']
  /** SAM_HOME; clones are kept below. */
  home: string
  queue: ScrapeQueue
  web: PoliteWeb
  clock: Clock
  wait(ms: number, signal: AbortSignal): Promise<void>
  /** One run at a time, in all processes. */
  alone<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>
  /** Stands in for a source's own adapter, in tests that serve its pages themselves. */
  adapters?: Partial<Record<string, ScrapeAdapter>>
}

/** The sources of custom knowledge. Each is off until the user turns it on. */
export function createScrapers(options: ScrapersOptions): Scrapers {
  const { settings, home, queue, adapters = {} } = options
  const isOn = ({ id }: SourceDefinition) => settings.enabled.includes(id)
  return {
    list: () =>
      sources.map((source) => ({
        id: source.id,
        summary: source.summary,
        enabled: isOn(source),
        setting: source.setting,
        places: settings[source.setting],
      })),
    status() {
      const counts = queue.counts()
      return sources.map((source): ScrapeSourceStatus => {
        const { indexed, downloaded, trainingReady, waiting } = counts.get(source.id) ?? {
          indexed: 0,
          downloaded: 0,
          trainingReady: 0,
          waiting: 0,
        }
        const doing = indexed === 0 ? 'empty' : waiting > 0 ? 'waiting' : 'up-to-date'
        return {
          id: source.id,
          enabled: isOn(source),
          indexed,
          downloaded,
          trainingReady,
          status: isOn(source) ? doing : 'off',
        }
      })
    },
    troubles: (id) => queue.troubles(sourceOf(id).id),
    async run(id, { limit, signal, onProgress }) {
      const source = sourceOf(id)
      if (!isOn(source))
        throw new SamError('scraper-off', `The source ${id} is off.`, {
          kind: 'refused',
          remedy: `sam scrape enable ${id}`,
        })
      const adapter = adapters[id] ?? (await source.load(settings[source.setting], path.join(home, 'scraping', id)))
      const { web, clock, wait } = options
      return options.alone(signal, () => {
        return runScraper({
          source: id,
          adapter,
          queue,
          web,
          clock,
          wait,
          signal,
          limit,
          ...(onProgress === undefined ? {} : { onProgress }),
        })
      })
    },
  }
}

/** Error `scraper-unknown` (usage). */
export function sourceOf(id: string): SourceDefinition {
  const source = sources.find((one) => one.id === id)
  if (source === undefined)
    throw new SamError('scraper-unknown', `There is no source called "${id}".`, {
      kind: 'usage',
      remedy: 'sam scrape list',
    })
  return source
}
