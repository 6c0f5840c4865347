import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { SpeechClip } from '../../../tts/ports.ts'
import { defineCommand } from '../command.ts'
import { findPlayer, playFile } from '../play-file.ts'
import { speakText } from '../speak-text.ts'
import { writeSound } from '../write-sound.ts'

export const command = defineCommand({
  name: 'say',
  summary: 'speak, or write the sound to a file',
  arguments: { '<text...>': 'what to say' },
  options: {
    voice: { type: 'text', value: 'id', summary: 'a voice of "sam models list"' },
    out: { type: 'text', value: 'file.wav', summary: 'write a WAV file instead of playing it' },
  },
  examples: ['sam say "Good morning."', 'sam say "Good morning." --out morning.wav'],
  async run(context, { arguments: words, options }) {
    const { output, signal, environment } = context
    const { sound, ...figures } = await speakText(context, words.join(' '), options.voice)
    if (options.out !== undefined) await writeSound(options.out, sound)
    else await play(await findPlayer(environment), sound, signal)
    output.emit({ type: 'done', file: options.out ?? null, ...figures }, options.out)
    return 0
  },
})

async function play(player: string, sound: SpeechClip, signal: AbortSignal): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'sam-say-'))
  try {
    const file = path.join(folder, 'sound.wav')
    await writeSound(file, sound)
    await playFile(player, file, signal)
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}
