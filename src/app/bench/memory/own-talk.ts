import fs from 'node:fs'
import type { LabelledConversation } from './sentences.ts'

/** What a question asks for: one turn, several, a moment, or what a certain person said. */
export const questionKinds = ['single', 'multi', 'time', 'speaker'] as const
export type QuestionKind = (typeof questionKinds)[number]

export interface OwnConversation extends LabelledConversation {
  name: string
  questions: { question: string; evidence: string[]; kind: QuestionKind }[]
}

const folder = new URL('./talk/', import.meta.url)
const sentMs = 60_000

/**
 * Talk of this project's own pen between two friends over months, with questions and the turns that answer them. Nothing was
 * fitted to it; it shows whether recall holds on talk that is none of LoCoMo's. Errors: what is wrong with which line.
 */
export function readOwnTalk(): OwnConversation[] {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => parseTalk(name.replace(/\.txt$/, ''), fs.readFileSync(new URL(name, folder), 'utf8')))
}

/**
 * `# time` begins a session, `[name] Speaker: text` is a turn (its name only where a question needs it), and `? names | kind | question`
 * names the turns that answer it.
 */
export function parseTalk(name: string, text: string): OwnConversation {
  const talk: OwnConversation = { name, turns: [], questions: [] }
  const ids = new Set<string>()
  let [session, startMs] = [0, Number.NaN]
  for (const [index, line] of text.trim().split('\n').entries()) {
    const wrong = (what: string) => new Error(`${name}.txt, line ${index + 1}: ${what}`)
    const [, begun] = /^# (\S+)$/.exec(line) ?? []
    const [, evidence, kindName, question] = /^\? ([\w ]+) \| (\w+) \| (.+)$/.exec(line) ?? []
    const [, called = `line ${index + 1}`, speaker, said] = /^(?:\[(\w+)\] )?(\p{L}+): (.+)$/u.exec(line) ?? []
    if (begun !== undefined) {
      session += 1
      startMs = Date.parse(`${begun}Z`)
    } else if (evidence !== undefined && question !== undefined) {
      const kind = questionKinds.find((one) => one === kindName)
      if (kind === undefined) throw wrong(`no kind "${kindName}"`)
      const names = evidence.split(' ').map((one) => `${name}/${one}`)
      const unknown = names.find((one) => !ids.has(one))
      if (unknown !== undefined) throw wrong(`no turn "${unknown}"`)
      talk.questions.push({ question, evidence: names, kind })
    } else if (speaker !== undefined && said !== undefined && startMs > 0) {
      const id = `${name}/${called}`
      if (ids.has(id)) throw wrong(`a second turn "${id}"`)
      ids.add(id)
      const at = new Date(startMs + talk.turns.length * sentMs)
      talk.turns.push({
        source: 'file',
        conversation: `${name} ${session}`,
        id,
        speaker,
        text: said,
        at,
        origin: 'import',
      })
    } else throw wrong('neither a session, a turn nor a question')
  }
  return talk
}
