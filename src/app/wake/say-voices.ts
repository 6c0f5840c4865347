import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { hearingRateHz } from '../../audio/ports.ts'
import { resample } from '../../audio/resampler.ts'
import type { PhraseVoice } from '../../audio/wake/training/train-wake-word.ts'
import { readWavFile } from '../../audio/wav-file.ts'
import { platformKind } from '../../tools/platform/load-platform.ts'
import { createMacPrograms } from '../../tools/platform/macos/mac-programs.ts'

/** More would not make a training better by what they cost in time. */
const mostVoices = 8
/** Words a minute at a voice's own pace. */
const ownPace = 175
const sayWithinMs = 20_000
/** Voices of macOS that nobody speaks like. */
const noPeople =
  /^(?:Albert|Bad News|Bahh|Bells|Boing|Bubbles|Cellos|Good News|Jester|Organ|Superstar|Trinoids|Whisper|Wobble|Zarvox)\b/
/** `Samantha            en_US    # Hello! My name is Samantha.` */
const voiceLine = /^(.+?)\s+en[_-][A-Z]{2}\b/

/**
 * The English voices that macOS brings along, as more speakers of a phrase and of what resembles it; none elsewhere, and none where
 * `say` does not answer: SAM's own voices do without.
 */
export async function sayVoices(
  environment: Record<string, string | undefined>,
  signal: AbortSignal,
): Promise<PhraseVoice[]> {
  if (platformKind(environment) !== 'macos') return []
  const programs = createMacPrograms(environment)
  const say = (args: readonly string[]) => programs.run('say', args, { timeoutMs: sayWithinMs, signal })
  const listed = await say(['-v', '?']).catch(() => undefined)
  const names = (listed?.stdout ?? '').split('\n').flatMap((line) => voiceLine.exec(line)?.[1]?.trim() ?? [])
  return names
    .filter((name) => !noPeople.test(name))
    .slice(0, mostVoices)
    .map((name) => async (text: string, pace: number) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sam-say-'))
      const file = path.join(folder, 'said.wav')
      try {
        const format = ['--file-format=WAVE', `--data-format=LEI16@${hearingRateHz}`]
        const rate = String(Math.round(ownPace * pace))
        await say(['-v', name, '-r', rate, '-o', file, ...format, '--', text])
        const { samples, sampleRateHz } = await readWavFile(file)
        return resample(samples, sampleRateHz)
      } finally {
        fs.rmSync(folder, { recursive: true, force: true })
      }
    })
}
