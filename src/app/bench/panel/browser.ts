import fs from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { SamError } from '../../../core/errors.ts'

/** Where each system puts a browser that a person installed. */
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

export interface FoundBrowser {
  executable: string
  from: 'CHROMIUM_PATH' | 'installed' | 'npm package'
}

/**
 * A Chromium for tests and measurements: CHROMIUM_PATH, an installed one, or the one in the npm package for developers
 * (Linux x64; it needs the system library libnss3). Undefined when there is none.
 */
export async function findBrowser(): Promise<FoundBrowser | undefined> {
  const named = process.env['CHROMIUM_PATH']
  if (named) return { executable: named, from: 'CHROMIUM_PATH' }
  const found = installed.find((file) => fs.existsSync(file))
  if (found) return { executable: found, from: 'installed' }
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { default: packaged } = await import('@sparticuz/chromium').catch(developersOnly)
  return { executable: await packaged.executablePath(), from: 'npm package' }
}

export interface BrowserOptions {
  /** A WAV file that is the microphone, heard once and then followed by zeros. */
  microphoneFile?: string
  /** The file begins anew at its end. */
  microphoneLoops?: boolean
  /** The user says no when the page asks. */
  denyMicrophone?: boolean
}

/**
 * Starts the browser without a screen, without a sandbox (tests run as root in containers) and without the internet.
 * Errors: `browser-missing`, `browser-driver-missing`.
 */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const found = await findBrowser()
  if (found === undefined || !fs.existsSync(found.executable)) {
    const what =
      found === undefined ? 'There is no Chromium or Chrome on this machine.' : `${found.executable} is no browser.`
    throw new SamError('browser-missing', what, {
      kind: 'missing',
      remedy: 'Install one, or name it: CHROMIUM_PATH=/path/to/chromium',
    })
  }
  const media = [
    options.denyMicrophone ? '--use-fake-ui-for-media-stream=deny' : '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
  ]
  if (options.microphoneFile) {
    const file = path.resolve(options.microphoneFile)
    media.push(`--use-file-for-fake-audio-capture=${file}${options.microphoneLoops === true ? '' : '%noloop'}`)
  }
  const { chromium } = await import('playwright-core').catch(developersOnly)
  return chromium.launch({
    executablePath: found.executable,
    headless: true,
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...media,
    ],
  })
}

/** The packages that drive a browser come with a checkout, not with the application. */
function developersOnly(cause: unknown): never {
  throw new SamError('browser-driver-missing', 'What drives a browser is not installed.', {
    cause,
    kind: 'missing',
    remedy: 'npm ci',
  })
}
