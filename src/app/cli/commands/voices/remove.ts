import { removeOwnVoice } from '../../../voices/choose-voice.ts'
import { defineCommand } from '../../command.ts'

export const remove = defineCommand({
  name: 'remove',
  summary: "delete SAM's copy of a voice and what was built of it",
  arguments: { '<id>': 'a voice of "sam voices list"' },
  async run({ home, output }, { arguments: [id = ''] }) {
    removeOwnVoice(home, id)
    output.emit({ type: 'voice-removed', id }, `The voice ${id} is gone.`)
    return 0
  },
})
