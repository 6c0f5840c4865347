import { z } from 'zod'
import { SamError } from '../../core/errors.ts'
import type { BrowserTab } from '../platform/machine-port.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const app = z.string().trim().min(1).max(40).optional().describe('The browser; the one in front when absent')
const browserInput = z.strictObject({ app })
const tabSlots = {
  app,
  query: z.string().trim().min(1).max(200).optional().describe('Words of the title or the address'),
  position: z.number().int().min(1).max(500).optional().describe('Which one from the left, 1 is the first'),
}
const closeInput = z.strictObject(tabSlots)
const switchInput = closeInput.refine(({ query, position }) => query !== undefined || position !== undefined, {
  message: 'Say which tab.',
})
const tabReceipt = z.object({
  browser: z.string(),
  window: z.string(),
  index: z.number(),
  title: z.string(),
  url: z.string(),
  current: z.boolean(),
})
type TabInput = z.infer<typeof closeInput> & { tab?: BrowserTab }

const timeoutMs = 20_000
const mostSpoken = 5
const longestSpoken = 500

/** browser.tab, browser.tabs, browser.switch-tab, browser.close-tab, browser.page-text. What pages say taints the turn. */
export function createBrowserTools({ platform }: ToolServices): Tool[] {
  const { browser } = platform
  const find = ({ app: name, query, position }: TabInput, signal: AbortSignal) =>
    browser.find(
      {
        ...(name === undefined ? {} : { browser: name }),
        ...(query === undefined ? {} : { query }),
        ...(position === undefined ? {} : { position }),
      },
      signal,
    )

  const tab: Tool<z.infer<typeof browserInput>> = {
    name: 'browser.tab',
    tier: 'read',
    summary: 'Tells which page is open in the browser.',
    schema: browserInput,
    timeoutMs,
    taints: true,
    describe: () => 'Tell which page is open.',
    async run(input, { signal }) {
      const found = await find(input, signal)
      return done(`This is ${titleOf(found)}.`, { output: { title: found.title, url: found.url, app: found.browser } })
    },
  }

  const tabs: Tool<z.infer<typeof browserInput>> = {
    name: 'browser.tabs',
    tier: 'read',
    summary: 'Lists the tabs of the browser.',
    schema: browserInput,
    timeoutMs,
    taints: true,
    describe: () => 'List the tabs of the browser.',
    async run(input, { signal }) {
      const found = await browser.tabs(input.app, signal)
      const output = { tabs: found.map(({ title, url, current }) => ({ title, url, current })) }
      if (found.length === 0) return done('No tab is open.', { output })
      const names = found.slice(0, mostSpoken).map(titleOf)
      const rest = found.length - names.length
      const count = found.length === 1 ? 'One tab is open' : `${found.length} tabs are open`
      return done(`${count}: ${spokenList(rest > 0 ? [...names, `${rest} more`] : names)}.`, { output })
    },
  }

  const switchTab: Tool<TabInput> = {
    name: 'browser.switch-tab',
    tier: 'reversible',
    onlyShows: true,
    summary: 'Brings a tab of the browser to the front.',
    schema: switchInput,
    timeoutMs: 30_000,
    describe: (input) => `Switch to ${wantedTab(input)}.`,
    async prepare(input, { signal }) {
      const found = await find(input, signal)
      return {
        input: { ...input, tab: found },
        target: hostOf(found),
        sentence: `Switch to the tab ${titleOf(found)}.`,
      }
    },
    async run(input, { signal }) {
      const wanted = looked(input)
      // Only a receipt: not knowing the tab before is no reason not to switch.
      const before = await browser.find({ browser: wanted.browser }, signal).catch(() => undefined)
      await browser.switchTo(wanted, signal)
      return done(`Here is ${titleOf(wanted)}.`, {
        output: { title: wanted.title, url: wanted.url },
        ...(before === undefined ? {} : { receipt: before }),
      })
    },
    async undo(receipt, { signal }) {
      const before = tabReceipt.parse(receipt)
      await browser.switchTo(before, signal)
      return done(`Here is ${titleOf(before)} again.`)
    },
  }

  const closeTab: Tool<TabInput> = {
    name: 'browser.close-tab',
    tier: 'confirm',
    summary: 'Closes a tab of the browser, the one in front when none is named.',
    schema: closeInput,
    timeoutMs: 30_000,
    describe: (input) => `Close ${wantedTab(input)}.`,
    async prepare(input, { signal }) {
      const found = await find(input, signal)
      return { input: { ...input, tab: found }, target: hostOf(found), sentence: `Close the tab ${titleOf(found)}.` }
    },
    async run(input, { signal }) {
      const wanted = looked(input)
      await browser.close(wanted, signal)
      const receipt = /^https?:/.test(wanted.url) ? { receipt: wanted } : {}
      return done(`I closed ${titleOf(wanted)}.`, { output: { title: wanted.title, url: wanted.url }, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { url, ...closed } = tabReceipt.parse(receipt)
      await platform.web.open(url, signal)
      return done(`I opened ${titleOf({ ...closed, url })} again.`)
    },
  }

  const pageText: Tool<z.infer<typeof browserInput> & { tab?: BrowserTab }> = {
    name: 'browser.page-text',
    tier: 'confirm',
    summary: 'Reads the text of the page in the browser.',
    schema: browserInput,
    timeoutMs: 40_000,
    taints: true,
    describe: () => 'Read the text of the page in the browser.',
    async prepare(input, { signal }) {
      const found = await find(input, signal)
      return { input: { ...input, tab: found }, target: hostOf(found), sentence: `Read the page ${titleOf(found)}.` }
    },
    async run(input, { signal }) {
      const wanted = looked(input)
      const { title, url, text } = await browser.pageText(wanted.browser, signal)
      // The yes was for one page.
      if (url !== wanted.url)
        throw new SamError('tab-changed', 'Another page is in front by now, so I did not read it.')
      const start = text.replace(/\s+/g, ' ').trim()
      if (start === '') return done(`${title || 'The page'} holds no text.`, { output: { title, url, text: '' } })
      const cut =
        start.length > longestSpoken ? `${start.slice(0, longestSpoken).replace(/ \S*$/, '')}, and so on` : start
      return done(`${title}: ${cut.replace(/[.]$/, '')}.`, { output: { title, url, text } })
    },
  }

  return [tab, tabs, switchTab, closeTab, pageText]
}

function titleOf({ title, url }: Pick<BrowserTab, 'title' | 'url'>): string {
  return title || url || 'an empty page'
}

function hostOf({ url, browser }: BrowserTab): string {
  return URL.canParse(url) ? new URL(url).hostname || browser : browser
}

function wantedTab({ query, position }: TabInput): string {
  if (query !== undefined) return `the tab ${query}`
  return position === undefined ? 'the tab in front' : `tab number ${position}`
}

function looked({ tab }: { tab?: BrowserTab }): BrowserTab {
  if (tab === undefined) throw new Error('a tab is changed only as prepare found it')
  return tab
}
