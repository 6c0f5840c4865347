import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { loadConfig } from '../../../core/config.ts'
import { SamError } from '../../../core/errors.ts'
import { joinClips } from '../../../tts/join-clips.ts'
import type { SpeechClip, SynthesizedSentence } from '../../../tts/ports.ts'
import { createSentenceSplitter } from '../../../tts/sentences.ts'
import { speechSettings } from '../../speech-settings.ts'
import { loadSpeechEngines } from '../../speech-worker/speech-engines.ts'
import { defineCommand } from '../command.ts'
import { findPlayer, playFile } from '../play-file.ts'
import { modelStore } from '../pull-models.ts'
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
    const { output, signal } = context
    const player = options.out === undefined ? await findPlayer(context.environment) : undefined
    const settings = speechSettings({
      config: loadConfig(context.home),
      models: modelStore(context),
      modelsFolder: context.modelsFolder,
    })
    const voice = options.voice ?? settings.voice.id
    const engines = loadSpeechEngines({ ...settings, voice: { ...settings.voice, id: voice } })
    const synthesizer = await engines.synthesizer()
    const splitter = createSentenceSplitter()
    const sentences = [...splitter.push(words.join(' ')), ...splitter.end()]
    const clips: SynthesizedSentence[] = []
    for (const sentence of sentences) {
      const clip = await synthesizer.synthesize(sentence, { signal })
      clips.push(clip)
      output.emit({ type: 'speech-audio', sentence, firstSampleMs: clip.firstSampleMs })
    }
    const sound = joinClips(clips)
    if (sound === undefined || sound.samples.length === 0)
      throw new SamError('nothing-to-say', 'There is nothing in it that can be spoken.', { kind: 'usage' })
    if (options.out !== undefined) await writeSound(options.out, sound)
    const record = {
      type: 'done',
      file: options.out ?? null,
      audioMs: (sound.samples.length / sound.sampleRateHz) * 1000,
      synthesisMs: clips.reduce((sum, clip) => sum + clip.synthesisMs, 0),
      firstSampleMs: clips[0]?.firstSampleMs ?? 0,
      voice,
    }
    output.emit(record, options.out)
    if (player !== undefined) await playThrough(player, sound, signal)
    return 0
  },
})

async function playThrough(player: string, sound: SpeechClip, signal: AbortSignal): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'sam-say-'))
  try {
    const file = path.join(folder, 'sound.wav')
    await writeSound(file, sound)
    await playFile(player, file, signal)
  } finally {
    await fs.rm(folder, { recursive: true, force: true })
  }
}
