import { beforeAll, describe, expect, test } from 'vitest'
import { hashOf } from '../../src/app/panel/model/route.ts'
import { listed } from '../../src/app/panel/page-list.ts'
import { seriousFindings } from './accessibility.ts'
import { fillHome } from './page-data.ts'
import { usePanel } from './panel-fixture.ts'
import { keepScreenshot, untilDrawn } from './panel-harness.ts'

/** Parts of pages with an address of their own, beside the pages themselves. */
const parts: string[][] = [
  ['memory', 'facts'],
  ['memory', 'patterns'],
  ['memory', 'import'],
  ['learning', 'examples'],
  ['memory', 'search', 'bakery'],
  ['settings', 'permissions'],
]

describe('every page', { timeout: 60_000 }, () => {
  const { harness, open } = usePanel({ once: true })
  beforeAll(() => fillHome(harness))

  test.each([...listed.map(({ id }) => [id]), ...parts])(
    '%s is accessible in light and dark, fits 200 to 1180 pixels, and asks nobody else',
    async (...place) => {
      const name = place.filter(Boolean).join('-')
      const [first = '', ...rest] = place
      const { page, complaints } = await open(hashOf(first, ...rest))
      await untilDrawn(page)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.setViewportSize({ width: 400, height: 620 })
        expect(await seriousFindings(page)).toEqual([])
        await keepScreenshot(page, `page-${name}-${colorScheme}`)
        await page.setViewportSize({ width: 1180, height: 760 })
        expect(await seriousFindings(page)).toEqual([])
        await keepScreenshot(page, `page-${name}-wide-${colorScheme}`)
        await page.setViewportSize({ width: 320, height: 480 })
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
        // The menu bar's window, with everything drawn twice as large.
        await page.setViewportSize({ width: 200, height: 310 })
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(200)
      }
      expect(complaints).toEqual([])
    },
  )
})
