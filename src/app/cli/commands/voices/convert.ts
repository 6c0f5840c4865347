import { readWavFile } from '../../../../audio/wav-file.ts'
import { systemClock } from '../../../../core/clock.ts'
import { loadConfig } from '../../../../core/config.ts'
import { modelStore } from '../../../models/open-model-store.ts'
import { openOwnVoice } from '../../../voices/own-voices.ts'
import { defineCommand } from '../../command.ts'
import { requiredOption } from '../../required-option.ts'
import { writeSoundPieces } from '../../write-sound.ts'

export const convert = defineCommand({
  name: 'convert',
  summary: 'a recording in one of your own voices',
  arguments: { '<in.wav>': 'what is said', '<out.wav>': 'where the same goes in the voice' },
  options: {
    voice: { type: 'text', value: 'id', summary: 'a voice of "sam voices list"' },
    semitones: { type: 'number', value: 'n', minimum: -36, maximum: 36, summary: 'higher, or lower below zero' },
    indexRate: { type: 'number', value: '0-1', minimum: 0, maximum: 1, summary: "towards the voice's own recordings" },
    protect: {
      type: 'number',
      value: '0-0.5',
      minimum: 0,
      maximum: 0.5,
      summary: 'for breath and consonants; 0.5: none',
    },
    speaker: { type: 'integer', value: 'number', minimum: 0, summary: 'of a voice with several' },
  },
  examples: [
    'sam voices convert memo.wav mine.wav --voice me',
    'sam voices convert song.wav mine.wav --voice me --semitones -5',
  ],
  async run(context, { arguments: [from = '', to = ''], options }) {
    const { home, output, signal } = context
    const id = requiredOption(options.voice, '--voice', 'voices convert')
    const startedAtMs = systemClock.nowMs()
    const sound = await readWavFile(from)
    const { pitch } = loadConfig(home).speech
    const voice = await openOwnVoice({ home, models: modelStore(context), clock: systemClock, pitch }, id)
    const usual = voice.settings
    const settings = {
      semitones: options.semitones ?? usual.semitones,
      indexRate: options.indexRate ?? usual.indexRate,
      protect: options.protect ?? usual.protect,
      speaker: options.speaker ?? usual.speaker,
    }
    const { sampleRateHz } = voice.converter
    const samples = await writeSoundPieces(to, sampleRateHz, voice.converter.convert(sound, settings, signal))
    await voice.close()
    if (voice.trouble !== undefined)
      output.emit(
        { type: 'notice', ...voice.trouble.toJSON() },
        `${voice.trouble.message} ${voice.trouble.remedy ?? ''}`,
      )
    const audioMs = (samples / sampleRateHz) * 1000
    const conversionMs = systemClock.nowMs() - startedAtMs
    output.emit({ type: 'done', file: to, voice: id, sampleRateHz, audioMs, conversionMs }, to)
    return 0
  },
})
