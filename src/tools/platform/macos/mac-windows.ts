import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import type { WindowFrame, WindowPlace, WindowsPort } from '../machine-port.ts'
import type { ApplicationReference } from '../port.ts'
import { partOfScreen } from '../window-places.ts'
import { scriptMethods } from './json-scripts.ts'
import type { MacIdentifier } from './mac-identifier.ts'
import { line, nothing } from './personal-answers.ts'
import type { ScriptRunner } from './script-runner.ts'

const side = z.number().int()
const listed = z.array(z.strictObject({ app: line, title: line, minimized: z.boolean() })).max(2000)
const identifiers = z.array(line).max(500)
const frame = z.tuple([side, side, side, side])
const changed = z.strictObject({
  state: z.enum(['done', 'no-window', 'no-process']),
  before: z.union([z.boolean(), frame]).optional(),
})

/** Windows through System Events, which needs the Accessibility permission. It sees those of the space that is shown. */
export function createMacWindows(runScript: ScriptRunner, identify: MacIdentifier): WindowsPort {
  const ask = scriptMethods(runScript, 'windows')
  const chosen = async (application: ApplicationReference | undefined, signal: AbortSignal) =>
    application === undefined ? {} : { bundleId: await identify(application, signal) }
  const change = async (
    method: string,
    application: ApplicationReference | undefined,
    input: Record<string, unknown>,
    signal: AbortSignal,
  ) => {
    const { state, before } = await ask(method, { ...(await chosen(application, signal)), ...input }, changed, signal)
    const whose = application === undefined ? 'The application in front' : application.name
    if (state === 'no-process') throw new SamError('app-not-running', `${whose} is not running.`)
    if (state === 'no-window') throw new SamError('no-window', `${whose} has no such window.`)
    return before
  }
  return {
    list: async (application, signal) => ask('list', await chosen(application, signal), listed, signal),
    async move(application, to, signal) {
      const before = await change('move', application, placed(to), signal)
      if (!Array.isArray(before)) return {}
      const [x, y, width, height] = before
      return { before: { x, y, width, height } }
    },
    async setFullScreen(application, on, signal) {
      const before = await change('setFullScreen', application, { on }, signal)
      return typeof before === 'boolean' ? { before } : {}
    },
    async setMinimized(application, on, signal) {
      await change('setMinimized', application, { on }, signal)
    },
    hideAll: async (scope, signal) => ({ hidden: await ask('hideAll', { ...scope }, identifiers, signal) }),
    async showAgain(hidden, signal) {
      await ask('showAgain', { bundleIds: [...hidden] }, nothing, signal)
    },
  }
}

function placed(to: WindowPlace | WindowFrame): Record<string, unknown> {
  if (typeof to === 'object') return { frame: [to.x, to.y, to.width, to.height] }
  return { part: partOfScreen(to) }
}
