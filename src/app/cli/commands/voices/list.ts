import { loadConfig } from '../../../../core/config.ts'
import { VoiceLibrary } from '../../../../tts/rvc/voices/voice-library.ts'
import { voicesFolder } from '../../../voices/voice-places.ts'
import { defineCommand } from '../../command.ts'
import { voiceLine } from './voice-line.ts'

export const list = defineCommand({
  name: 'list',
  summary: 'your own voices; a star marks the one SAM speaks with',
  async run({ home, output }) {
    const inUse = loadConfig(home).speech.ownVoice
    const { voices, damaged, loose } = new VoiceLibrary(voicesFolder(home)).list()
    if (voices.length === 0) output.say('No voice of your own yet. Add one: sam voices add me.pth')
    for (const { manifest } of voices) {
      const { record, text } = voiceLine(manifest)
      const used = manifest.id === inUse
      output.emit({ ...record, inUse: used }, `${used ? '*' : ' '} ${text}`)
    }
    for (const { folder, why } of damaged) output.emit({ type: 'voice-damaged', folder, why }, `! ${why}`)
    for (const file of loose) output.emit({ type: 'voice-file', file }, `  not added yet: sam voices add "${file}"`)
    return 0
  },
})
