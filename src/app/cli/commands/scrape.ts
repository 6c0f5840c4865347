import { loadConfig } from '../../../core/config.ts'
import { keepHeapSmall } from '../../../core/small-heap.ts'
import type { ScrapeReport, Scrapers } from '../../../learning/ports.ts'
import { sourceOf } from '../../../learning/scrapers/scrapers.ts'
import { openScrapers } from '../../learning/open-scrapers.ts'
import { writeSetting } from '../../settings/settings.ts'
import { type CommandContext, defineCommand, defineGroup } from '../command.ts'

const numbers = new Intl.NumberFormat('en-US')
const localTime = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

async function withScrapers<Result>(
  { home, offline }: CommandContext,
  use: (scrapers: Scrapers) => Promise<Result> | Result,
): Promise<Result> {
  const opened = openScrapers({ home, offline })
  try {
    return await use(opened.scrapers)
  } finally {
    opened.close()
  }
}

const list = defineCommand({
  name: 'list',
  summary: 'the sources of custom knowledge, and what each reads',
  async run(context) {
    return withScrapers(context, (scrapers) => {
      for (const source of scrapers.list()) {
        const { id, summary, enabled, setting, places } = source
        const read = places.length === 0 ? `nothing yet: sam config set scraping.${setting} …` : places.join(', ')
        context.output.emit(
          { type: 'scrape-listed', ...source },
          `${id.padEnd(14)} ${enabled ? 'on ' : 'off'} ${summary}\n${' '.repeat(19)}reads ${read}`,
        )
      }
      return 0
    })
  },
})

const status = defineCommand({
  name: 'status',
  summary: 'what is indexed, downloaded and ready to train on, by source',
  async run(context) {
    return withScrapers(context, (scrapers) => {
      for (const source of scrapers.status()) {
        const { id, indexed, downloaded, trainingReady } = source
        const counts = [
          `${numbers.format(indexed)} indexed`,
          `${numbers.format(downloaded)} downloaded`,
          `${numbers.format(trainingReady)} ready`,
        ]
        context.output.emit(
          { type: 'scrape-source', ...source },
          `${id.padEnd(14)} ${source.status.padEnd(11)} ${counts.join(', ')}`,
        )
      }
      return 0
    })
  },
})

function turn({ home, output }: CommandContext, id: string, on: boolean): number {
  sourceOf(id)
  const others = loadConfig(home).scraping.enabled.filter((one) => one !== id)
  writeSetting(home, 'scraping.enabled', JSON.stringify(on ? [...others, id] : others))
  const words = on
    ? `${id} is on. "sam scrape run ${id}" reads it, within what its sites allow.`
    : `${id} is off; what was learned from it stays.`
  output.emit({ type: 'scrape-setting', id, enabled: on }, words)
  return 0
}

const enable = defineCommand({
  name: 'enable',
  summary: 'turn a source on',
  arguments: { '<source>': 'a name of "sam scrape list"' },
  run: async (context, { arguments: [id = ''] }) => turn(context, id, true),
})

const disable = defineCommand({
  name: 'disable',
  summary: 'turn a source off again',
  arguments: { '<source>': 'a name of "sam scrape list"' },
  run: async (context, { arguments: [id = ''] }) => turn(context, id, false),
})

const run = defineCommand({
  name: 'run',
  summary: 'read a source that is on, and make examples of it; may be stopped at any time',
  arguments: { '<source>': 'a name of "sam scrape list"' },
  options: {
    limit: {
      type: 'integer',
      value: 'count',
      minimum: 1,
      default: 1000,
      summary: 'most pages, files, posts or entries',
    },
  },
  examples: ['sam scrape run own-code', 'sam scrape run apple-docs --limit 50'],
  async run(context, { arguments: [id = ''], options: { limit } }) {
    keepHeapSmall()
    const { output, signal, logger } = context
    return withScrapers(context, async (scrapers) => {
      const onProgress = ({ items, examples }: ScrapeReport) => logger.info('scraping', { items, examples })
      const { source, dueMs, ...report } = await scrapers.run(id, { limit, signal, onProgress })
      const due = dueMs === undefined ? {} : { dueAt: new Date(dueMs).toISOString() }
      output.emit({ type: 'scrape-run', id: source, ...report, ...due }, () =>
        inWords({ source, ...report, ...(dueMs === undefined ? {} : { dueMs }) }),
      )
      return 0
    })
  },
})

function inWords({
  items,
  fetched,
  unchanged,
  examples,
  leftOut,
  refused,
  failed,
  stopped,
  dueMs,
}: ScrapeReport): string {
  const counted = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([reason, count]) => `${count} ${reason}`)
      .join(', ')
  const lines = [
    `${numbers.format(examples)} new examples of ${numbers.format(items)} read; ${numbers.format(fetched)} documents fetched, ${numbers.format(unchanged)} unchanged`,
  ]
  if (Object.keys(refused).length > 0) lines.push(`  not to be learned from: ${counted(refused)}`)
  if (Object.keys(leftOut).length > 0) lines.push(`  examples left out: ${counted(leftOut)}`)
  if (Object.keys(failed).length > 0) lines.push(`  could not be read: ${counted(failed)}`)
  if (stopped === 'limit') lines.push('  the limit is reached; run it again to go on')
  else if (dueMs !== undefined) lines.push(`  next to do at ${localTime.format(dueMs)}`)
  return lines.join('\n')
}

export const command = defineGroup({
  name: 'scrape',
  summary: 'custom knowledge: list, enable, disable, run, status',
  subcommands: [list, enable, disable, run, status],
})
