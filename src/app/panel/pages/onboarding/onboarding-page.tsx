import { useEffect, useRef } from 'react'
import type { OnboardingMark, OnboardingResults } from '../../../server/requests/onboarding-requests.ts'
import { currentStep, type FirstStep, firstSteps } from '../../model/first-steps.ts'
import { formatBytes } from '../../model/format.ts'
import { useModelQueue } from '../../model/use-model-queue.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import type { PageProps } from '../../page-list.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { ModelProgress } from '../../parts/model-progress.tsx'
import { onboardingWords } from '../../strings/onboarding.ts'
import { MicrophoneStep, SpeakStep } from './hearing-steps.tsx'
import { Offers } from './offers.tsx'
import { Step } from './step.tsx'
import './onboarding.css'

type State = OnboardingResults['onboarding.state']

/** The first five minutes, one thing at a time; whoever leaves goes on where he was. */
export default function OnboardingPage({ store }: PageProps) {
  const answer = useRequest('onboarding.state', {})
  const { mutate, error } = useChange('onboarding.mark', ['onboarding'])
  const mark = (step: OnboardingMark) => mutate({ mark: step })
  useFreshStart(answer.data)
  return (
    <div className="page-body onboarding">
      <Answered query={answer}>
        {(state) => {
          const step = currentStep(state)
          return (
            <>
              <Steps step={step} />
              {error !== null && <FailureLine error={error} />}
              {step === 'hello' && <Hello onGo={() => mark('hello')} />}
              {step === 'models' && <Models state={state} />}
              {step === 'microphone' && <MicrophoneStep store={store} onDone={() => mark('microphone')} />}
              {step === 'speak' && <SpeakStep store={store} onDone={() => mark('spoken')} />}
              {step === 'offers' && <Offers state={state} onLater={mark} />}
            </>
          )
        }}
      </Answered>
    </div>
  )
}

/** Engines that found no model at the start are started anew once everything is here. */
function useFreshStart(state: State | undefined): void {
  const lacked = useRef(false)
  const { mutate } = useChange('settings.restart', [])
  useEffect(() => {
    if (state === undefined) return
    if (state.missing.length > 0) lacked.current = true
    else if (lacked.current && state.canRestart) {
      lacked.current = false
      mutate({})
    }
  }, [state, mutate])
}

function Steps({ step }: { step: FirstStep }) {
  return (
    <ol className="steps" aria-label={onboardingWords.steps}>
      {firstSteps.map((one, index) => (
        <li
          key={one}
          className="step"
          aria-current={one === step ? 'step' : undefined}
          data-done={index < firstSteps.indexOf(step)}
        >
          {onboardingWords.names[one]}
        </li>
      ))}
    </ol>
  )
}

function Hello({ onGo }: { onGo(): void }) {
  const { title, text, go } = onboardingWords.hello
  return (
    <Step title={title}>
      <p className="muted">{text}</p>
      <button type="button" className="main-button" onClick={onGo}>
        {go}
      </button>
    </Step>
  )
}

function Models({ state: { missing } }: { state: State }) {
  const { queue, state } = useModelQueue()
  const { title, need, fetch } = onboardingWords.models
  const busy = state.running !== undefined || state.waiting.length > 0
  const bytes = missing.reduce((sum, model) => sum + model.bytes, 0)
  return (
    <Step title={title}>
      <p className="muted">{need(formatBytes(bytes))}</p>
      <ul className="first-models">
        {missing.map(({ id, title: name, licence, bytes: size }) => (
          <li key={id}>
            <p>{name}</p>
            <p className="small muted">
              {formatBytes(size)} · {licence}
            </p>
            {state.failed[id] !== undefined && <FailureLine error={state.failed[id]} />}
            <ModelProgress id={id} queue={queue} state={state} />
          </li>
        ))}
      </ul>
      {!busy && (
        <button
          type="button"
          className="main-button"
          onClick={() =>
            queue.add(
              missing.map(({ id }) => id),
              'pull',
            )
          }
        >
          {fetch}
        </button>
      )}
    </Step>
  )
}
