import { chooseOwnVoice } from '../../../voices/choose-voice.ts'
import { defineCommand } from '../../command.ts'

/** Not the id of a voice: the voice of the settings without conversion. */
const plain = 'plain'

export const use = defineCommand({
  name: 'use',
  summary: 'speak with one of your own voices, or with the plain one again',
  arguments: { '<id>': `a voice of "sam voices list", or ${plain}` },
  async run({ home, output }, { arguments: [id = ''] }) {
    chooseOwnVoice(home, id === plain ? '' : id)
    output.emit(
      { type: 'voice-in-use', id },
      `SAM speaks with the ${id === plain ? 'plain voice' : `voice ${id}`} now. A running SAM takes it up when it starts again.`,
    )
    return 0
  },
})
