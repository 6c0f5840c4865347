import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openMemory, temporaryFolder } from '../../tools/fixtures.ts'
import { documentationSite } from './documentation-site.ts'

const program = fileURLToPath(new URL('./scrape-until-killed.ts', import.meta.url))

/** Answers what the process said; it is killed some time after its first word, or ends by itself. */
function scrape(home: string, site: URL, killAfterMs: number | undefined): Promise<string> {
  const child = spawn(process.execPath, [program, home, site.href], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk) => {
    if (said === '' && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    said += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => resolve(said))
  })
}

it('loses nothing and does nothing twice when it is killed again and again', async () => {
  const pages = 60
  const site = await documentationSite(pages)
  onTestFinished(site.close)
  const home = temporaryFolder()
  fs.writeFileSync(
    path.join(home, 'config.json'),
    JSON.stringify({ scraping: { enabled: ['apple-docs'], requestsPerDay: 5000 } }),
  )
  let kills = 0
  let said = ''
  for (let round = 0; !said.includes('done'); round += 1) {
    said = await scrape(home, site.site, round < 8 ? 30 + round * 37 : undefined)
    if (!said.includes('done')) kills += 1
  }
  expect(kills).toBeGreaterThan(3)
  const connection = openMemory(home).database.connection()
  const count = (what: string) => connection.prepare(`SELECT ${what}`).pluck().get()
  expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  // Every page, once, with its two examples: what it is, and how it is used on one side.
  expect(count("count(*) FROM scrape_documents WHERE state = 'extracted'")).toBe(pages + 1)
  expect(count('count(*) FROM scrape_documents')).toBe(pages + 1)
  expect(count('count(*) FROM training_examples')).toBe(2 * (pages + 1))
  expect(count('count(*) FROM scraped_examples')).toBe(2 * (pages + 1))
  expect(count('count(DISTINCT content) FROM training_examples')).toBe(2 * (pages + 1))
  // Only a request that was under way when its process was killed may be made again.
  const requests = [...site.asked.values()].reduce((sum, times) => sum + times, 0)
  expect(requests).toBeLessThanOrEqual(pages + 1 + kills)
}, 120_000)
