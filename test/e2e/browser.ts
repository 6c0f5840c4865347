import fs from 'node:fs'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'

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
 * A Chromium for the tests: CHROMIUM_PATH, an installed one, or the one in the npm package (Linux x64; it needs the
 * system library libnss3). Undefined when there is none.
 */
export async function findBrowser(): Promise<FoundBrowser | undefined> {
  const named = process.env['CHROMIUM_PATH']
  if (named) return { executable: named, from: 'CHROMIUM_PATH' }
  const found = installed.find((file) => fs.existsSync(file))
  if (found) return { executable: found, from: 'installed' }
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { default: packaged } = await import('@sparticuz/chromium')
  return { executable: await packaged.executablePath(), from: 'npm package' }
}

export interface BrowserOptions {
  /** A WAV file that is the microphone, heard once and then followed by zeros. */
  microphoneFile?: string
  /** The user says no when the page asks. */
  denyMicrophone?: boolean
}

/** Starts the browser without a screen, without a sandbox (tests run as root in containers) and without the internet. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const found = await findBrowser()
  if (found === undefined) throw new Error('No Chromium was found; set CHROMIUM_PATH.')
  const media = [
    options.denyMicrophone ? '--use-fake-ui-for-media-stream=deny' : '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
  ]
  if (options.microphoneFile) {
    media.push(`--use-file-for-fake-audio-capture=${path.resolve(options.microphoneFile)}%noloop`)
  }
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
