import fs from 'node:fs/promises'
import { spokenCommands } from '../../../agent/spoken-commands.ts'
import type { CommandRecognizer, Reading } from '../../../audio/ports.ts'
import { silentLogger } from '../../../core/log.ts'
import { seededRandom } from '../../../core/numbers/random.ts'
import { wilsonInterval } from '../../../core/numbers/wilson-interval.ts'
import { wellKnown } from '../../../tools/applications/well-known.ts'
import { createSynthesizer } from '../../../tts/synthesizer.ts'
import type { Sam } from '../../sam.ts'
import { hearCommands } from '../../speech/hear-commands.ts'
import { listClips, readClip } from '../hearing/recordings.ts'
import { plainWords, wordErrors } from '../hearing/word-errors.ts'
import type { BenchRecord } from '../record.ts'
import { blindCommands } from './blind-commands.ts'
import { fourthBlindCommands } from './fourth-blind-commands.ts'
import { babble, backwards, findVoices, speakSomehow } from './made-speech.ts'
import { secondBlindCommands } from './second-blind-commands.ts'
import { heldCommands, talk, tunedCommands } from './sentences.ts'
import { thirdBlindCommands } from './third-blind-commands.ts'

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
  brand: ['Ecobee', 'Nest', 'Hue', 'Roomba', 'Sonos', 'Nanoleaf', 'Roku', 'Chromecast', 'Fire TV', 'Xbox'],
}

interface Sound {
  reference: string
  samples: Float32Array
}

interface Heard {
  reference: string
  /** By the recogniser that was told nothing. */
  bare: string
  bareMs: number
  taken: string
  takenMs: number
  /** For listening again; zero where it did not. */
  againMs: number
  /** What was taken is what it read as beside sentences that sound alike. */
  besideWordings: boolean
}

const longestMs = 28_000
const noVocabulary = { phrases: [], parts: {}, names: {}, examples: '', nameExamples: {} }

/**
 * What knowing SAM's commands brings, beside the same recogniser that is told nothing: intents with their slots as the router
 * reads the words that were really said, word errors, commands made of what is none, and the time that it costs.
 */
export async function* benchCommands(sam: Sam, dataFolder?: string): AsyncGenerator<BenchRecord> {
  const { recognizer } = sam.speech()
  const synthesizer = createSynthesizer({ models: sam.models, voice: sam.config.speech.voice, steady: true })
  await fs.mkdir(sam.home, { recursive: true })
  const voices = await findVoices(synthesizer, sam.home)
  const hear = (sounds: AsyncIterable<Sound>) => hearTwice(sam, recognizer, sounds)
  const spoken = async function* (texts: readonly string[], seed: number): AsyncGenerator<Sound> {
    for (const [index, text] of texts.entries())
      yield { reference: text, samples: await speakSomehow(text, voices, seededRandom(seed * 1000 + index)) }
  }
  const recorded = async function* (
    kinds: readonly string[],
    wanted: (label: string, group?: string) => boolean,
  ): AsyncGenerator<Sound> {
    for (const kind of kinds)
      for (const { file, label, text, group } of dataFolder === undefined ? [] : listClips(dataFolder, kind)) {
        if (!wanted(label, group)) continue
        const samples = await readClip(file)
        if (samples.length / 16 <= longestMs) yield { reference: text ?? '', samples }
      }
  }
  const note = [`voices: ${voices.map(({ name }) => name).join(', ')}`]
  for (const [name, sentences, seed] of [
    ['commands.tuned', tunedCommands, 11],
    ['commands.held', heldCommands, 12],
    ['commands.blind', blindCommands, 14],
    ['commands.second-blind', secondBlindCommands, 15],
    ['commands.third-blind', thirdBlindCommands, 17],
    ['commands.fourth-blind', fourthBlindCommands, 18],
  ] as const)
    yield scoreCommands(name, await hear(spoken(sentences, seed)), sam, note)
  if (dataFolder !== undefined) {
    const ofCommands = recorded(['speech'], (_, group) => group === 'command')
    yield scoreCommands('commands.recorded', await hear(ofCommands), sam, [])
    const others = recorded(
      ['speech', 'negatives', 'wake'],
      (label, group) => group !== 'command' && !/command|impulse/.test(label),
    )
    yield scoreOthers('commands.others-recorded', await hear(others), sam)
  }
  yield scoreOthers('commands.others-spoken', await hear(spoken(talk, 13)), sam)
  const meaningless = async function* (): AsyncGenerator<Sound> {
    const random = seededRandom(15)
    for (const samples of [backwards, babble].map((make) => make(talk, voices, random)))
      for await (const sound of samples) yield { reference: '', samples: sound }
  }
  yield scoreOthers('commands.meaningless', await hear(meaningless()), sam)
}

