import { afterEach, describe, expect, test, vi } from 'vitest'
import { launchBrowser } from '../../../src/app/bench/panel/browser.ts'

describe('the browser of tests and measurements', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('one that is not there is named, with what to do', async () => {
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium')
    await expect(launchBrowser()).rejects.toMatchObject({
      code: 'browser-missing',
      kind: 'missing',
      message: '/nowhere/chromium is no browser.',
      remedy: expect.stringContaining('CHROMIUM_PATH='),
    })
  })
})
