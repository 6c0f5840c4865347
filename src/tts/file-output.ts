import fs from 'node:fs/promises'
import path from 'node:path'
import { type Clock, systemClock } from '../core/clock.ts'
import { SamError } from '../core/errors.ts'
import type { SentencePiece, SpeechOutput } from './ports.ts'

export interface FileOutputOptions {
  /** Made when it is not there. Sounds already in it are kept; numbers go on after theirs. */
  folder: string
  /** Makes a WAV file of samples. */
  encode(samples: Float32Array, sampleRateHz: number): Uint8Array
  /** Take as long as a loudspeaker would, and be cut by `flush` like one. */
  realTime?: boolean
  clock?: Clock
}

/**
 * A loudspeaker that writes each sentence into a file: 001.wav, 002.wav and so on.
 * Errors of `play`: `sound-not-written`.
 */
export function createFileOutput(options: FileOutputOptions): SpeechOutput {
  const { folder, encode, realTime = false, clock = systemClock } = options
  let previous: Promise<unknown> = Promise.resolve()
  let nextNumber: number | undefined
  let generation = 0
  let cut: (() => void) | undefined

  const write = async (sentence: SentencePiece): Promise<string> => {
    try {
      await fs.mkdir(folder, { recursive: true })
      nextNumber ??= (await highestNumber(folder)) + 1
      const file = path.join(folder, `${String(nextNumber).padStart(3, '0')}.wav`)
      await fs.writeFile(file, encode(sentence.samples, sentence.sampleRateHz))
      nextNumber++
      return file
    } catch (cause) {
      throw new SamError('sound-not-written', `The spoken sentence could not be written into ${folder}.`, {
        remedy: 'Check that the folder can be written to and that the disk is not full.',
        cause,
      })
    }
  }

  const sound = async (lengthMs: number): Promise<number> => {
    if (!realTime) return lengthMs
    const startedAtMs = clock.nowMs()
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lengthMs)
      cut = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    cut = undefined
    return Math.min(lengthMs, clock.nowMs() - startedAtMs)
  }

  return {
    play(sentence, _turnId, onStart) {
      const mine = generation
      const turn = previous.then(async () => {
        if (mine !== generation) return { playedMs: 0 }
        const file = await write(sentence)
        if (mine !== generation) return { playedMs: 0 }
        onStart?.({ file })
        return { playedMs: await sound((sentence.samples.length / sentence.sampleRateHz) * 1000) }
      })
      previous = turn.catch(() => {})
      return turn
    },
    flush() {
      generation++
      cut?.()
    },
  }
}

async function highestNumber(folder: string): Promise<number> {
  const numbers = (await fs.readdir(folder)).map((name) => Number(/^(\d+)\.wav$/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}