/** Each sound as the recogniser hears it by itself, and as it does when it knows commands and names. */
async function hearTwice(sam: Sam, recognizer: CommandRecognizer, sounds: AsyncIterable<Sound>): Promise<Heard[]> {
  const list: (Sound & { bare: string; bareMs: number })[] = []
  const before = recognizer.learnVocabulary(noVocabulary)
  for await (const sound of sounds) {
    const { text, decodeMs } = await recognizer.recognize(sound.samples)
    list.push({ ...sound, bare: text, bareMs: decodeMs })
  }
  let againMs = 0
  let readings: readonly Reading[] = []
  let first = ''
  const watched: CommandRecognizer = {
    ...recognizer,
    async recognize(samples) {
      const free = await recognizer.recognize(samples)
      first = free.text
      return free
    },
    async reconsider(soundId, look) {
      const again = await recognizer.reconsider(soundId, look)
      againMs += again.decodeMs
      readings = [...readings, ...again.readings]
      return again
    },
  }
  const hearing = hearCommands(watched, {
    route: (text) => sam.router.route(text, { now: sam.clock.wallTime() }),
    vocabulary: vocabularyOnce(),
    wakePhrases: () => sam.wakePhrases,
    logger: silentLogger,
  })
  await hearing.ready
  const heard: Heard[] = []
  for (const { reference, samples, bare, bareMs } of list) {
    againMs = 0
    readings = []
    const { text, decodeMs } = await hearing.recognize(samples)
    const besideWordings = text !== first && readings.some((one) => one.kind === 'alike' && text.endsWith(one.text))
    heard.push({ reference, bare, bareMs, taken: text, takenMs: decodeMs, againMs, besideWordings })
  }
  // Names of this measurement are none of the user's.
  recognizer.learnVocabulary(before ?? noVocabulary)
  return heard
}

function vocabularyOnce() {
  let told = false
  return {
    async refresh() {
      if (told) return undefined
      told = true
      return { ...spokenCommands, names }
    },
    knowsPerson: (name: string) => names.person.some((known) => known.toLowerCase() === name.toLowerCase()),
  }
}

function scoreCommands(name: string, heard: readonly Heard[], sam: Sam, notes: string[]): BenchRecord {
  const meaning = meaningWith(sam)
  const wanted = heard.map(({ reference }) => meaning(reference))
  const right = (texts: readonly string[]) => texts.filter((text, at) => meaning(text) === wanted[at]).length
  const bare = heard.map((one) => one.bare)
  const taken = heard.map((one) => one.taken)
  const { low, high } = wilsonInterval(right(taken), heard.length)
  const figures = {
    commands: heard.length,
    intentRight: right(taken) / heard.length,
    'intentRight.low': low,
    'intentRight.high': high,
    wordErrorRate: errorRate(heard, taken),
    ...times(heard),
  }
  return {
    name,
    figures,
    baseline: { intentRight: right(bare) / heard.length, wordErrorRate: errorRate(heard, bare) },
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

function scoreOthers(name: string, heard: readonly Heard[], sam: Sam): BenchRecord {
  const isCommand = (text: string) =>
    /^(?:command|control|recall)$/.test(sam.router.route(text, { now: sam.clock.wallTime() }).route)
  const count = (texts: readonly string[]) => texts.filter(isCommand).length
  const bare = count(heard.map((one) => one.bare))
  const taken = count(heard.map((one) => one.taken))
  const known = heard.filter(({ reference }) => reference !== '')
  const made = heard.filter((one) => isCommand(one.taken) && !isCommand(one.bare))
  return {
    name,
    figures: {
      sounds: heard.length,
      takenForCommands: taken,
      madeCommands: made.length,
      wordErrorRate: errorRate(
        known,
        known.map((one) => one.taken),
      ),
      ...times(heard),
    },
    baseline: {
      takenForCommands: bare,
      wordErrorRate: errorRate(
        known,
        known.map((one) => one.bare),
      ),
    },
    ratio: { cost: costRatio(heard) },
    goals: [{ goal: 'no more of them are taken for commands than without', reached: taken <= bare }],
    notes: made.map((one) => `"${one.bare}" became "${one.taken}"`),
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

function times(heard: readonly Heard[]): { lookedAgain: number; lookMs: number; besideWordings: number } {
  const looks = heard.filter(({ againMs }) => againMs > 0)
  return {
    lookedAgain: looks.length,
    lookMs: looks.reduce((sum, { againMs }) => sum + againMs, 0) / Math.max(1, looks.length),
    besideWordings: looks.filter((one) => one.besideWordings).length,
  }
}

/** Time of the recogniser that knows commands beside the time of the one that does not. */
function costRatio(heard: readonly Heard[]): number {
  const sum = (of: (one: Heard) => number) => heard.reduce((total, one) => total + of(one), 0)
  return sum(({ takenMs }) => takenMs) / sum(({ bareMs }) => bareMs)
}
