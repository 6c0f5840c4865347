import type { StarterState } from '../../../server/requests/models-requests.ts'
import type { OnboardingMark } from '../../../server/requests/onboarding-requests.ts'
import { currentStep, type FirstStep, firstSteps } from '../../model/first-steps.ts'
import { formatBytes } from '../../model/format.ts'
import { hashOf, replaceHash } from '../../model/route.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import type { PageProps } from '../../page-list.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { lackedWords, StarterProgress, useStarter } from '../../parts/starter.tsx'
import { starterWords } from '../../strings/models.ts'
import { onboardingWords } from '../../strings/onboarding.ts'
import { MicrophoneStep, SpeakStep } from './hearing-steps.tsx'
import { Offers } from './offers.tsx'
import { Step } from './step.tsx'
import './onboarding.css'

/** The first five minutes, one thing at a time; whoever leaves goes on where he was. */
export default function OnboardingPage({ store, path: [again] }: PageProps) {
  const answer = useRequest('onboarding.state', {})
  const { mutate, error } = useChange('onboarding.mark', ['onboarding'])
  const mark = (step: OnboardingMark) => {
    if (again !== undefined) replaceHash('start')
    mutate({ mark: step })
  }
  const starter = useStarter()
  return (
    <div className="page-body onboarding">
      <Answered query={answer}>
        {(state) => (
          <Answered query={starter}>
            {(models) => {
              const next = currentStep(state, models)
              const step = repeatable.find((one) => one === again && isOver(one, next)) ?? next
              return (
                <>
                  <Steps step={step} next={next} />
                  {error !== null && <FailureLine error={error} />}
                  {step === 'hello' && <Hello onGo={() => mark('hello')} />}
                  {step === 'models' && <Models starter={models} />}
                  {step === 'microphone' && <MicrophoneStep store={store} onDone={() => mark('microphone')} />}
                  {step === 'speak' && <SpeakStep store={store} onDone={() => mark('spoken')} />}
                  {step === 'offers' && <Offers state={state} onLater={mark} />}
                  {step !== 'hello' && step !== 'models' && <Meanwhile starter={models} />}
                </>
              )
            }}
          </Answered>
        )}
      </Answered>
    </div>
  )
}

/** Steps that make sense once more: another microphone, another try. */
const repeatable: readonly FirstStep[] = ['microphone', 'speak']

function isOver(step: FirstStep, next: FirstStep): boolean {
  return firstSteps.indexOf(step) < firstSteps.indexOf(next)
}

function Steps({ step, next }: { step: FirstStep; next: FirstStep }) {
  return (
    <ol className="steps" aria-label={onboardingWords.steps}>
      {firstSteps.map((one) => (
        <li key={one} className="step" aria-current={one === step ? 'step' : undefined} data-done={isOver(one, next)}>
          {one !== step && (one === next || (repeatable.includes(one) && isOver(one, next))) ? (
            <a href={one === next ? hashOf('start') : hashOf('start', one)}>{onboardingWords.names[one]}</a>
          ) : (
            onboardingWords.names[one]
          )}
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

/** What still comes while the user goes on. */
function Meanwhile({ starter }: { starter: StarterState }) {
  if (starter.missing.length === 0) return null
  return (
    <section className="meanwhile" aria-label={starterWords.title}>
      <p className="small muted">{lackedWords(starter)}</p>
      <StarterProgress state={starter} />
    </section>
  )
}

function Models({ starter }: { starter: StarterState }) {
  const { missing } = starter
  const { title, need } = onboardingWords.models
  const bytes = missing.reduce((sum, model) => sum + model.bytes, 0)
  return (
    <Step title={title}>
      <p className="muted">{need(formatBytes(bytes))}</p>
      <StarterProgress state={starter} />
      <ul className="first-models">
        {missing.map(({ id, title: name, licence, bytes: size }) => (
          <li key={id}>
            <p>{name}</p>
            <p className="small muted">
              {formatBytes(size)} · {licence}
            </p>
          </li>
        ))}
      </ul>
    </Step>
  )
}
