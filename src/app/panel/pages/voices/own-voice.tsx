import { useState, useSyncExternalStore } from 'react'
import type { OwnVoiceCard } from '../../../server/requests/voice-requests.ts'
import { useChange } from '../../model/use-request.ts'
import { speedText } from '../../model/voice-files.ts'
import type { VoicePreview } from '../../model/voice-preview.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { voiceWords } from '../../strings/voices.ts'
import { MissingModel } from './missing-model.tsx'
import { PlayButton } from './play-button.tsx'
import { UseButton } from './use-button.tsx'
import { VoiceSound } from './voice-sound.tsx'

/** One of the user's own voices: what it is, how fast it is here, how it is to sound. */
export function OwnVoice({ voice, preview }: { voice: OwnVoiceCard; preview: VoicePreview }) {
  const { id, name, realTimeFactor, inUse, missing } = voice
  const [removing, setRemoving] = useState(false)
  const use = useChange('voices.use', ['voices'])
  const remove = useChange('voices.remove', ['voices'])
  const { error } = useSyncExternalStore(preview.subscribe, preview.state)
  return (
    <section className="card voice" aria-label={name}>
      <div className="voice-top">
        <PlayButton id={id} name={name} preview={preview} disabled={missing !== undefined} />
        <div className="voice-name">
          <h3>{name}</h3>
          <p className="small muted">{factsText(voice)}</p>
        </div>
        <UseButton inUse={inUse} busy={use.isPending} onUse={() => use.mutate({ id })} />
      </div>
      <p className="small muted">{speedText(realTimeFactor)}</p>
      {missing !== undefined && <MissingModel version={voice.version} missing={missing} />}
      {error?.id === id && <FailureLine error={error.what} />}
      {use.error !== null && <FailureLine error={use.error} />}
      <VoiceSound voice={voice} />
      <div className="card-actions">
        <button type="button" className="plain-button" onClick={() => setRemoving(true)}>
          {voiceWords.remove}
        </button>
      </div>
      {removing && (
        <Confirm
          title={voiceWords.removeTitle(name)}
          yes={voiceWords.removeYes}
          busy={remove.isPending}
          onYes={() => remove.mutate({ id }, { onSuccess: () => setRemoving(false) })}
          onNo={() => setRemoving(false)}
        >
          <p>{voiceWords.removeWhy}</p>
          {remove.error !== null && <FailureLine error={remove.error} />}
        </Confirm>
      )}
    </section>
  )
}

function factsText({ version, sampleRateHz, index, f0 }: OwnVoiceCard): string {
  const { facts } = voiceWords
  const kilohertz = (sampleRateHz / 1000).toLocaleString('en')
  const parts = [facts.version(version), facts.rate(kilohertz), index ? facts.index : facts.noIndex]
  return [...parts, ...(f0 ? [] : [facts.noPitch])].join(' · ')
}
