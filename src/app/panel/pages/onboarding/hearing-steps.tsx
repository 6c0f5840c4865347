import { useEffect, useState } from 'react'
import { spokenSuccess } from '../../model/first-steps.ts'
import type { PanelStore } from '../../model/panel-store.ts'
import { MicrophoneSettings } from '../../parts/microphone-settings.tsx'
import { onboardingWords } from '../../strings/onboarding.ts'
import { strings } from '../../strings/talk.ts'
import { LevelMeter } from '../../view/level-meter.tsx'
import { usePanelState } from '../../view/use-panel.ts'
import { Step } from './step.tsx'

/** Clearly a voice, not the noise of a room. */
const voiceLevel = 0.4
const lookEveryMs = 100

interface StepProps {
  store: PanelStore
  onDone(): void
}

/** Why, then the system's question, then the level; silence is named with its cure. */
export function MicrophoneStep({ store, onDone }: StepProps) {
  const { listening, problem, joined } = usePanelState(store)
  const open = listening === 'on' && problem === null
  const heard = useVoice(store, open)
  const words = onboardingWords.microphone
  const trouble = problem === null ? undefined : strings.problems[problem]
  return (
    <Step title={words.title}>
      {!open && trouble === undefined && <p className="muted">{words.why}</p>}
      {trouble !== undefined && (
        <div className="card" role="alert">
          <h3>{trouble.title}</h3>
          <p>{trouble.cure}</p>
          {problem !== null && <MicrophoneSettings problem={problem} />}
        </div>
      )}
      {open && (
        <div className="first-level">
          <LevelMeter meter={store.microphoneMeter} active />
          <p role="status">{heard ? words.hears : words.say}</p>
        </div>
      )}
      <div className="card-actions">
        {open ? (
          <button type="button" className="main-button" onClick={onDone}>
            {onboardingWords.next}
          </button>
        ) : (
          <button
            type="button"
            className="main-button"
            disabled={!joined || listening === 'starting'}
            onClick={() => void store.startListening()}
          >
            {listening === 'starting' ? words.opening : trouble === undefined ? words.open : words.again}
          </button>
        )}
        {!open && (
          <button type="button" className="plain-button" onClick={onDone}>
            {onboardingWords.later}
          </button>
        )}
      </div>
    </Step>
  )
}

/** Once a voice was heard. */
function useVoice(store: PanelStore, open: boolean): boolean {
  const [heard, setHeard] = useState(false)
  useEffect(() => {
    if (!open || heard) return
    const look = setInterval(() => {
      if (store.microphoneMeter.level(performance.now()) > voiceLevel) setHeard(true)
    }, lookEveryMs)
    return () => clearInterval(look)
  }, [store, open, heard])
  return heard
}

/** The first spoken request; its answer is the success. */
export function SpeakStep({ store, onDone }: StepProps) {
  const { conversation } = usePanelState(store)
  const [phrase] = conversation.wakePhrases
  const words = onboardingWords.speak
  const success = spokenSuccess(conversation.turns)
  const latest = conversation.turns.findLast(({ heard }) => !heard.typed)
  return (
    <Step title={phrase === undefined ? words.hold : words.title(phrase)}>
      <p className="first-heard" role="status">
        {latest === undefined ? <span className="muted">{words.waiting}</span> : latest.heard.text}
      </p>
      {latest !== undefined && latest.reply.text !== '' && <p className="first-reply">{latest.reply.text}</p>}
      {success !== undefined && <p className="first-success">{words.success}</p>}
      <div className="card-actions">
        <button type="button" className={success === undefined ? 'plain-button' : 'main-button'} onClick={onDone}>
          {success === undefined ? onboardingWords.later : onboardingWords.next}
        </button>
      </div>
    </Step>
  )
}
