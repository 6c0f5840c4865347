import type { ExampleDraft } from '../adapter.ts'
import type { Story } from './story.ts'

const passageLetters = 2500
const shortestPassage = 300
const mostPassages = 40
const contextLetters = 1500
const quality = 0.65

/** Examples of one story: its opening from what it is about, then each passage from the one before. */
export function storyDrafts(story: Story, origin: string): ExampleDraft[] {
  const passages = split(story.text).slice(0, mostPassages)
  const about = [
    `Write the opening of a story called "${story.title}".`,
    story.summary === '' ? '' : `It is about this: ${story.summary}`,
    story.tags.length === 0 ? '' : `Themes: ${story.tags.slice(0, 8).join(', ')}.`,
  ]
  const name = story.author === undefined ? '' : ` ${story.author}`
  const draft = (question: string, answer: string, index: number): ExampleDraft => ({
    ...{ question, answer, quality, source: 'scraped_creative', category: 'roleplay' },
    origin: `${origin}#${index + 1}`,
    group: origin,
    licence: `©${name}; kept for personal study`,
  })
  return passages.map((passage, index) => {
    const before = passages[index - 1]
    if (before === undefined) return draft(about.filter((line) => line !== '').join('\n'), passage, index)
    return draft(`Continue this story in the same voice:\n\n${tail(before)}`, passage, index)
  })
}

/** Whole paragraphs, so many that they make a passage. */
function split(text: string): string[] {
  const passages: string[] = []
  let passage = ''
  for (const paragraph of text.split(/\n{2,}/)) {
    for (let at = 0; at < paragraph.length; at += passageLetters * 2) {
      const piece = paragraph.slice(at, at + passageLetters * 2)
      passage = passage === '' ? piece : `${passage}\n\n${piece}`
      if (passage.length < passageLetters) continue
      passages.push(passage)
      passage = ''
    }
  }
  if (passage.length >= shortestPassage) passages.push(passage)
  return passages
}

/** The end of a passage, from the beginning of a sentence on. */
function tail(passage: string): string {
  if (passage.length <= contextLetters) return passage
  const end = passage.slice(-contextLetters)
  return end.slice(Math.max(0, end.search(/(?<=[.!?]["”']?\s)\S/)))
}
