import { z } from 'zod'
import { createApplicationFinder } from '../applications/find-application.ts'
import { done, type Tool } from '../tool.ts'
import type { ToolServices } from './services.ts'

const applicationInput = z.strictObject({ app: z.string().trim().min(1).max(80).describe('Name of the application') })
const hideReceipt = z.object({ show: z.string() })
type Input = z.infer<typeof applicationInput>

/** apps.hide, apps.kill. */
export function createApplicationControlTools({ platform, applications }: ToolServices): Tool[] {
  const control = platform.applicationControl
  const find = createApplicationFinder(applications)
  const prepare: NonNullable<Tool<Input>['prepare']> = async ({ app }, { signal }) => {
    const { name, bundleId, installedId } = await find(app, signal)
    return { input: { app: name }, target: bundleId ?? installedId ?? name }
  }

  const hide: Tool<Input> = {
    name: 'apps.hide',
    tier: 'reversible',
    summary: 'Hides the windows of an application.',
    schema: applicationInput,
    timeoutMs: 15_000,
    describe: ({ app }) => `Hide ${app}.`,
    prepare,
    async run({ app }, { signal }) {
      const application = await find(app, signal)
      await control.setHidden(application, true, signal)
      return done(`I hid ${application.name}.`, {
        output: { app: application.name },
        receipt: { show: application.name },
      })
    },
    async undo(receipt, { signal }) {
      const { show } = hideReceipt.parse(receipt)
      await control.setHidden(await find(show, signal), false, signal)
      return done(`${show} shows again.`)
    },
  }

  const kill: Tool<Input> = {
    name: 'apps.kill',
    tier: 'confirm',
    summary: 'Ends an application that no longer responds, at once; what is not saved is lost.',
    schema: applicationInput,
    timeoutMs: 15_000,
    describe: ({ app }) => `Force ${app} to quit. What is not saved there is lost.`,
    prepare,
    async run({ app }, { signal }) {
      const application = await find(app, signal)
      const { processes } = await control.kill(application, signal)
      const spoken = processes === 0 ? `${application.name} is not running.` : `I ended ${application.name}.`
      return done(spoken, { output: { app: application.name, processes } })
    },
  }

  return [hide, kill]
}
