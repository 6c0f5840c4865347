import path from 'node:path'
import { loadConfig } from '../../core/config.ts'
import { SamError, toSamError } from '../../core/errors.ts'
import type { ModelStore } from '../../models/ports.ts'
import type { DiskModelStore } from '../../models/store.ts'
import type { SpeechSynthesizer } from '../../tts/ports.ts'
import { featuresModel } from '../../tts/rvc/content/open-content-features.ts'
import { VoiceLibrary } from '../../tts/rvc/voices/voice-library.ts'
import { runChore } from '../chores/run-chore.ts'
import { int16Of } from '../server/frames.ts'
import type { RequestHandlers } from '../server/requests/page-requests.ts'
import type { OwnVoiceCard, voiceInputs } from '../server/requests/voice-requests.ts'
import { voiceNameOf } from '../voices/add-voice.ts'
import { chooseOwnVoice, choosePlainVoice, removeOwnVoice } from '../voices/choose-voice.ts'
import { featureWidths, requireOwnVoice } from '../voices/own-voices.ts'
import { voicesFolder } from '../voices/voice-places.ts'
import type { Uploads } from './uploads.ts'

export interface VoicesDeskParts {
  home: string
  environment: Record<string, string | undefined>
  models: ModelStore & Pick<DiskModelStore, 'list' | 'pull'>
  uploads: Uploads
  /** Something that speaks, for one sentence, apart from SAM's own voice. */
  openPreview(): { synthesizer: SpeechSynthesizer; close(): Promise<void> }
  /** The voice in use is another one, or sounds otherwise. */
  onVoiceChanged(): void
}

const consentBy = 'panel'

/** What the Voices page asks. */
export function createVoicesDesk(
  parts: VoicesDeskParts,
): Pick<RequestHandlers, keyof typeof voiceInputs & keyof RequestHandlers> {
  const { home, environment, models, uploads } = parts
  const library = new VoiceLibrary(voicesFolder(home))
  const filesOf = ({ checkpoint, index }: { checkpoint: string; index?: string | undefined }) => ({
    home,
    checkpoint: uploads.find(checkpoint, 'voice').file,
    ...(index === undefined ? {} : { index: uploads.find(index, 'voice').file }),
  })
  const plainVoices = () => {
    const { voice, ownVoice } = loadConfig(home).speech
    return models
      .list()
      .filter(({ entry, state }) => entry.task === 'speech' && entry.engine === 'sherpa-vits' && state === 'installed')
      .map(({ entry: { id, title } }) => ({ id, title, inUse: ownVoice === '' && id === voice }))
  }
  const isPlain = (id: string) => plainVoices().some((voice) => voice.id === id)

  return {
    'voices.list'() {
      const inUse = loadConfig(home).speech.ownVoice
      const { voices, damaged } = library.list()
      return {
        plain: plainVoices(),
        own: voices.map(({ manifest: { id, name, version, f0, sampleRateHz, speakers, index, ...rest } }) => {
          const { realTimeFactor, settings } = rest
          const about = { id, name, version, f0, sampleRateHz, speakers, realTimeFactor, settings }
          return { ...about, index: index !== undefined, inUse: id === inUse, ...missingFor(parts, id) }
        }),
        damaged: damaged.map(({ folder, why }) => ({ id: path.basename(folder), why })),
      }
    },
    async 'voices.check'(input, call) {
      const files = filesOf(input)
      const facts = await runChore<'check-voice'>({ kind: 'check-voice', ...files }, call, environment)
      const { version, usesPitch, sampleRateHz, speakers } = facts
      const name = voiceNameOf(files.checkpoint)
      return { name, version, f0: usesPitch, sampleRateHz, speakers, index: input.index !== undefined }
    },
    async 'voices.add'({ name, checkpoint, index }, call) {
      const files = filesOf({ checkpoint, index })
      const { id } = await runChore<'add-voice'>({ kind: 'add-voice', ...files, name, consentBy }, call, environment)
      uploads.discard([checkpoint, ...(index === undefined ? [] : [index])])
      return { id }
    },
    'voices.use'({ id }) {
      if (isPlain(id)) choosePlainVoice(home, id)
      else chooseOwnVoice(home, id)
      parts.onVoiceChanged()
      return { id }
    },
    'voices.remove'({ id }) {
      const wasUsed = loadConfig(home).speech.ownVoice === id
      removeOwnVoice(home, id)
      if (wasUsed) parts.onVoiceChanged()
      return { id }
    },
    'voices.set'({ id, settings }) {
      const { speakers } = library.find(id).manifest
      if (settings.speaker >= speakers)
        throw new SamError('voice-speaker-unknown', `This voice has ${speakers} speakers, counted from 0.`)
      library.set(id, settings)
      if (loadConfig(home).speech.ownVoice === id) parts.onVoiceChanged()
      return { id }
    },
    async 'voices.fetch-features'({ version }, { signal, onProgress }) {
      const id = featuresModel(featureWidths[version])
      await models.pull([id], {
        signal,
        onProgress: ({ receivedBytes, totalBytes }) => onProgress({ done: receivedBytes, total: totalBytes }),
      })
      return { id }
    },
    async 'voices.preview'({ id, sentence }, { signal }) {
      // Told rather than spoken plainly: the user wants to hear this one.
      if (!isPlain(id)) requireOwnVoice({ home, models }, id)
      const preview = parts.openPreview()
      try {
        const { samples, sampleRateHz, trouble } = await preview.synthesizer.synthesize(sentence, { voice: id, signal })
        return { sampleRateHz, samples: pcm16(samples), ...(trouble === undefined ? {} : { trouble }) }
      } finally {
        await preview.close()
      }
    },
  }
}

function missingFor({ home, models }: VoicesDeskParts, id: string): Pick<OwnVoiceCard, 'missing'> {
  try {
    requireOwnVoice({ home, models }, id)
    return {}
  } catch (thrown) {
    return { missing: toSamError(thrown).toJSON() }
  }
}

function pcm16(samples: Float32Array): string {
  const bytes = Buffer.alloc(samples.length * 2)
  for (const [at, sample] of samples.entries()) bytes.writeInt16LE(int16Of(sample), at * 2)
  return bytes.toString('base64')
}
