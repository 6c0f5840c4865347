import { SamError } from '../../../../core/errors.ts'
import { addCheckedVoice, checkVoice, voiceNameOf } from '../../../voices/add-voice.ts'
import { type CommandContext, defineCommand } from '../../command.ts'
import { terminalConsent } from '../../terminal-consent.ts'
import { voiceLine } from './voice-line.ts'

const question = 'Has the person whose voice this is agreed that SAM speaks with it?'

export const add = defineCommand({
  name: 'add',
  summary: 'a voice of your own from the .pth of RVC or Applio, and its .index',
  arguments: { '<pth>': 'the small checkpoint of the voice, about 55 MB' },
  options: {
    index: { type: 'text', value: 'file.index', summary: 'the added_*.index that was made with it' },
    name: { type: 'text', value: 'name', summary: 'what it is called; that of the file when absent' },
    yes: { type: 'flag', summary: 'the speaker has agreed: do not ask' },
  },
  examples: ['sam voices add me.pth --index added_me.index --name "My voice"'],
  async run(context, { arguments: [checkpoint = ''], options: { index, name, yes } }) {
    const { home, output } = context
    const checked = await checkVoice({ home, checkpoint, index })
    const consentBy = await consent(context, yes)
    const manifest = await addCheckedVoice(checked, {
      name: name?.trim().slice(0, 100) || voiceNameOf(checkpoint),
      consentBy,
    })
    const { record, text } = voiceLine(manifest)
    output.emit(record, `${text}\nSpeak with it: sam voices use ${manifest.id}`)
    return 0
  },
})

/** Who said that the speaker agrees. Error `voice-consent-missing` (refused). */
async function consent(context: CommandContext, given: boolean): Promise<string> {
  if (given) return '--yes'
  const answer = await terminalConsent(context)?.(question, 'confirm')
  if (answer?.approved) return answer.by
  throw new SamError('voice-consent-missing', 'A voice is only added when its speaker has agreed.', {
    kind: 'refused',
    remedy: 'Where the speaker has agreed, add it with --yes.',
  })
}
