import { z } from 'zod'
import { createApplicationFinder } from '../applications/find-application.ts'
import { spokenList } from '../spoken/lists.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const applicationInput = z.strictObject({ app: z.string().trim().min(1).max(80).describe('Name of the application') })
const openReceipt = z.object({ quit: z.string() })
const quitReceipt = z.object({ open: z.string() })
const mostSpoken = 8

/** apps.open, apps.quit, apps.list, apps.front. */
export function createApplicationTools({ platform, applications }: ToolServices): Tool[] {
  const ports = platform.applications

  const find = createApplicationFinder(applications)

  const open: Tool<z.infer<typeof applicationInput>> = {
    name: 'apps.open',
    tier: 'reversible',
    onlyShows: true,
    summary: 'Opens an application, or brings it to the front.',
    schema: applicationInput,
    timeoutMs: 30_000,
    describe: ({ app }) => `Open ${app}.`,
    async prepare({ app }, { signal }) {
      const { name, bundleId, installedId } = await find(app, signal)
      return { input: { app: name }, target: bundleId ?? installedId ?? name }
    },
    async run({ app }, { signal }) {
      const application = await find(app, signal)
      const { alreadyRunning } = await ports.open(application, signal)
      // Only what was started by this may be quit by an undo.
      const receipt = alreadyRunning === false ? { receipt: { quit: application.name } } : {}
      return done(`Opening ${application.name}.`, { output: { app: application.name }, ...receipt })
    },
    async undo(receipt, { signal }) {
      const { quit } = openReceipt.parse(receipt)
      await ports.quit(await find(quit, signal), signal)
      return done(`I closed ${quit} again.`)
    },
  }

  const quit: Tool<z.infer<typeof applicationInput>> = {
    name: 'apps.quit',
    tier: 'reversible',
    summary: 'Quits an application; asks first when it has unsaved documents.',
    schema: applicationInput,
    timeoutMs: 25_000,
    describe: ({ app }) => `Quit ${app}.`,
    async prepare({ app }, { signal }) {
      const application = await find(app, signal)
      const { name, bundleId, installedId } = application
      const target = bundleId ?? installedId ?? name
      const unsaved = await ports.unsavedDocuments(application, signal)
      if (unsaved === undefined || unsaved === 0) return { input: { app: name }, target }
      const documents = unsaved === 1 ? 'an unsaved document' : `${unsaved} unsaved documents`
      return { input: { app: name }, target, tier: 'confirm', sentence: `Quit ${name}, which has ${documents}.` }
    },
    async run({ app }, { signal }) {
      const application = await find(app, signal)
      const { wasRunning } = await ports.quit(application, signal)
      if (!wasRunning)
        return done(`${application.name} is not running.`, { output: { app: application.name, wasRunning } })
      return done(`I quit ${application.name}.`, {
        output: { app: application.name, wasRunning },
        receipt: { open: application.name },
      })
    },
    async undo(receipt, { signal }) {
      const { open: name } = quitReceipt.parse(receipt)
      await ports.open(await find(name, signal), signal)
      return done(`I opened ${name} again.`)
    },
  }

  const list: Tool<Record<string, never>> = {
    name: 'apps.list',
    tier: 'read',
    summary: 'Lists the applications that are running.',
    schema: z.strictObject({}),
    timeoutMs: 10_000,
    describe: () => 'List the running applications.',
    async run(_, { signal }) {
      const names = await ports.list(signal)
      if (names.length === 0) return done('No application is running that I know of.', { output: { apps: [] } })
      const rest = names.length - mostSpoken
      const shown = rest > 0 ? [...names.slice(0, mostSpoken), `${rest} more`] : names
      return done(`Running: ${spokenList(shown)}.`, { output: { apps: names } })
    },
  }

  const front: Tool<Record<string, never>> = {
    name: 'apps.front',
    tier: 'read',
    summary: 'Tells which application is in front.',
    schema: z.strictObject({}),
    timeoutMs: 10_000,
    describe: () => 'Tell which application is in front.',
    async run(_, { signal }) {
      const found = await ports.front(signal)
      if (found === undefined) return done('No application is in front.', { output: {} })
      const name = (found.bundleId === undefined ? undefined : applications.nameOfBundle(found.bundleId)) ?? found.name
      return done(`${name} is in front.`, { output: { app: name } })
    },
  }

  return [open, quit, list, front]
}
