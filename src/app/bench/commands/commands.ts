import fs from 'node:fs/promises'
import { spokenCommands } from '../../../agent/spoken-commands.ts'
import type { CommandRecognizer } from '../../../audio/ports.ts'
import { silentLogger } from '../../../core/log.ts'
import { seededRandom } from '../../../core/random.ts'
import { wellKnown } from '../../../tools/applications/well-known.ts'
import { hearCommands } from '../../hear-commands.ts'
import type { Sam } from '../../sam.ts'
import type { BenchRecord } from '../record.ts'
import { listClips, readClip } from '../recordings.ts'
import { plainWords, wordErrors } from '../word-errors.ts'
import { findVoices, speakSomehow } from './made-speech.ts'
import { heldCommands, talk, tunedCommands } from './sentences.ts'

/** Names as a Mac may hold them; those of the sentences are among them. */
const names = {
  app: [...wellKnown],
  person: [
    'Stella Novak',
    'Stella',
    'Marta Lind',
    'Marta',
    'Boris Eriksen',
    'Boris',
    'Ana Costa',
    'Ana',
    'Tom Wright',
    'Tom',
  ],
  shortcut: ['Morning Lights', 'Focus Time', 'Resize Images', 'Log Water'],
  timer: ['pasta', 'tea', 'pizza', 'egg', 'laundry'],
  list: ['shopping', 'grocery', 'to do', 'packing'],
  file: ['tax return', 'lease agreement', 'invoice', 'resume'],
}

interface Heard {
  reference: string
  free: string
  taken: string
  decodeMs: number
  extraMs: number
}

const longestMs = 28_000

/**
 * What listening again for commands brings, beside the same recogniser without it: intents with their slots as the router
 * reads the words that were really said, word errors, commands made of what is none, and the time that it costs.
 */
export async function* benchCommands(sam: Sam, dataFolder?: string): AsyncGenerator<BenchRecord> {
  const { synthesizer, recognizer } = sam.speech()
  await fs.mkdir(sam.home, { recursive: true })
  const voices = await findVoices(synthesizer, sam.home)
  const hear = listener(sam, recognizer)
  const spoken = async function* (texts: readonly string[], seed: number) {
    const random = seededRandom(seed)
    for (const text of texts) yield hear(text, await speakSomehow(text, voices, random))
  }
  const recorded = async function* (kinds: readonly string[], wanted: (label: string, group?: string) => boolean) {
    for (const kind of kinds)
      for (const { file, label, text, group } of dataFolder === undefined ? [] : listClips(dataFolder, kind)) {
        if (!wanted(label, group)) continue
        const samples = await readClip(file)
        if (samples.length / 16 <= longestMs) yield hear(text ?? '', samples)
      }
  }
  const note = [`voices: ${voices.map(({ name }) => name).join(', ')}`]
  yield await scoreCommands('commands.tuned', spoken(tunedCommands, 11), sam, note)
  yield await scoreCommands('commands.held', spoken(heldCommands, 12), sam, note)
  if (dataFolder !== undefined) {
    yield await scoreCommands(
      'commands.recorded',
      recorded(['speech'], (_, group) => group === 'command'),
      sam,
      [],
    )
    const others = recorded(
      ['speech', 'negatives', 'wake'],
      (label, group) => group !== 'command' && !/command|impulse/.test(label),
    )
    yield await scoreOthers('commands.others-recorded', others, sam)
  }
  yield await scoreOthers('commands.others-spoken', spoken(talk, 13), sam)
}

function listener(sam: Sam, recognizer: CommandRecognizer) {
  let free = ''
  let decodeMs = 0
  const watched: CommandRecognizer = {
    ...recognizer,
    async recognize(samples) {
      const recognition = await recognizer.recognize(samples)
      free = recognition.text
      decodeMs = recognition.decodeMs
      return recognition
    },
  }
  let told = false
  const vocabulary = {
    async refresh() {
      if (told) return undefined
      told = true
      return { ...spokenCommands, names }
    },
    knowsPerson: (name: string) => names.person.some((known) => known.toLowerCase() === name.toLowerCase()),
  }
  const { router, clock } = sam
  const hearing = hearCommands(watched, {
    router,
    vocabulary,
    clock,
    wakePhrases: () => sam.wakePhrases,
    logger: silentLogger,
  })
  return async (reference: string, samples: Float32Array): Promise<Heard> => {
    await hearing.ready
    const heard = await hearing.recognize(samples)
    return { reference, free, taken: heard.text, decodeMs, extraMs: heard.decodeMs - decodeMs }
  }
}

