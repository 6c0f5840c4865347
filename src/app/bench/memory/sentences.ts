import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { NewTurn } from '../../../memory/ports.ts'

const turnSchema = z.looseObject({
  dia_id: z.string(),
  speaker: z.string(),
  text: z.string(),
  blip_caption: z.string().optional(),
})
const conversationSchema = z.looseObject({
  qa: z.array(z.looseObject({ question: z.string(), evidence: z.array(z.string()).default([]) })),
  conversation: z.record(z.string(), z.unknown()),
})

export interface LabelledConversation {
  turns: NewTurn[]
  questions: { question: string; evidence: string[] }[]
}

/** Conversations of LoCoMo (Maharana et al. 2024) with the turns that answer each question; none when the folder has none. */
export function readConversations(dataFolder: string | undefined): LabelledConversation[] {
  const file = dataFolder === undefined ? undefined : path.join(dataFolder, 'memory', 'locomo-1-5.json')
  if (file === undefined || !fs.existsSync(file)) return []
  return z
    .array(conversationSchema)
    .parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    .map(({ conversation, qa }) => {
      const turns = Object.entries(conversation).flatMap(([name, said]) =>
        /^session_\d+$/.test(name) ? turnsOf(name, said) : [],
      )
      const ids = new Set(turns.map(({ id }) => id))
      const questions = qa.map(({ question, evidence }) => ({
        question,
        evidence: evidence.filter((id) => ids.has(id)),
      }))
      return { turns, questions: questions.filter(({ evidence }) => evidence.length > 0) }
    })
}

function turnsOf(conversation: string, said: unknown): NewTurn[] {
  return z
    .array(turnSchema)
    .parse(said)
    .map(({ dia_id: id, speaker, text, blip_caption: caption }) => ({
      source: 'file',
      conversation,
      id,
      speaker,
      text: caption === undefined ? text : `${text} [shares a photo: ${caption}]`,
      origin: 'import',
    }))
}

const people = ['my sister', 'the neighbour', 'our teacher', 'a friend from school', 'the new colleague', 'my uncle']
const deeds = [
  'found a small dog near the river',
  'repaired the old bicycle',
  'wants to learn the piano',
  'moved to a flat by the sea',
  'forgot the keys in the train',
  'cooked soup with ginger',
  'bought tickets for the museum',
  'lost a letter from the bank',
  'runs ten kilometres every Sunday',
  'painted the kitchen green',
  'studies the history of bridges',
  'grows tomatoes on the roof',
]
const reasons = [
  'because the winter was long',
  'and was very proud',
  'after a talk about money',
  'before the holidays began',
]

/** What there is to remember and to ask where nobody brought real conversations. */
export function madeUp(): { sentences: string[]; questions: string[] } {
  const sentences = people.flatMap((person) =>
    deeds.flatMap((deed) => reasons.map((reason) => `${person} ${deed} ${reason}.`)),
  )
  return { sentences, questions: deeds.map((deed) => `Who was it that ${deed}?`) }
}
