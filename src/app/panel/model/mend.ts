import { mendWords } from '../strings/frame.ts'

/** Where a failure is mended: a page, with the words of the button that leads there. */
export interface Mend {
  page: readonly [page: string, ...path: string[]]
  words: string
}

const models: Mend = { page: ['models'], words: mendWords.models }
const privacy: Mend = { page: ['privacy'], words: mendWords.privacy }
const settings: Mend = { page: ['settings'], words: mendWords.settings }
const doctor: Mend = { page: ['doctor'], words: mendWords.doctor }
const mac: Mend = { page: ['settings', 'mac'], words: mendWords.mac }
const wake: Mend = { page: ['wake'], words: mendWords.wake }
const voices: Mend = { page: ['voices'], words: mendWords.voices }

/** By the beginning of the failure's code; the first that fits. */
const places: readonly (readonly [code: string, mend: Mend])[] = [
  ['model-unreachable', settings],
  ['model', models],
  ['voice-missing', models],
  ['embedding', models],
  ['pitch-detector', models],
  ['download', models],
  ['network-missing', models],
  ['disk-full', models],
  ['voiceprint', wake],
  ['voice', voices],
  ['offline', privacy],
  ['claude', privacy],
  ['denied-by-rule', { page: ['settings', 'permissions'], words: mendWords.rules }],
  ['automation-not-allowed', mac],
  ['accessibility-not-allowed', mac],
  ['screen-not-allowed', mac],
  ['microphone', { page: ['start', 'microphone'], words: mendWords.microphone }],
  ['wake', wake],
  ['weather-not-set-up', settings],
  ['news-not-set-up', settings],
  ['messages-not-readable', settings],
  ['config', settings],
  ['setting', settings],
  ['fact', { page: ['memory', 'facts'], words: mendWords.memory }],
  ['scrape', { page: ['knowledge'], words: mendWords.knowledge }],
  ['timer', { page: ['timers'], words: mendWords.timers }],
  ['speech-worker', doctor],
  ['program-missing', doctor],
  ['python', doctor],
  ['sandbox-missing', doctor],
  ['database', doctor],
  ['unexpected', doctor],
  ['tool-failed', doctor],
]

/** Undefined where the page it happened on is the place, or no page helps. */
export function mendOf(code: string | undefined, isShell = window.samShell !== undefined): Mend | undefined {
  const found = places.find(([beginning]) => code === beginning || code?.startsWith(`${beginning}-`) === true)?.[1]
  // Only the menu bar can ask macOS.
  return found === mac && !isShell ? undefined : found
}

/** A remedy that is a command is for the terminal; beside a button that does it, it only confuses. */
export function remedyWords(remedy: string | undefined, mend: Mend | undefined): string {
  return remedy === undefined || (mend !== undefined && /^sam /.test(remedy)) ? '' : remedy
}