async function scoreCommands(name: string, all: AsyncIterable<Heard>, sam: Sam, notes: string[]): Promise<BenchRecord> {
  const meaning = meaningWith(sam)
  const heard = await collect(all)
  const wanted = heard.map(({ reference }) => meaning(reference))
  const share = (texts: readonly string[]) =>
    texts.filter((text, at) => meaning(text) === wanted[at]).length / heard.length
  const free = heard.map((one) => one.free)
  const taken = heard.map((one) => one.taken)
  const figures = {
    commands: heard.length,
    intentRight: share(taken),
    wordErrorRate: errorRate(heard, taken),
    ...times(heard),
  }
  return {
    name,
    figures,
    baseline: { intentRight: share(free), wordErrorRate: errorRate(heard, free) },
    ratio: { cost: costRatio(heard) },
    goals: [{ goal: 'at least 90 % of intents are right', reached: figures.intentRight >= 0.9 }],
    notes: [
      ...notes,
      ...heard.flatMap(({ reference, taken: text }, at) =>
        meaning(text) === wanted[at] ? [] : [`"${reference}" was heard as "${text}"`],
      ),
    ],
  }
}

async function scoreOthers(name: string, all: AsyncIterable<Heard>, sam: Sam): Promise<BenchRecord> {
  const heard = await collect(all)
  const isCommand = (text: string) =>
    /^(?:command|control|recall)$/.test(sam.router.route(text, { now: sam.clock.wallTime() }).route)
  const count = (texts: readonly string[]) => texts.filter(isCommand).length
  const free = count(heard.map((one) => one.free))
  const taken = count(heard.map((one) => one.taken))
  const known = heard.filter(({ reference }) => reference !== '')
  return {
    name,
    figures: {
      sounds: heard.length,
      takenForCommands: taken,
      changed: heard.filter((one) => one.free !== one.taken).length,
      wordErrorRate: errorRate(
        known,
        known.map((one) => one.taken),
      ),
      ...times(heard),
    },
    baseline: {
      takenForCommands: free,
      wordErrorRate: errorRate(
        known,
        known.map((one) => one.free),
      ),
    },
    ratio: { cost: costRatio(heard) },
    goals: [{ goal: 'no more of them are taken for commands than without', reached: taken <= free }],
    notes: heard.flatMap((one) => (one.free === one.taken ? [] : [`"${one.free}" became "${one.taken}"`])),
  }
}

/** What words come to: the tool with its slots, or what SAM says that it cannot do. */
function meaningWith({ router, clock }: Sam): (text: string) => string {
  const now = clock.wallTime()
  return (text) => {
    const { route, intent = '', slots = {}, cannot = '' } = router.route(text, { now })
    const values = Object.entries(slots).map(
      ([slot, value]) =>
        `${slot}=${String(value)
          .toLowerCase()
          .replace(/[.?!]$/, '')}`,
    )
    return [route, intent, intent === '' ? cannot : '', ...values.sort()].join(' ')
  }
}

function errorRate(heard: readonly Heard[], texts: readonly string[]): number {
  let errors = 0
  let words = 0
  for (const [at, { reference }] of heard.entries()) {
    const said = plainWords(reference)
    errors += wordErrors(said, plainWords(texts[at] ?? ''))
    words += said.length
  }
  return words === 0 ? 0 : errors / words
}

function times(heard: readonly Heard[]): { lookedAgain: number; lookMs: number } {
  const looks = heard.filter(({ extraMs }) => extraMs > 0)
  return {
    lookedAgain: looks.length,
    lookMs: looks.reduce((sum, { extraMs }) => sum + extraMs, 0) / Math.max(1, looks.length),
  }
}

/** Time with looking again beside the time without. */
function costRatio(heard: readonly Heard[]): number {
  const sum = (of: (one: Heard) => number) => heard.reduce((total, one) => total + of(one), 0)
  return sum(({ decodeMs, extraMs }) => decodeMs + extraMs) / sum(({ decodeMs }) => decodeMs)
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = []
  for await (const item of items) list.push(item)
  return list
}
