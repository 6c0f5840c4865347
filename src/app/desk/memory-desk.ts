import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../core/clock.ts'
import { SamError } from '../../core/errors.ts'
import type {
  Fact,
  FactStore,
  Forgetter,
  MemoryHit,
  PatternStore,
  Recall,
  StoredTurn,
  Timeline,
  TurnLog,
} from '../../memory/ports.ts'
import { runChore } from '../chores/run-chore.ts'
import type {
  Forgettable,
  FoundLine,
  KnownFact,
  MemoryResults,
  memoryInputs,
  SaidLine,
} from '../server/requests/memory-requests.ts'
import type { RequestCall, RequestHandlers } from '../server/requests/page-requests.ts'
import type { Upload, Uploads } from './uploads.ts'

export interface MemoryDeskParts {
  home: string
  environment: Record<string, string | undefined>
  memory: {
    facts: FactStore
    log: TurnLog
    timeline: Timeline
    forgetter: Forgetter
    patterns: PatternStore
  }
  recall: Recall
  clock: Clock
  uploads: Uploads
  /** Something changed that is read elsewhere too. */
  onImported(): void
}

const hitsShown = 30
const linesAPage = 60
const mostFacts = 2000
const textsShown = 4

/** What the Memory page asks. */
export function createMemoryDesk(
  parts: MemoryDeskParts,
): Pick<RequestHandlers, keyof typeof memoryInputs & keyof RequestHandlers> {
  const { memory, recall, uploads, clock } = parts

  /** Turns and facts that a wish to forget means, with some of their words. */
  const meant = ({ turns = [], facts = [], words = '' }: Forgettable) => {
    const found = words === '' ? { turns: [], facts: [] } : memory.log.find({ words })
    return { turns: [...new Set([...turns, ...found.turns])], facts: [...new Set([...facts, ...found.facts])], words }
  }

  return {
    'memory.overview': () => memory.log.stats(),
    async 'memory.search'({ query }, { signal }) {
      const { hits, wordsOnly } = await recall.search({ query, limit: hitsShown, signal })
      const titles = titlesOf(memory.timeline.of(hits.flatMap(({ kind, row }) => (kind === 'fact' ? [] : [row]))))
      return { hits: hits.map((hit) => foundLine(hit, titles)), ...(wordsOnly === undefined ? {} : { wordsOnly }) }
    },
    'memory.timeline'({ before }) {
      const lines = memory.timeline.before(before, linesAPage)
      return { lines: lines.map(saidLine), more: lines.length === linesAPage }
    },
    'memory.facts'() {
      const facts = memory.facts.list({ limit: mostFacts, history: true })
      const turns = new Map(
        memory.timeline.of(facts.flatMap(({ turn }) => turn ?? [])).map((turn) => [turn.row, turn] as const),
      )
      return { facts: facts.map((fact) => knownFact(fact, turns.get(fact.turn ?? 0))) }
    },
    'memory.patterns': () => ({ patterns: memory.patterns.list() }),
    'memory.correct-pattern': ({ category, facet, value, verdict }) => ({
      done: memory.patterns.correct(category, facet, value, verdict ?? undefined),
    }),
    'memory.recategorise': ({ source, conversation, category }) => ({
      done: memory.patterns.recategorise(source, conversation, category),
    }),
    'memory.refute': ({ fact, refuted }) => ({
      done: memory.facts.refute(fact, refuted ? clock.wallTime() : undefined),
    }),
    async 'memory.forget-question'(what) {
      const rows = meant(what)
      const counts = await memory.forgetter.wouldForget(rows)
      if (Object.values(counts).every((count) => count === 0))
        throw new SamError('memory-unknown', 'I remember nothing like that.')
      const said = memory.timeline.of(rows.turns.slice(0, textsShown)).map(({ text }) => text)
      return { ...counts, texts: said }
    },
    async 'memory.forget'({ what, expected }) {
      const rows = meant(what)
      if (!isDeepStrictEqual(await memory.forgetter.wouldForget(rows), expected))
        throw new SamError('memory-changed', 'Something was remembered meanwhile. Nothing was forgotten.', {
          remedy: 'Look again.',
        })
      return memory.forgetter.forget(rows)
    },
    'memory.import': (input, call) =>
      importUploads(
        parts,
        input.kind,
        input.uploads.map((id) => uploads.find(id, 'import')),
        call,
      ),
  }
}

async function importUploads(
  { home, environment, uploads, onImported }: MemoryDeskParts,
  source: 'chatgpt' | 'claude' | 'claude-code' | 'training',
  given: readonly Upload[],
  call: RequestCall,
): Promise<MemoryResults['memory.import']> {
  const files = given.map(({ file, bytes }) => ({ file, bytes }))
  try {
    const { report, failures } = await runChore<'import'>({ kind: 'import', home, source, files }, call, environment)
    return {
      ...(report === undefined ? {} : { report }),
      failures: failures.map(({ message, remedy }) => ({
        // The user knows the file by its name; where it lay for a moment does not help.
        message: given.reduce((text, { file, name }) => text.replaceAll(file, name), message),
        ...(remedy === undefined ? {} : { remedy }),
      })),
    }
  } finally {
    uploads.discard(given.map(({ id }) => id))
    onImported()
  }
}

function saidLine({ row, speaker, text, at, source, conversation, title }: StoredTurn): SaidLine {
  return {
    row,
    speaker,
    text,
    source,
    conversation,
    ...(title === undefined ? {} : { title }),
    ...(at === undefined ? {} : { atMs: at.getTime() }),
  }
}

function titlesOf(turns: readonly StoredTurn[]): Map<number, string> {
  return new Map(turns.flatMap(({ row, title }) => (title === undefined ? [] : [[row, title] as const])))
}

function foundLine(
  { kind, row, speaker, text, at, source, conversation }: MemoryHit,
  titles: Map<number, string>,
): FoundLine {
  const title = kind === 'fact' ? undefined : titles.get(row)
  return {
    kind,
    row,
    speaker,
    text,
    source,
    conversation,
    ...(title === undefined ? {} : { title }),
    ...(at === undefined ? {} : { atMs: at.getTime() }),
  }
}

function knownFact(
  { toldAt, validTo, refutedAt, turn: _turn, ...fact }: Fact,
  from: StoredTurn | undefined,
): KnownFact {
  return {
    ...fact,
    toldAtMs: toldAt.getTime(),
    ...(validTo === undefined ? {} : { validToMs: validTo.getTime() }),
    ...(refutedAt === undefined ? {} : { refutedAtMs: refutedAt.getTime() }),
    ...(from === undefined ? {} : { from: provenance(from) }),
  }
}

function provenance({ source, conversation, title }: StoredTurn) {
  return { source, conversation, ...(title === undefined ? {} : { title }) }
}
