import { useEffect, useState, useSyncExternalStore } from 'react'
import { useChange, useRequest } from '../../model/use-request.ts'
import { createVoicePreview, type VoicePreview } from '../../model/voice-preview.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { voiceWords } from '../../strings/voices.ts'
import { AddVoice } from './add-voice.tsx'
import { OwnVoice } from './own-voice.tsx'
import { PlayButton } from './play-button.tsx'
import { UseButton } from './use-button.tsx'
import './voices.css'

/** The voices that SAM can speak with: the user's own, and those that come with it. */
export default function VoicesPage() {
  const answer = useRequest('voices.list', {})
  const [preview] = useState(createVoicePreview)
  useEffect(() => preview.stop, [preview])
  return (
    <div className="page-body voices">
      <AddVoice />
      <Answered query={answer}>
        {({ own, plain, damaged }) => (
          <>
            <h2 className="voices-title">{voiceWords.own}</h2>
            {own.length === 0 && damaged.length === 0 && (
              <p className="muted">
                {voiceWords.none}. {voiceWords.noneWhy}
              </p>
            )}
            {own.map((voice) => (
              <OwnVoice key={voice.id} voice={voice} preview={preview} />
            ))}
            {damaged.map(({ id, why }) => (
              <FailureLine key={id} error={{ message: `${voiceWords.damaged(id)} ${why}` }} />
            ))}
            <h2 className="voices-title">{voiceWords.plain}</h2>
            {plain.map((voice) => (
              <PlainVoice key={voice.id} {...voice} preview={preview} />
            ))}
          </>
        )}
      </Answered>
    </div>
  )
}

function PlainVoice({
  id,
  title,
  inUse,
  preview,
}: {
  id: string
  title: string
  inUse: boolean
  preview: VoicePreview
}) {
  const use = useChange('voices.use', ['voices'])
  const { error } = useSyncExternalStore(preview.subscribe, preview.state)
  return (
    <section className="card voice" aria-label={title}>
      <div className="voice-top">
        <PlayButton id={id} name={title} preview={preview} />
        <h3>{title}</h3>
        <UseButton inUse={inUse} busy={use.isPending} onUse={() => use.mutate({ id })} />
      </div>
      {error?.id === id && <FailureLine error={error.what} />}
      {use.error !== null && <FailureLine error={use.error} />}
    </section>
  )
}
