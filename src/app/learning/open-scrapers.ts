import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { systemClock } from '../../core/clock.ts'
import { loadConfig } from '../../core/config.ts'
import { stillOn } from '../../core/still-on.ts'
import type { Scrapers } from '../../learning/ports.ts'
import { createScrapers, type ScrapersOptions } from '../../learning/scrapers/scrapers.ts'
import { createPoliteWeb, type PoliteWebOptions } from '../../learning/scrapers/web/polite-web.ts'
import { createTrainingStore } from '../../memory/imports/store/training-store.ts'
import { createMemoryStores } from '../../memory/memory-stores.ts'
import { createHostBook } from '../../memory/scraping/host-book.ts'
import { createScrapeQueue } from '../../memory/scraping/scrape-queue.ts'
import { withLock } from '../../models/store/lock.ts'
import { createWebRequests } from '../../tools/web/web-requests.ts'

export interface OpenScrapersOptions {
  home: string
  /** `--offline`; the settings may say so too. */
  offline: boolean
  /** What tests put in the place of the world's servers; there is no setting for it. */
  instead?: Pick<ScrapersOptions, 'adapters'> & Pick<PoliteWebOptions, 'mayBeLocal' | 'limits'>
}

/** The scrapers over the database in `home`, without the rest of SAM. */
export function openScrapers({ home, offline, instead = {} }: OpenScrapersOptions): {
  scrapers: Scrapers
  close(): void
} {
  const config = loadConfig(home)
  const { database, audit } = createMemoryStores(home)
  const { requestsPerDay, contact } = config.scraping
  const clock = systemClock
  const wait = async (ms: number, signal: AbortSignal) => void (await setTimeout(ms, undefined, { signal }))
  const { adapters, ...edges } = instead
  const requests = createWebRequests({
    get offline() {
      return offline || !stillOn(home, (now) => !now.offline)
    },
    audit,
    clock,
  })
  const web = createPoliteWeb({
    requests,
    hosts: createHostBook(database),
    clock,
    wait,
    requestsPerDay,
    contact,
    ...edges,
  })
  const settings = { ...config.scraping, ...homePlaces(config.scraping) }
  const scrapers = createScrapers({
    ...{ settings, home, web, clock, wait },
    queue: createScrapeQueue(database, createTrainingStore(database)),
    alone: (signal, work) => withLock(path.join(home, 'scraping.lock'), signal, work),
    ...(adapters === undefined ? {} : { adapters }),
  })
  return { scrapers, close: () => database.close() }
}

/** `~` is the user's home, as in a shell. */
function homePlaces({
  githubCode,
  stackoverflow,
  stories,
  fashion,
  ownCode,
}: Record<'githubCode' | 'stackoverflow' | 'stories' | 'fashion' | 'ownCode', string[]>) {
  const full = (places: readonly string[]) => places.map((place) => place.replace(/^~(?=\/|$)/, os.homedir()))
  return {
    githubCode: full(githubCode),
    stackoverflow: full(stackoverflow),
    stories: full(stories),
    fashion: full(fashion),
    ownCode: full(ownCode),
  }
}
