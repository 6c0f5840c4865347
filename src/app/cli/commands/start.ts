import { SamError } from '../../../core/errors.ts'
import { electronAvailability } from '../../electron/available.ts'
import { runShell } from '../../electron/launch.ts'
import { isOffline, modelStore } from '../../models/open-model-store.ts'
import { askRunning } from '../../server/instance.ts'
import { type CommandContext, defineCommand } from '../command.ts'
import { runDemo } from '../demo.ts'
import { progressReporter, pullModels } from '../pull-models.ts'
import { runHeadless } from '../run-headless.ts'

/** Easy to remember; when it is taken, any other. */
const usualPort = 7260

export const command = defineCommand({
  name: 'start',
  summary: 'SAM itself, in the menu bar or as a page in the browser',
  options: {
    headless: { type: 'flag', summary: 'without the menu bar: the panel is a page in your browser' },
    port: {
      type: 'integer',
      value: 'number',
      minimum: 0,
      maximum: 65_535,
      summary: `of the panel on this machine; ${usualPort} where that is free, 0 takes any`,
    },
    underShell: {
      type: 'flag',
      summary: 'used by the menu bar: takes its messages on standard input, and ends with it',
    },
    demo: {
      type: 'flag',
      summary: "say a sample command with SAM's own voice into its own ear, show each step, and end",
    },
  },
  examples: ['sam start', 'sam start --headless --port 8000', 'npm start -- --demo'],
  async run(context, { options: { headless, port, underShell, demo } }) {
    if (demo) {
      await fetchModels(context)
      return runDemo(context)
    }
    const running = await askRunning(context.home)
    if (running !== undefined) {
      context.output.emit({ type: 'panel', url: running.url, pid: running.pid }, `SAM runs already: ${running.url}`)
      return 0
    }
    const ports = port === undefined ? [usualPort, 0] : [port]
    if (!headless) {
      const electron = await electronAvailability({ mayDownload: !isOffline(context) })
      if (electron.available) {
        const shown = showFetching(context)
        return runShell(electron.executable, context.home, port).finally(shown.stop)
      }
      context.output.say(`${electron.reason} SAM opens as a page instead.`)
    }
    return runHeadless(context, ports, underShell)
  },
})

/** Fetches them before anything else: what is shown needs all of it. Errors: those of the download; `model-missing` offline. */
async function fetchModels(context: CommandContext): Promise<void> {
  const store = modelStore(context)
  const missing = store.missing(store.starterSet())
  if (missing.length > 0 && isOffline(context)) {
    throw new SamError('model-missing', `These models are not on this machine: ${missing.join(', ')}.`, {
      kind: 'missing',
      remedy: 'sam models pull',
    })
  }
  if (missing.length > 0) await pullModels(context, store, missing)
}

const lookEveryMs = 500

/** What the core of the menu bar fetches, in the terminal that started it: both look at the same disk. */
function showFetching(context: CommandContext): { stop(): void } {
  const store = modelStore(context)
  const reporter = progressReporter(context)
  const look = setInterval(() => {
    const starter = store.list().filter(({ entry, state }) => entry.set === 'starter' && state !== 'installed')
    if (starter.length === 0) return stop()
    const begun = starter.find(({ waitingBytes }) => waitingBytes > 0)
    if (begun === undefined) return
    const { entry, waitingBytes, downloadBytes } = begun
    reporter.show({ id: entry.id, receivedBytes: waitingBytes, totalBytes: downloadBytes, phase: 'download' })
  }, lookEveryMs)
  look.unref()
  const stop = () => {
    clearInterval(look)
    reporter.stop()
  }
  return { stop }
}
