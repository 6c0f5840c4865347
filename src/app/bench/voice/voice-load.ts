import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { z } from 'zod'
import { SamError } from '../../../core/errors.ts'
import { projectRoot } from '../../../core/paths.ts'
import { memoryOf } from '../process-memory.ts'

/** What it takes to get a voice ready in a process of its own. */
export interface VoiceLoad {
  readySeconds: number
  /** By how many times the checkpoint's size the process grows at most, until the voice is ready. */
  peakTimesFile: number
  /** The same once it decodes a second. */
  speakingTimesFile: number
}

const entry = path.join(projectRoot, 'src', 'app', 'bench', 'voice', 'voice-load-process.ts')
const answerSchema = z.object({ readyMs: z.number().optional() })
const pollMs = 5

/** Loads a checkpoint in a new process: built for the first time where `cache` does not hold it. Linux only: undefined elsewhere. */
export async function measureLoad(checkpoint: string, cache: string, threads: number): Promise<VoiceLoad | undefined> {
  if (process.platform !== 'linux') return undefined
  const child = spawn(process.execPath, [...process.execArgv, entry, checkpoint, cache, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  let peakBytes = 0
  const next = async () => {
    const { value, done } = await lines.next()
    if (done === true) throw new SamError('bench-failed', 'The process that loads a voice ended early.')
    return answerSchema.parse(JSON.parse(value))
  }
  const step = async () => {
    const answer = next()
    child.stdin.write('\n')
    const poll = setInterval(() => {
      peakBytes = Math.max(peakBytes, memoryOf(child.pid))
    }, pollMs)
    try {
      return await answer
    } finally {
      clearInterval(poll)
    }
  }
  try {
    await next()
    const emptyBytes = memoryOf(child.pid)
    const { readyMs = Number.NaN } = await step()
    const fileBytes = fs.statSync(checkpoint).size
    const timesFile = (bytes: number) => (Math.max(bytes, memoryOf(child.pid)) - emptyBytes) / fileBytes
    const peakTimesFile = timesFile(peakBytes)
    await step()
    return { readySeconds: readyMs / 1000, peakTimesFile, speakingTimesFile: timesFile(0) }
  } finally {
    child.kill()
  }
}
