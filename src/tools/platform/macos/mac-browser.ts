import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import { chooseTab } from '../choose-tab.ts'
import type { BrowserPort, BrowserTab } from '../machine-port.ts'
import { type ScriptMethod, scriptMethods } from './json-scripts.ts'
import { line } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'
import { fields } from './scripts.ts'

interface Browser {
  name: string
  bundleId: string
}

/** Those whose tabs a script may see. Firefox and Arc are not among them. */
const browsers: readonly Browser[] = [
  { name: 'Safari', bundleId: 'com.apple.Safari' },
  { name: 'Chrome', bundleId: 'com.google.Chrome' },
  { name: 'Brave', bundleId: 'com.brave.Browser' },
  { name: 'Edge', bundleId: 'com.microsoft.edgemac' },
  { name: 'Vivaldi', bundleId: 'com.vivaldi.Vivaldi' },
  { name: 'Opera', bundleId: 'com.operasoftware.Opera' },
  { name: 'Chromium', bundleId: 'org.chromium.Chromium' },
]

const number = z.number().int().min(1)
const tabs = z
  .array(z.strictObject({ window: line, index: number, title: line, url: line, current: z.boolean() }))
  .max(5000)
const page = z.strictObject({ title: line, url: line, text: z.string().max(20_000) }).nullable()
const changed = z.enum(['done', 'changed', 'not-running'])

export function createMacBrowser(runScript: ScriptRunner): BrowserPort {
  const ask = scriptMethods(runScript, 'browser')

  /** The one named; else the one in front; else the first that runs. */
  const choose = async (name: string | undefined, signal: AbortSignal): Promise<Browser> => {
    if (name !== undefined) {
      const wanted = name.toLowerCase()
      const known = browsers.find((one) => wanted === one.name.toLowerCase() || wanted.includes(one.name.toLowerCase()))
      if (known !== undefined) return known
      throw new SamError(
        'no-browser',
        `I can see the tabs of Safari and of Chrome and its relatives, not those of ${name}.`,
      )
    }
    const [, front] = fields(await runScript('front-application', { signal }))
    const inFront = browsers.find(({ bundleId }) => bundleId === front)
    if (inFront !== undefined) return inFront
    const args = browsers.map(({ bundleId }) => bundleId)
    const running = fields(await runScript('running-applications', { args, signal }))
    const first = browsers.find(({ bundleId }) => running.includes(bundleId))
    if (first !== undefined) return first
    throw new SamError('no-browser', 'No browser is running whose tabs I can see.')
  }
  const tabsOf = async ({ name, bundleId }: Browser, signal: AbortSignal): Promise<BrowserTab[]> => {
    const found = await ask('tabs', { bundleId }, tabs, signal, name)
    return found.map((tab) => ({ browser: name, ...tab }))
  }
  const change = async (method: 'switchTo' | 'close', tab: BrowserTab, signal: AbortSignal) => {
    const { name, bundleId } = await choose(tab.browser, signal)
    const { window, index, url } = tab
    const outcome = await ask(method, { bundleId, window, index, url }, changed, signal, name)
    if (outcome === 'not-running') throw new SamError('app-not-running', `${name} is not running.`)
    if (outcome === 'changed')
      throw new SamError('tab-changed', `There is another page in that tab by now, so I leave it.`)
  }
  return {
    tabs: async (name, signal) => tabsOf(await choose(name, signal), signal),
    find: async (wanted, signal) => chooseTab(await tabsOf(await choose(wanted.browser, signal), signal), wanted),
    switchTo: (tab, signal) => change('switchTo', tab, signal),
    close: (tab, signal) => change('close', tab, signal),
    async pageText(name, signal) {
      const browser = await choose(name, signal)
      const found = await readPage(ask, browser, signal)
      if (found === null) throw new SamError('no-tab', `No page is open in ${browser.name}.`)
      return found
    },
  }
}

async function readPage(ask: ScriptMethod, { name, bundleId }: Browser, signal: AbortSignal) {
  try {
    return await ask('pageText', { bundleId }, page, signal, name)
  } catch (thrown) {
    if (
      !(thrown instanceof SamError) ||
      !/JavaScript.*(?:turned off|Apple ?Events|AppleScript)/i.test(thrown.message)
    ) {
      throw thrown
    }
    throw new SamError('browser-setting-missing', `${name} does not let me read its pages yet.`, {
      kind: 'missing',
      remedy: `In ${name}, open View, Developer, and switch on Allow JavaScript from Apple Events.`,
      cause: thrown,
    })
  }
}
