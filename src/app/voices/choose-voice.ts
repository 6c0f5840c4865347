import { loadConfig } from '../../core/config.ts'
import { forgetPrepared } from '../../tts/rvc/voices/prepare-voice.ts'
import { VoiceLibrary } from '../../tts/rvc/voices/voice-library.ts'
import { writeSetting } from '../settings/settings.ts'
import { preparedFolder, voicesFolder } from './voice-places.ts'

/** SAM speaks with one of the user's voices from its next start on; with '' plainly. Errors: `voice-unknown`, `voice-damaged`. */
export function chooseOwnVoice(home: string, id: string): void {
  const chosen = id === '' ? '' : new VoiceLibrary(voicesFolder(home)).find(id).manifest.id
  writeSetting(home, 'speech.ownVoice', chosen)
}

/** SAM speaks with a voice of the catalogue. */
export function choosePlainVoice(home: string, id: string): void {
  writeSetting(home, 'speech.voice', id)
  writeSetting(home, 'speech.ownVoice', '')
}

/** Deletes SAM's copy of a voice and what was built of it; where it was in use, the plain one is. Error `voice-unknown`. */
export function removeOwnVoice(home: string, id: string): void {
  const sha256 = new VoiceLibrary(voicesFolder(home)).remove(id)
  if (sha256 !== undefined) forgetPrepared(preparedFolder(home), sha256)
  if (loadConfig(home).speech.ownVoice === id) chooseOwnVoice(home, '')
}
