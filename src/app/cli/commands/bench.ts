import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { SamError } from '../../../core/errors.ts'
import { benchAcoustic, benchSelfEcho } from '../../bench/acoustic/acoustic.ts'
import { benchBargeIn } from '../../bench/acoustic/barge-in.ts'
import { benchAct } from '../../bench/agent/act.ts'
import { benchAgent } from '../../bench/agent/agent.ts'
import { escalationCurve } from '../../bench/agent/escalation-curve.ts'
import { benchRoute } from '../../bench/agent/route.ts'
import { benchCommands } from '../../bench/commands/commands.ts'
import { benchImport } from '../../bench/import/import.ts'
import { benchDataset } from '../../bench/learning/dataset.ts'
import { benchLearning } from '../../bench/learning/learning.ts'
import { benchTraining } from '../../bench/learning/training.ts'
import { benchLoop } from '../../bench/loop/loop.ts'
import { benchMemory } from '../../bench/memory/memory.ts'
import { benchPanel } from '../../bench/panel/panel.ts'
import { type BenchRecord, describeMachine, rounded } from '../../bench/record.ts'
import { benchSoak } from '../../bench/soak/soak.ts'
import { benchStyle } from '../../bench/style/style.ts'
import { benchTurns } from '../../bench/turns/turns.ts'
import { benchVoice } from '../../bench/voice/voice.ts'
import type { Sam } from '../../sam.ts'
import { keepBenchRun } from '../../service/bench-history.ts'
import { type CommandContext, defineCommand } from '../command.ts'
import { withSam } from '../open-sam.ts'

const names = [
  'loop',
  'turns',
  'commands',
  'acoustic',
  'barge-in',
  'self-echo',
  'soak',
  'route',
  'act',
  'agent',
  'style',
  'memory',
  'dataset',
  'learning',
  'voice',
  'import',
  'training',
  'panel',
]

const panelMinutes = 60
/** Memory that grows is not seen in less. */
const leastPanelMinutes = 30
const acousticMinutes = 4

export const command = defineCommand({
  name: 'bench',
  summary: 'measure SAM, beside a baseline from the same run',
  arguments: { '[name]': `one of ${names.join(', ')}; all when absent` },
  options: {
    data: { type: 'text', value: 'folder', summary: 'recordings and conversations of people to measure with' },
    rows: {
      type: 'integer',
      value: 'count',
      default: 1_000_000,
      minimum: 1000,
      summary: 'turns in the memory, examples of the set',
    },
    minutes: {
      type: 'integer',
      value: 'count',
      minimum: 1,
      summary: `of talk: with the panel, in a twentieth of the time (${panelMinutes}); of SAM alone in simulated rooms (${acousticMinutes})`,
    },
    hours: {
      type: 'number',
      value: 'count',
      default: 0.5,
      minimum: 0,
      summary: 'of sound that SAM lives through; 0: only what breaks',
    },
    seed: { type: 'integer', value: 'number', default: 1, minimum: 0, summary: 'the same seed tells the same story' },
  },
  examples: [
    'sam bench loop',
    'sam bench loop --data recordings --json',
    'sam bench soak --hours 0',
    'sam bench soak --hours 24',
    'sam bench self-echo --minutes 120',
  ],
  async run(context, { arguments: [name], options }) {
    if (name !== undefined && !names.includes(name)) {
      throw new SamError('usage', `There is no benchmark "${name}".`, { kind: 'usage', remedy: 'sam bench --help' })
    }
    const { data } = options
    if (data !== undefined && !(await isFolder(data))) {
      throw new SamError('input-unreadable', `There is no folder ${data}.`, { remedy: 'Check the path.' })
    }
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'sam-bench-'))
    // A home of its own and a platform that only writes down: measuring changes nothing.
    const environment = { ...context.environment, SAM_PLATFORM: 'recording' }
    const machine = describeMachine()
    try {
      return await withSam({ ...context, environment, home: path.join(folder, 'home') }, async (sam) => {
        let reached = true
        for await (const record of runBenches(sam, context, name, options)) {
          show(context, record, machine)
          keepBenchRun(context.home, record.name, rounded(record.figures), Date.now())
          reached &&= record.goals.every((goal) => goal.reached)
        }
        return reached ? 0 : 1
      })
    } finally {
      await fs.rm(folder, { recursive: true, force: true })
    }
  },
})

const isFolder = (place: string) =>
  fs.stat(place).then(
    (stat) => stat.isDirectory(),
    () => false,
  )

/** The named benchmark, or all; the quick ones first. */
async function* runBenches(
  sam: Sam,
  { modelsFolder, environment, signal, logger }: CommandContext,
  name: string | undefined,
  {
    data,
    rows,
    minutes,
    hours,
    seed,
  }: Record<'rows' | 'hours' | 'seed', number> & { data: string | undefined; minutes: number | undefined },
): AsyncGenerator<BenchRecord> {
  const wanted = (one: string) => name === undefined || name === one
  if (wanted('route')) {
    yield benchRoute(sam.tools.registry, data)
    const curve = data === undefined ? undefined : escalationCurve(data)
    if (curve !== undefined) yield curve
  }
  if (wanted('act')) yield await benchAct(sam)
  if (wanted('agent')) yield* benchAgent(sam, modelsFolder)
  if (wanted('style')) yield await benchStyle(sam, modelsFolder, path.join(sam.home, 'style'))
  if (wanted('memory')) yield await benchMemory(sam.models, rows, data)
  if (wanted('dataset')) yield benchDataset(rows)
  if (wanted('learning')) yield* benchLearning(sam.models, modelsFolder, path.join(sam.home, 'learning'))
  if (wanted('voice')) yield* benchVoice(environment['SAM_TORCH_PYTHON'])
  if (wanted('import')) yield await benchImport(path.join(sam.home, 'import'))
  if (wanted('training')) yield await benchTraining(sam.models, { home: sam.home, modelsFolder, environment }, signal)
  const acoustic = { data, minutes: minutes ?? acousticMinutes, seed, signal }
  if (wanted('acoustic')) yield await benchAcoustic(sam, acoustic)
  // Parts of the one before, for long runs.
  if (name === 'barge-in') yield await benchBargeIn(sam, acoustic)
  if (name === 'self-echo') yield await benchSelfEcho(sam, acoustic)
  if (wanted('soak'))
    yield* benchSoak({ home: path.join(sam.home, 'soak'), modelsFolder, environment, logger, signal, hours, seed })
  if (wanted('commands')) yield* benchCommands(sam, data)
  if (wanted('turns')) yield* benchTurns(sam, data)
  if (wanted('loop')) yield* benchLoop(sam, modelsFolder, data)
  // Last: a machine without a browser has seen the others then.
  if (wanted('panel')) yield* benchPanel(sam, Math.max(leastPanelMinutes, minutes ?? panelMinutes))
}

function show({ output }: CommandContext, record: BenchRecord, machine: ReturnType<typeof describeMachine>): void {
  const { name, goals, notes = [] } = record
  const figures = rounded(record.figures)
  const baseline = rounded(record.baseline)
  const ratio = rounded(record.ratio)
  const list = (values: Record<string, number>) =>
    Object.entries(values)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')
  output.emit({ type: 'bench', name, figures, baseline, ratio, goals, notes, machine }, () =>
    [
      name,
      `  ${list(figures)}`,
      `  baseline: ${list(baseline)}`,
      `  ratio: ${list(ratio)}`,
      ...notes.map((note) => `  ${note}`),
      ...goals.map(({ goal, reached }) => `  ${reached ? 'reached' : 'MISSED '}  ${goal}`),
    ].join('\n'),
  )
}
