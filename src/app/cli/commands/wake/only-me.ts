import { forgetVoiceprint } from '../../../../audio/speaker/voiceprint.ts'
import { systemClock } from '../../../../core/clock.ts'
import { SamError } from '../../../../core/errors.ts'
import { modelStore } from '../../../models/open-model-store.ts'
import { learnOwnerVoice } from '../../../wake/owner-voice.ts'
import { defineCommand } from '../../command.ts'

const takenUp = 'A running SAM takes it up when it starts again.'

export const onlyMe = defineCommand({
  name: 'only-me',
  summary: 'let nobody but you wake SAM, by what your recordings of a phrase sound like; off: forget your voice again',
  arguments: { '<on|off>': 'on learns your voice anew' },
  examples: ['sam models pull speaker-encoder', 'sam wake only-me on', 'sam wake only-me off'],
  async run(context, { arguments: [wanted = ''] }) {
    const { home, output } = context
    if (wanted !== 'on' && wanted !== 'off')
      throw new SamError('usage', `"${wanted}" is neither on nor off.`, {
        kind: 'usage',
        remedy: 'sam wake only-me on',
      })
    if (wanted === 'off') {
      forgetVoiceprint(home)
      output.emit(
        { type: 'wake-only-me', on: false },
        `Anybody wakes SAM; what it knew of your voice is deleted. ${takenUp}`,
      )
      return 0
    }
    const learned = await learnOwnerVoice(home, modelStore(context), systemClock.wallTime())
    output.emit(
      { type: 'wake-only-me', on: true, ...learned },
      `Only your voice wakes SAM. It was learned from ${learned.recordings} recordings; ` +
        `${learned.recognised} of them would wake it, each judged by the others. ${takenUp}`,
    )
    return 0
  },
})
