import { loadConfig } from '../../../../core/config.ts'
import { forgetPrepared } from '../../../../tts/rvc/voices/prepare-voice.ts'
import { VoiceLibrary } from '../../../../tts/rvc/voices/voice-library.ts'
import { preparedFolder, voicesFolder } from '../../../voice-places.ts'
import { defineCommand } from '../../command.ts'
import { writeSetting } from '../../settings.ts'

export const remove = defineCommand({
  name: 'remove',
  summary: "delete SAM's copy of a voice and what was built of it",
  arguments: { '<id>': 'a voice of "sam voices list"' },
  async run({ home, output }, { arguments: [id = ''] }) {
    const sha256 = new VoiceLibrary(voicesFolder(home)).remove(id)
    if (sha256 !== undefined) forgetPrepared(preparedFolder(home), sha256)
    if (loadConfig(home).speech.ownVoice === id) writeSetting(home, 'speech.ownVoice', '')
    output.emit({ type: 'voice-removed', id }, `The voice ${id} is gone.`)
    return 0
  },
})
