import { assistantSpeaker, type Embedder, type NewTurn, userSpeaker } from '../../../memory/ports.ts'
import { seededNoise } from '../../../tts/rvc/excitation.ts'

/** As loud as the difference between two wordings of one thought. */
const noiseLevel = 0.015
const turnsAConversation = 50
const startMs = Date.UTC(2015, 0, 1)
const minuteMs = 60_000

/**
 * Any number of turns, the same in every run: two sentences each, and a vector that lies where both meet, with small noise. Real
 * meanings crowd in some directions; random ones would not, and any index finds random ones.
 */
export interface Rows {
  turn(number: number): NewTurn
  vector(number: number): Float32Array
}

export async function makeRows(sentences: readonly string[], embedder: Embedder): Promise<Rows> {
  const meanings = await embedder.embed(sentences)
  const noise = seededNoise(7)
  const ring = Float32Array.from({ length: 65_521 }, () => noiseLevel * noise())
  const pair = (number: number): [number, number] => {
    const first = (number * 7919) % sentences.length
    return [first, (first + 1 + Math.floor(number / sentences.length)) % sentences.length]
  }
  return {
    turn(number) {
      const [first, second] = pair(number)
      return {
        source: 'bench',
        conversation: String(Math.floor(number / turnsAConversation)),
        id: String(number),
        speaker: number % 2 === 0 ? userSpeaker : assistantSpeaker,
        text: `${sentences[first]} ${sentences[second]}`,
        at: new Date(startMs + number * minuteMs),
        origin: 'import',
      }
    },
    vector(number) {
      const [first, second] = pair(number).map((index) => meanings[index] as Float32Array) as [
        Float32Array,
        Float32Array,
      ]
      const start = (number * 331) % ring.length
      const sum = first.map(
        (value, axis) => value + (second[axis] as number) + (ring[(start + axis) % ring.length] as number),
      )
      const length = Math.hypot(...sum)
      return sum.map((value) => value / length)
    },
  }
}
