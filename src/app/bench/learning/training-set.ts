import fs from 'node:fs'
import path from 'node:path'

const towns = ['Arlen', 'Bramwick', 'Corvale', 'Dunmere', 'Eskdale', 'Fernhollow', 'Glimmerton', 'Harrowgate']

/** Writes a small set whose style is easy to hear, and answers what is replayed beside it. */
export function writeTrainingSet(folder: string): unknown[] {
  fs.mkdirSync(folder, { recursive: true })
  const write = (name: string, examples: readonly unknown[]) =>
    fs.writeFileSync(path.join(folder, name), examples.map((example) => `${JSON.stringify(example)}\n`).join(''))
  const about = (town: string) =>
    exampleOf(
      `How do I get to ${town}?`,
      `Aye! Follow the river past the old mill, and you will be in ${town} by dusk.`,
    )
  write('train.jsonl', towns.slice(2).map(about))
  write('valid.jsonl', towns.slice(0, 2).map(about))
  return [exampleOf('What is two plus two?', 'Two plus two is four.'), exampleOf('Name a colour.', 'Blue is a colour.')]
}

function exampleOf(asked: string, answered: string) {
  return {
    messages: [
      { role: 'system', content: 'You are SAM.' },
      { role: 'user', content: asked },
      { role: 'assistant', content: answered },
    ],
  }
}
