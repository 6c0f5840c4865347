import { createMemoryStores } from '../../../memory/memory-stores.ts'

// A process that writes until it is killed, and says after each batch what was accepted: `home`, then the first number.
const [home = '', first = '0'] = process.argv.slice(2)
const { turns } = createMemoryStores(home)
const turnsABatch = 20
for (let from = Number(first); ; from += turnsABatch) {
  turns.addMany(
    Array.from({ length: turnsABatch }, (_, index) => ({
      source: 'kill',
      conversation: String(Math.floor((from + index) / 50)),
      id: String(from + index),
      speaker: 'user',
      text: `turn number ${from + index}`,
      origin: 'import' as const,
    })),
  )
  process.stdout.write(`${from + turnsABatch}\n`)
}
