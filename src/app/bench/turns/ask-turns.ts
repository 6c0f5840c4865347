import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { LanguageModel, TurnRequest } from '../../../agent/ports.ts'
import { createTurnRunner } from '../../../agent/turn.ts'
import { silentLogger } from '../../../core/log.ts'
import { readConsent } from '../../../tools/consent.ts'
import { createSam } from '../../sam.ts'
import type { HeardTurn } from '../../session/hearing-loop.ts'
import { defaultDeadlines } from '../../session/session-parts.ts'
import { takeBack } from '../../session/take-back.ts'
import { Turns } from '../../session/turns.ts'

/** What the local model says is of no account here: it does nothing. */
const wordless: LanguageModel = {
  id: 'wordless',
  callsTools: false,
  async generate({ onText }) {
    onText('Okay.')
    return { text: 'Okay.', stoppedBy: 'end', promptTokens: 1, reusedTokens: 0, outputTokens: 1, firstTokenMs: 1 }
  },
}

/**
 * What is asked of SAM by the turns that one sound fell into, in order: the session's own turns, with the real rules and tools on a
 * machine where nothing was done yet and everything is only noted. Nobody answers what SAM asks.
 */
export async function askTurns(heard: readonly HeardTurn[]): Promise<TurnRequest[]> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-asked-'))
  const sam = await createSam({
    ...{ home, modelsFolder: path.join(home, 'models'), offline: true, logger: silentLogger },
    environment: { SAM_PLATFORM: 'recording' },
  })
  const { router, clock } = sam
  const tools = sam.tools.runner
  const runner = createTurnRunner({ router, tools, model: wordless, clock })
  const { conversation } = runner
  const requests: TurnRequest[] = []
  let positionMs = 0
  const none = async () => undefined
  const turns = new Turns({
    async runTurn(request, hooks) {
      requests.push(request)
      await runner.run(request, hooks)
    },
    readConsent: (text, prompt, how) => readConsent({ text, prompt, ...how }),
    onReplyCut: () => undefined,
    emit: () => undefined,
    clock,
    understand: (text, without) => router.route(text, conversation.context(clock.wallTime(), without)),
    takeBack: takeBack(tools, conversation),
    onlyShows: (tool) => sam.tools.registry.get(tool)?.onlyShows === true,
    followUpMs: 0,
    deadlines: defaultDeadlines,
    hearing: {
      get positionMs() {
        return positionMs
      },
      engage: none,
      attend: none,
      expectAnswer: () => undefined,
    },
    voice: () => undefined,
    stretch: () => 1,
    onStart: () => undefined,
    onChange: () => undefined,
  })
  try {
    for (const turn of heard) {
      positionMs = turn.audioMs
      await turns.hear(turn)
    }
    turns.stop()
    await turns.idle()
  } finally {
    await sam.close()
    fs.rmSync(home, { recursive: true, force: true })
  }
  return requests
}

/** Whether all that was heard of a sentence that fell into several turns became one request in the end. */
export function areOneRequest(heard: readonly HeardTurn[], requests: readonly TurnRequest[]): boolean {
  const ids = heard.map(({ turnId }) => turnId)
  return (
    ids.length > 1 &&
    requests.length === ids.length &&
    requests.every(({ turnId, continues }, index) => turnId === ids[index] && continues === ids[index - 1])
  )
}
