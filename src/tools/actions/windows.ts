import { z } from 'zod'
import { createApplicationFinder } from '../applications/find-application.ts'
import { windowPlaces } from '../platform/machine-port.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const app = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .optional()
  .describe('Name of the application; the one in front when absent')
const listInput = z.strictObject({ app })
const moveInput = z.strictObject({
  app,
  position: z.enum(windowPlaces).describe('Half, quarter or middle of the screen, or "maximized"'),
})
const fullScreenInput = z.strictObject({ app, enabled: z.boolean().default(true).describe('False leaves full screen') })
const minimizeInput = z.strictObject({ app, enabled: z.boolean().default(true).describe('False brings it back') })

const side = z.number().int()
const moveReceipt = z.object({
  app: z.string().optional(),
  frame: z.object({ x: side, y: side, width: side, height: side }),
})
const hideInput = z.strictObject({
  others: z.boolean().default(false).describe('True leaves the application in front'),
})
const hideReceipt = z.object({ hidden: z.array(z.string()).min(1) })
const stateReceipt = z.object({ app: z.string().optional(), enabled: z.boolean() })
const timeoutMs = 20_000
const mostSpoken = 5

/** windows.list, windows.move, windows.full-screen, windows.minimize, windows.hide-all. */
export function createWindowTools({ platform, applications }: ToolServices): Tool[] {
  const { windows } = platform
  const find = createApplicationFinder(applications)
  const applicationOf = async (name: string | undefined, signal: AbortSignal) =>
    name === undefined ? undefined : find(name, signal)
  const named = (name: string | undefined) => (name === undefined ? {} : { app: name })

  const list: Tool<z.infer<typeof listInput>> = {
    name: 'windows.list',
    tier: 'read',
    summary: 'Lists the windows that are open.',
    schema: listInput,
    timeoutMs,
    // Their titles are those of pages and mails.
    taints: true,
    describe: ({ app: name }) => `List the windows${name === undefined ? '' : ` of ${name}`}.`,
    async run(input, { signal }) {
      const found = await windows.list(await applicationOf(input.app, signal), signal)
      if (found.length === 0) return done('No window is open.', { output: { windows: [] } })
      const names = found.slice(0, mostSpoken).map((one) => (one.title === '' ? one.app : `${one.title} in ${one.app}`))
      const rest = found.length - names.length
      const count = found.length === 1 ? 'One window is open' : `${found.length} windows are open`
      return done(`${count}: ${spokenList(rest > 0 ? [...names, `${rest} more`] : names)}.`, {
        output: { windows: found },
      })
    },
  }

  const move: Tool<z.infer<typeof moveInput>> = {
    name: 'windows.move',
    tier: 'reversible',
    summary:
      'Moves the front window to a half, a quarter or the middle of the screen, or makes it as large as the screen.',
    schema: moveInput,
    timeoutMs,
    describe: ({ app: name, position }) => `Move ${windowOf(name)} to ${placeWords(position)}.`,
    async run(input, { signal }) {
      const { before } = await windows.move(await applicationOf(input.app, signal), input.position, signal)
      const receipt = before === undefined ? {} : { receipt: { ...named(input.app), frame: before } }
      return done(`The window is at ${placeWords(input.position)}.`, {
        output: { position: input.position },
        ...receipt,
      })
    },
    async undo(receipt, { signal }) {
      const { app: name, frame } = moveReceipt.parse(receipt)
      await windows.move(await applicationOf(name, signal), frame, signal)
      return done('The window is back where it was.')
    },
  }

  const fullScreen: Tool<z.infer<typeof fullScreenInput>> = {
    name: 'windows.full-screen',
    tier: 'reversible',
    summary: 'Makes the front window fill the screen, or leaves full screen.',
    schema: fullScreenInput,
    timeoutMs,
    describe: ({ app: name, enabled }) =>
      enabled ? `Make ${windowOf(name)} fill the screen.` : `Take ${windowOf(name)} out of full screen.`,
    async run(input, { signal }) {
      const application = await applicationOf(input.app, signal)
      const { before } = await windows.setFullScreen(application, input.enabled, signal)
      const receipt = before === undefined ? {} : { receipt: { ...named(input.app), enabled: before } }
      return done(input.enabled ? 'Full screen.' : 'No longer full screen.', { output: input, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { app: name, enabled } = stateReceipt.parse(receipt)
      await windows.setFullScreen(await applicationOf(name, signal), enabled, signal)
      return done('The window is as it was.')
    },
  }

  const minimize: Tool<z.infer<typeof minimizeInput>> = {
    name: 'windows.minimize',
    tier: 'reversible',
    summary: 'Minimizes the front window, or brings a minimized one back.',
    schema: minimizeInput,
    timeoutMs,
    describe: ({ app: name, enabled }) => `${enabled ? 'Minimize' : 'Bring back'} ${windowOf(name)}.`,
    async run(input, { signal }) {
      await windows.setMinimized(await applicationOf(input.app, signal), input.enabled, signal)
      // Without a name the window in front is another one by now: there is nothing certain to bring back.
      const receipt = input.app === undefined ? {} : { receipt: { app: input.app, enabled: !input.enabled } }
      return done(input.enabled ? 'Minimized.' : 'The window is back.', { output: input, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { app: name, enabled } = stateReceipt.parse(receipt)
      await windows.setMinimized(await applicationOf(name, signal), enabled, signal)
      return done(enabled ? 'Minimized again.' : 'The window is back.')
    },
  }

  const hideAll: Tool<z.infer<typeof hideInput>> = {
    name: 'windows.hide-all',
    tier: 'reversible',
    summary: 'Hides the windows of every application so that the desktop shows, or of all but the one in front.',
    schema: hideInput,
    timeoutMs,
    describe: ({ others }) => (others ? 'Hide the other applications.' : 'Hide all windows.'),
    async run({ others }, { signal }) {
      const { hidden } = await windows.hideAll({ exceptFront: others }, signal)
      const receipt = hidden.length === 0 ? {} : { receipt: { hidden } }
      return done(others ? 'The others are hidden.' : 'All windows are hidden.', { output: { others }, ...receipt })
    },
    async undo(receipt, { signal }) {
      await windows.showAgain(hideReceipt.parse(receipt).hidden, signal)
      return done('The windows are back.')
    },
  }

  return [list, move, fullScreen, minimize, hideAll]
}

function windowOf(name: string | undefined): string {
  return name === undefined ? 'the front window' : `the front window of ${name}`
}

function placeWords(place: (typeof windowPlaces)[number]): string {
  if (place === 'maximized') return 'its largest size'
  if (place === 'center') return 'the middle of the screen'
  if (place.includes('-')) return `the ${place.replace('-', ' ')} corner`
  return place === 'top' || place === 'bottom' ? `the ${place} half` : `the ${place} half of the screen`
}
