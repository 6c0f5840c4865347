import { SamError } from '../../core/errors.ts'
import { BriefingClock } from '../briefing-clock.ts'
import { interruptSignal } from '../electron/core-process.ts'
import { createPanelEngine } from '../panel-engine.ts'
import { createSam } from '../sam.ts'
import { acquireInstance } from '../server/instance.ts'
import { ensurePanelBuilt } from '../server/panel-build.ts'
import { type PanelServer, type PanelServerOptions, startPanelServer } from '../server/panel-server.ts'
import { createPanelSpeech } from '../server/panel-speech.ts'
import type { CommandContext } from './command.ts'
import { printEvents } from './print-events.ts'

const suggestions = ['What time is it?', 'Set a timer for five minutes', 'Open the terminal']

/**
 * The engine with the panel as a page, until the signal. A second one hands over to the first.
 * @param ports tried in order
 */
export async function runHeadless(context: CommandContext, ports: readonly number[]): Promise<number> {
  const { output, signal, logger, home } = context
  const instance = await acquireInstance(home)
  const showPanel = (url: string, words: string) => output.emit({ type: 'panel', url }, `${words} ${url}`)
  if (instance.kind === 'running') {
    showPanel(instance.url, 'SAM runs already:')
    return 0
  }
  try {
    const sam = await createSam(context)
    const panelSpeech = createPanelSpeech()
    // Loads while the page is opened.
    sam.speech(['ear', 'recognizer', 'synthesizer'])
    const session = sam.openSession({ output: panelSpeech, pace: 'live', wakeRequired: true, echoFree: true })
    const engine = createPanelEngine({ session, hub: sam.hub, wakePhrases: sam.wakePhrases, suggestions })
    const desk = sam.openDesk()
    // The kill path: the menu bar's stop shortcut reaches this process whatever the page or a model is doing.
    process.on(interruptSignal, () => session.stop())
    if (output.json || context.verbose) printEvents(sam.hub, output)
    const { folder } = await ensurePanelBuilt()
    const server = await openServer(ports, {
      engine,
      desk,
      speech: panelSpeech,
      assetsFolder: folder,
      logger,
      clock: sam.clock,
      onShowRequested: (url) => showPanel(url, 'The panel is at'),
    })
    instance.publish({ port: server.port, secret: server.handOverSecret })
    showPanel(server.createAddress(), 'The panel is at')
    sam.tools.scheduler.start()
    const isBusy = async () => session.busy || (await sam.microphoneInUse(session.listening))
    const briefingClock = new BriefingClock({
      schedule: sam.config.briefing.schedule,
      days: sam.briefingDays,
      clock: sam.clock,
      logger,
      isBusy,
      tell: () => session.submitText('give me my briefing', 'schedule'),
    })
    briefingClock.start()
    const nightClock = sam.openNightClock(isBusy)
    const sessionWatch = sam.openSessionWatch()
    for (const engines of new Set([sam.speech(), sam.voice()])) {
      engines.start().catch((thrown: unknown) => {
        if (!signal.aborted) logger.error('the speech engines do not start', { error: String(thrown) })
      })
    }
    sam
      .warmThinking()
      .catch((thrown: unknown) => logger.warn('the local model does not load', { error: String(thrown) }))
    await untilAborted(signal)
    briefingClock.stop()
    await nightClock.stop()
    await sessionWatch?.stop()
    session.stop()
    engine.close()
    // What was cut off still writes what became of it into the audit log.
    await session.idle()
    await server.close()
    await desk.close()
    await sam.close()
    return 0
  } finally {
    instance.release()
  }
}

async function openServer(ports: readonly number[], options: Omit<PanelServerOptions, 'port'>): Promise<PanelServer> {
  const [port = 0, ...others] = ports
  try {
    return await startPanelServer({ ...options, port })
  } catch (thrown) {
    if (others.length === 0 || !(thrown instanceof SamError) || thrown.code !== 'port-taken') throw thrown
    return openServer(others, options)
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
