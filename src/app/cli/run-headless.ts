import path from 'node:path'
import { loadConfig } from '../../core/config.ts'
import { toSamError } from '../../core/errors.ts'
import { createMachineClock } from '../../tools/scheduler/machine-clock.ts'
import { BriefingClock } from '../briefing-clock.ts'
import { interruptSignal } from '../electron/core-process/core-process.ts'
import { createSam, type Sam } from '../sam.ts'
import type { Admission } from '../server/admission.ts'
import { acquireInstance, type HeldInstance } from '../server/instance.ts'
import { ensurePanelBuilt } from '../server/panel-build.ts'
import { createPanelEngine } from '../server/panel-engine.ts'
import { startOnOneOf } from '../server/panel-server.ts'
import { createPanelSpeech } from '../server/panel-speech.ts'
import { keepServiceLevels } from '../service/keep-service-levels.ts'
import { giveSignsOfLife } from '../service/sign-of-life.ts'
import type { Session } from '../session/session.ts'
import { followShell } from '../shell/follow-shell.ts'
import { openShellLink, type ShellLink } from '../shell/shell-link.ts'
import type { CommandContext } from './command.ts'
import { printEvents } from './print-events.ts'
import { progressReporter } from './pull-models.ts'

/** The page that asked for another run is answered first. */
const answerMs = 100

/** What a run that is started anew goes on with: pages keep their place and their cookies. */
interface RunBefore {
  port: number
  admission: Admission
}

interface RunParts {
  instance: HeldInstance
  interrupt: Interrupt
  before: RunBefore | undefined
  /** Absent without the menu bar. */
  shell: ShellLink | undefined
}

/** What the shell's signal does at this moment. */
interface Interrupt {
  stop(): void
}

/**
 * The engine with the panel as a page, until the signal. A second one hands over to the first.
 * @param ports tried in order
 * @param underShell the menu bar talks to this process on standard input, and ends with it
 */
export async function runHeadless(
  context: CommandContext,
  ports: readonly number[],
  underShell = false,
): Promise<number> {
  const { output, home, logger } = context
  const instance = await acquireInstance(home)
  if (instance.kind === 'running') {
    output.emit({ type: 'panel', url: instance.url }, `SAM runs already: ${instance.url}`)
    return 0
  }
  try {
    // The kill path: the menu bar's stop shortcut reaches this process whatever the page or a model is doing.
    const interrupt: Interrupt = { stop() {} }
    process.on(interruptSignal, () => interrupt.stop())
    const shellGone = new AbortController()
    const signal = AbortSignal.any([context.signal, shellGone.signal])
    const shell = underShell
      ? await openShellLink({
          input: context.stdin,
          logger,
          onPing: () => output.emit({ type: 'pong' }),
          onGone: () => shellGone.abort(),
        })
      : undefined
    let before: RunBefore | undefined
    // Started anew by the panel, so that changed settings hold: in the same process, which nobody who watches it notices.
    do before = await runOnce({ ...context, signal }, ports, { instance, interrupt, before, shell })
    while (before !== undefined)
    return 0
  } finally {
    instance.release()
  }
}

