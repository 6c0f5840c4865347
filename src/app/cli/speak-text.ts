import { loadConfig } from '../../core/config.ts'
import { type ErrorRecord, SamError } from '../../core/errors.ts'
import { joinClips } from '../../tts/join-clips.ts'
import type { SpeechClip, SynthesizedSentence } from '../../tts/ports.ts'
import { createSentenceSplitter } from '../../tts/sentences.ts'
import { modelStore } from '../models/open-model-store.ts'
import { speechSettings } from '../speech/speech-settings.ts'
import { warnOnce } from '../speech-worker/missed-part.ts'
import type { SpeechSettings } from '../speech-worker/protocol.ts'
import { loadSpeechEngines } from '../speech-worker/speech-engines.ts'
import { isOwnVoice } from '../voices/own-voices.ts'
import type { CommandContext } from './command.ts'
import type { Output } from './output.ts'

export interface SpokenText {
  sound: SpeechClip
  voice: string
  audioMs: number
  synthesisMs: number
  firstSampleMs: number
}

/**
 * A text as one sound; each sentence is told as it is made.
 * @param chosenVoice the voice of the settings when absent
 * Errors: `voice-missing`, `nothing-to-say`, `cancelled`.
 */
export async function speakText(context: CommandContext, text: string, chosenVoice?: string): Promise<SpokenText> {
  const { output, signal, home, modelsFolder } = context
  const settings = speechSettings({ config: loadConfig(home), home, models: modelStore(context), modelsFolder })
  const choice = chosenVoice === undefined ? settings.voice : voiceChoice(home, settings.voice, chosenVoice)
  const voice = choice.own === '' ? choice.id : choice.own
  const engines = loadSpeechEngines({ ...settings, voice: choice }, warnOnce(context.logger))
  const synthesizer = await engines.synthesizer()
  const splitter = createSentenceSplitter()
  const clips: SynthesizedSentence[] = []
  for (const sentence of [...splitter.push(text), ...splitter.end()]) {
    const clip = await synthesizer.synthesize(sentence, { signal })
    clips.push(clip)
    if (clip.trouble !== undefined) tellTrouble(output, clip.trouble)
    output.emit({ type: 'speech-audio', sentence, firstSampleMs: clip.firstSampleMs })
  }
  const sound = joinClips(clips)
  if (sound === undefined || sound.samples.length === 0)
    throw new SamError('nothing-to-say', 'There is nothing in it that can be spoken.', { kind: 'usage' })
  return {
    sound,
    voice,
    audioMs: (sound.samples.length / sound.sampleRateHz) * 1000,
    synthesisMs: clips.reduce((sum, clip) => sum + clip.synthesisMs, 0),
    firstSampleMs: clips[0]?.firstSampleMs ?? 0,
  }
}

/** An own voice is put around the plain one of the settings; a plain one speaks by itself. */
function voiceChoice(home: string, voice: SpeechSettings['voice'], id: string): SpeechSettings['voice'] {
  return isOwnVoice(home, id) ? { ...voice, own: id } : { ...voice, own: '', id }
}

function tellTrouble(output: Output, { message, remedy, ...trouble }: ErrorRecord): void {
  output.emit(
    { type: 'notice', ...trouble, message, ...(remedy === undefined ? {} : { remedy }) },
    `${message}${remedy === undefined ? '' : ` Try: ${remedy}`}`,
  )
}
