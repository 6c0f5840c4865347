import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import type { DoctorFinding } from '../../../server/requests/doctor-requests.ts'
import { createLook, type Look } from '../../model/doctor-look.ts'
import { countOf, formatTime } from '../../model/format.ts'
import { hashOf } from '../../model/route.ts'
import { useModelQueue } from '../../model/use-model-queue.ts'
import { Failure, FailureLine } from '../../parts/answers.tsx'
import { ModelProgress } from '../../parts/model-progress.tsx'
import { Progress } from '../../parts/progress.tsx'
import { doctorWords } from '../../strings/doctor.ts'
import './doctor.css'

const look: Look = createLook()

/** What SAM needs, what of it is there, and how to mend the rest. */
export default function DoctorPage() {
  const state = useSyncExternalStore(look.subscribe, look.state)
  useEffect(() => {
    if (look.state().phase === 'none') void look.start()
  }, [])
  const again = () => void look.start()
  return (
    <div className="page-body doctor">
      {state.phase === 'looking' && (
        <Progress
          label={doctorWords.looking}
          done={state.done}
          total={state.total}
          sinceMs={state.sinceMs}
          amount={state.total === 0 ? '' : doctorWords.amount(state.done, state.total)}
          onCancel={look.cancel}
        />
      )}
      {state.phase === 'failed' && (
        <Failure message={state.error.message} remedy={state.error.remedy} onAgain={again} />
      )}
      {state.phase === 'stopped' && (
        <Failure message={doctorWords.stopped} button={doctorWords.again} onAgain={again} />
      )}
      {state.phase === 'done' && <Findings findings={state.findings} atMs={state.atMs} onAgain={again} />}
    </div>
  )
}

function Findings({ findings, atMs, onAgain }: { findings: readonly DoctorFinding[]; atMs: number; onAgain(): void }) {
  const groups = Map.groupBy(findings, ({ ok, required }) => (ok ? 'ok' : required ? 'missing' : 'without'))
  const missing = groups.get('missing') ?? []
  const without = groups.get('without') ?? []
  return (
    <>
      <div className="doctor-top">
        <div role="status">
          <h2>{missing.length === 0 ? doctorWords.allWell : doctorWords.missing(countOf(missing.length, 'thing'))}</h2>
          <p className="small muted">
            {without.length > 0 && `${doctorWords.without(countOf(without.length, 'thing'))} `}
            {doctorWords.at(formatTime(atMs))}
          </p>
        </div>
        <button type="button" className="plain-button" onClick={onAgain}>
          {doctorWords.again}
        </button>
      </div>
      {(['missing', 'without', 'ok'] as const).map((group) => {
        const found = groups.get(group) ?? []
        if (found.length === 0) return null
        return (
          <section key={group} aria-label={doctorWords.groups[group]}>
            <h2 className="doctor-group">{doctorWords.groups[group]}</h2>
            <ul>
              {found.map((finding) => (
                <Line key={finding.name} finding={finding} group={group} onMended={onAgain} />
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

const icons = { missing: CircleAlert, without: CircleMinus, ok: CircleCheck }

function Line({ finding, group, onMended }: { finding: DoctorFinding; group: keyof typeof icons; onMended(): void }) {
  const { name, detail, remedy, ok } = finding
  const Icon = icons[group]
  return (
    <li className="finding" data-group={group}>
      <Icon className="finding-icon" size={15} aria-hidden="true" />
      <div className="finding-words">
        <h3>{name}</h3>
        <p className="small muted">{detail}</p>
        {remedy !== undefined && (
          <p className="small">
            <span className="muted">{doctorWords.toMend}</span> {remedy}
          </p>
        )}
        {!ok && <Mend name={name} onMended={onMended} />}
      </div>
    </li>
  )
}

/** A button where the panel can do what the remedy says. */
function Mend({ name, onMended }: { name: string; onMended(): void }) {
  const model = /^model (.+)$/.exec(name)?.[1]
  if (model !== undefined) return <FetchModel id={model} onFetched={onMended} />
  const place = placeOf(name)
  if (place === undefined) return null
  return (
    <a className="plain-button finding-link" href={hashOf(place.page)}>
      {place.words}
    </a>
  )
}

function placeOf(name: string): { page: string; words: string } | undefined {
  if (name.startsWith('your voice ')) return { page: 'voices', words: doctorWords.voices }
  if (name === 'models folder') return { page: 'models', words: doctorWords.allModels }
  if (name === 'settings') return { page: 'settings', words: doctorWords.settings }
  if (name === 'microphone') return { page: 'talk', words: doctorWords.talk }
  return undefined
}

function FetchModel({ id, onFetched }: { id: string; onFetched(): void }) {
  const { queue, state } = useModelQueue()
  const busy = state.running?.id === id || state.waiting.some((one) => one.id === id)
  const failed = state.failed[id]
  useEffect(() => {
    if (!busy) return
    // Once it is fetched, everything is looked at again.
    return () => {
      const now = queue.state()
      const over = now.running === undefined && now.waiting.length === 0
      if (over && now.failed[id] === undefined) onFetched()
    }
  }, [busy, id, queue, onFetched])
  return (
    <>
      {failed !== undefined && <FailureLine error={failed} />}
      {busy ? (
        <ModelProgress id={id} queue={queue} state={state} />
      ) : (
        <button type="button" className="main-button finding-button" onClick={() => queue.add([id], 'pull')}>
          {doctorWords.fetch}
        </button>
      )}
    </>
  )
}