/** One run, until the signal or until the panel asks for another: then what that one goes on with. */
async function runOnce(
  context: CommandContext,
  ports: readonly number[],
  { instance, interrupt, before, shell }: RunParts,
): Promise<RunBefore | undefined> {
  const { output, signal, logger } = context
  const showPanel = (url: string) => output.emit({ type: 'panel', url }, `The panel is at ${url}`)
  const again = new AbortController()
  const sam = await createSam({ ...context, ...(shell === undefined ? {} : { claudeKey: () => shell.claudeKey() }) })
  const panelSpeech = createPanelSpeech()
  // Loads while the page is opened.
  const hearing = sam.speech(['ear', 'recognizer', 'synthesizer'])
  const kept = keepServiceLevels(sam.service, path.join(sam.home, 'service-levels.json'), logger)
  const life = giveSignsOfLife({
    file: path.join(sam.home, 'alive.json'),
    machine: createMachineClock(),
    logger,
    served: hearing.load(['ear', 'recognizer']),
    onBack: (awayMs) => sam.service.wasAway(awayMs),
  })
  const session = sam.openSession({ output: panelSpeech, pace: 'live', wakeRequired: true, echoFree: true })
  const { hub, service } = sam
  const engine = createPanelEngine({
    session,
    hub,
    service,
    wakePhrases: () => sam.wakePhrases,
    suggestions: () => sam.suggestions,
  })
  interrupt.stop = () => session.stop()
  const desk = await sam.openDesk({ restart: () => setTimeout(() => again.abort(), answerMs) })
  if (output.json || context.verbose) printEvents(sam.hub, output)
  const { folder } = await ensurePanelBuilt()
  const server = await startOnOneOf(before === undefined ? ports : [before.port, 0], {
    engine,
    desk,
    speech: panelSpeech,
    assetsFolder: folder,
    logger,
    clock: sam.clock,
    earlier: sam.earlierTalk(),
    onShowRequested: showPanel,
    admission: before?.admission,
  })
  instance.publish({ port: server.port, secret: server.handOverSecret })
  if (server.admission !== before?.admission) showPanel(server.createAddress())
  // After the address, which the shell takes for "ready": what this changes is told after it. No page can be here before.
  if (shell !== undefined) followShell(shell, { session, engine, logger })
  sam.tools.scheduler.start()
  const isBusy = async () => session.busy || session.isQuiet || (await sam.microphoneInUse(session.listening))
  const briefingClock = new BriefingClock({
    get schedule() {
      return loadConfig(sam.home).briefing.schedule
    },
    days: sam.briefingDays,
    clock: sam.clock,
    logger,
    isBusy,
    tell: () => session.submitText('give me my briefing', 'schedule'),
  })
  briefingClock.start()
  const nightClock = sam.openNightClock(isBusy)
  const sessionWatch = sam.openSessionWatch()
  const over = AbortSignal.any([signal, again.signal])
  if (sam.starter.lacks()) whileFetching(context, sam, session, over)
  for (const engines of new Set([sam.speech(), sam.voice()])) {
    engines.start().catch((thrown: unknown) => {
      if (!signal.aborted) logger.error('the speech engines do not start', { error: String(thrown) })
    })
  }
  if (!sam.starter.lacks('thinking'))
    sam.warmThinking().catch((thrown: unknown) => {
      if (!over.aborted) logger.warn('the local model does not load', { error: String(thrown) })
    })
  await untilAborted(over)
  briefingClock.stop()
  await nightClock.stop()
  await sessionWatch?.stop()
  session.stop()
  engine.close()
  // What was cut off still writes what became of it into the audit log.
  await session.idle()
  await server.close()
  await desk.close()
  life.end()
  kept.stop()
  await sam.close()
  return signal.aborted ? undefined : { port: server.port, admission: server.admission }
}

/**
 * Fetches what SAM lacks while its panel is there already: it listens as soon as it can hear, then it speaks, then it answers
 * questions. Where fetching fails, the panel offers it again.
 */
function whileFetching(
  { output, logger }: Pick<CommandContext, 'output' | 'logger'>,
  sam: Sam,
  session: Session,
  signal: AbortSignal,
): void {
  const { starter, hub } = sam
  const reporter = progressReporter({ output })
  const failed = (thrown: unknown) => {
    if (!signal.aborted) logger.warn('a model does not load', { error: String(thrown) })
  }
  if (starter.lacks('hearing')) {
    session.hold('I am still fetching what I hear with.', 'models')
    void starter.has('hearing', signal).then(() => {
      session.hold(undefined, 'models')
      hub.emit({
        type: 'notice',
        code: 'hearing-ready',
        message: 'I hear you now. What is missing still comes meanwhile.',
      })
      sam.speech().load(['ear', 'recognizer']).catch(failed)
    })
  }
  void starter.has('speaking', signal).then(() => sam.voice().load(['synthesizer']).catch(failed))
  void starter.has('thinking', signal).then(() => sam.warmThinking().catch(failed))
  starter
    .fetch(signal, reporter.show)
    .catch((thrown: unknown) => {
      if (signal.aborted) return
      const { message, remedy } = toSamError(thrown)
      output.say(`${message} The panel lets you go on.`)
      hub.emit({ type: 'notice', code: 'models-missing', message, ...(remedy === undefined ? {} : { remedy }) })
    })
    .finally(reporter.stop)
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
