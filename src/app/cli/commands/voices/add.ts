import path from 'node:path'
import { systemClock } from '../../../../core/clock.ts'
import { SamError } from '../../../../core/errors.ts'
import { readIndexFile } from '../../../../tts/rvc/retrieval/index-file.ts'
import { voiceId } from '../../../../tts/rvc/voices/manifest.ts'
import { openVoice } from '../../../../tts/rvc/voices/open-voice.ts'
import { prepareVoice } from '../../../../tts/rvc/voices/prepare-voice.ts'
import { realTimeFactor } from '../../../../tts/rvc/voices/real-time-factor.ts'
import { VoiceLibrary } from '../../../../tts/rvc/voices/voice-library.ts'
import { decoderThreads, preparedFolder, voicesFolder } from '../../../voice-places.ts'
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
  async run(context, { arguments: [file = ''], options }) {
    const { home, output } = context
    const name = (options.name ?? path.basename(file).replace(/\.pth$/i, '')).trim().slice(0, 100) || 'voice'
    const prepared = await prepareVoice(file, preparedFolder(home))
    const { version, usesPitch, sampleRateHz, speakers, phoneWidth } = prepared.facts
    const width = options.index === undefined ? phoneWidth : readIndexFile(options.index).width
    if (width !== phoneWidth)
      throw new SamError(
        'voice-index-width',
        `The index is for features of ${width} numbers, and this voice reads ${phoneWidth}.`,
        { remedy: 'Use the index that was made with this voice, or none.' },
      )
    const by = await consent(context, options.yes)
    const model = await openVoice(prepared, decoderThreads())
    const factor = await realTimeFactor(model, systemClock)
    await model.close()
    const voice = await new VoiceLibrary(voicesFolder(home)).add({
      id: voiceId(name),
      name,
      version,
      f0: usesPitch,
      sampleRateHz,
      speakers,
      realTimeFactor: Number(factor.toPrecision(3)),
      consent: { at: new Date().toISOString(), by },
      checkpoint: { file, sha256: prepared.sha256 },
      ...(options.index === undefined ? {} : { index: options.index }),
    })
    const { record, text } = voiceLine(voice.manifest)
    output.emit(record, `${text}\nSpeak with it: sam voices use ${voice.manifest.id}`)
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
