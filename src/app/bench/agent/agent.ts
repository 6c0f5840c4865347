import type { LocalModel } from '../../../agent/local-model.ts'
import type { Generation, LanguageModel } from '../../../agent/ports.ts'
import { createTurnRunner } from '../../../agent/turn.ts'
import { collectGarbage } from '../../../core/collect-garbage.ts'
import { silentLogger } from '../../../core/log.ts'
import { median } from '../../../core/numbers/quantile.ts'
import { openPlainModel } from '../../models/language-model.ts'
import { languageModelId } from '../../models/model-choice.ts'
import type { Sam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'
import { openBareChat } from './bare-model.ts'
import { emittedCalls, goldDispatch } from './function-calling.ts'

/** Questions that no rule answers, each a turn of one conversation. */
const questions = [
  'why is the sky blue',
  'and why is it red in the evening',
  'who was Ada Lovelace',
  'what is a leap year good for',
  'why do cats purr',
  'what makes bread rise',
  'why is sea water salty',
  'how do magnets work',
  'why do we dream',
  'what is a black hole',
  'why do leaves turn yellow',
  'how does a fridge get cold',
  'what is glass made of',
]
const longConversationTurns = 200
const settledTurns = 50

/** The local model inside a whole turn, beside the library alone; and what its calls of tools are worth. */
export async function* benchAgent(sam: Sam, modelsFolder: string): AsyncGenerator<BenchRecord> {
  const id = languageModelId(sam.models)
  const locate = () => sam.models.locate(id).files['model'] ?? ''
  const model = openPlainModel(sam.models, modelsFolder, silentLogger)
  try {
    yield await firstTokens(sam, model, locate())
    yield await longConversation(sam, model)
    yield await functionCalling(sam, model)
  } finally {
    await model.dispose()
  }
}

/** Runs turns of one conversation; what the model did in each is kept. */
function conversationWith(sam: Sam, model: LocalModel, maximumTokens: number) {
  const generations: Generation[] = []
  const spy: LanguageModel = {
    id: model.id,
    callsTools: model.callsTools,
    async generate(request) {
      const generation = await model.generate({ ...request, maximumTokens })
      generations.push(generation)
      return generation
    },
  }
  const turns = createTurnRunner({ router: sam.router, tools: sam.tools.runner, model: spy })
  const ask = async (text: string): Promise<number> => {
    let firstTokenMs = Number.NaN
    const signal = new AbortController().signal
    await turns.run(
      {
        turnId: `turn-${text}-${generations.length}`,
        text,
        origin: 'text',
        dryRun: false,
        approveConfirm: false,
        signal,
      },
      {
        emit(event) {
          if (event.type === 'turn-finished') firstTokenMs = event.timings.firstTokenMs ?? Number.NaN
        },
      },
    )
    return firstTokenMs
  }
  return { ask, generations }
}

async function firstTokens(sam: Sam, model: LocalModel, modelPath: string): Promise<BenchRecord> {
  const { ask, generations } = conversationWith(sam, model, 24)
  const bare = await openBareChat(modelPath, 24)
  const turnMs: number[] = []
  const bareMs: number[] = []
  // In turns, so that whatever else this machine does falls on both alike.
  for (const question of questions) {
    turnMs.push(await ask(question))
    bareMs.push(await bare.ask(question))
  }
  await bare.close()
  // The first turn of each loads what later ones find there.
  const figures = {
    firstTokenMs: median(turnMs.slice(1)),
    secondTurnReusedShare: (generations[1]?.reusedTokens ?? 0) / (generations[0]?.promptTokens ?? 1),
  }
  const baseline = { bareFirstTokenMs: median(bareMs.slice(1)) }
  const ratio = { firstTokenToBare: figures.firstTokenMs / baseline.bareFirstTokenMs }
  return {
    name: 'agent.first-token',
    figures,
    baseline,
    ratio,
    goals: [
      { goal: 'first token of a warm turn within 1.15 x the bare library', reached: ratio.firstTokenToBare <= 1.15 },
      { goal: 'the second turn reuses 90 % of the tokens before it', reached: figures.secondTurnReusedShare >= 0.9 },
    ],
  }
}

async function longConversation(sam: Sam, model: LocalModel): Promise<BenchRecord> {
  const { ask, generations } = conversationWith(sam, model, 8)
  let settledBytes = 0
  for (let turn = 1; turn <= longConversationTurns; turn += 1) {
    await ask(`${questions[turn % questions.length]}, part ${turn}`)
    if (turn === settledTurns) settledBytes = residentBytes()
  }
  const endBytes = residentBytes()
  const figures = {
    turns: generations.length,
    grownMb: (endBytes - settledBytes) / 2 ** 20,
    longestPromptTokens: Math.max(...generations.map(({ promptTokens }) => promptTokens)),
  }
  return {
    name: 'agent.long-conversation',
    figures,
    baseline: { settledMb: settledBytes / 2 ** 20 },
    ratio: { endToSettled: endBytes / settledBytes },
    goals: [
      { goal: 'every one of 200 turns is answered', reached: generations.length === longConversationTurns },
      { goal: 'memory stays flat: at most 1.05 x that after 50 turns', reached: endBytes <= settledBytes * 1.05 },
    ],
  }
}

async function functionCalling(sam: Sam, model: LocalModel): Promise<BenchRecord> {
  const dispatched = await goldDispatch(sam)
  const emitted = await emittedCalls(sam, model)
  const figures = { goldCalls: dispatched.all, goldDispatched: dispatched.right, ...emitted }
  return {
    name: 'agent.function-calling',
    figures,
    baseline: { tools: sam.tools.registry.list().length },
    ratio: { goldDispatched: dispatched.right / dispatched.all, validOfEmitted: emitted.valid / emitted.written },
    goals: [
      { goal: 'every gold call is valid and reaches its tool', reached: dispatched.right === dispatched.all },
      {
        goal: 'every call that the model writes fits its schema',
        reached: emitted.written > 0 && emitted.valid === emitted.written,
      },
    ],
  }
}

function residentBytes(): number {
  collectGarbage()
  return process.memoryUsage().rss
}
