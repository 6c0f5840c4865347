// A process of its own, so that it can be killed: scrapes the site at argv[3] into the home at argv[2].
import { openScrapers } from '../../../../src/app/learning/open-scrapers.ts'
import { createAppleDocs } from '../../../../src/learning/scrapers/apple-docs/apple-docs.ts'

const [home = '', site = ''] = process.argv.slice(2)
const { scrapers } = openScrapers({
  ...{ home, offline: false },
  instead: {
    adapters: { 'apple-docs': createAppleDocs({ frameworks: ['swiftui'], site: new URL(site) }) },
    mayBeLocal: () => true,
    limits: { gapMs: 5 },
  },
})
const signal = new AbortController().signal
process.stdout.write('begun\n')
const { stopped } = await scrapers.run('apple-docs', { limit: 100_000, signal })
process.stdout.write(`${stopped}\n`)
