import { CircleAlert, CircleCheck, CircleMinus } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { DoctorFinding } from '../../../server/requests/doctor-requests.ts'
import { createLook, type Look } from '../../model/doctor-look.ts'
import { countOf, formatTime } from '../../model/format.ts'
import { type Grouping, groupedItems } from '../../model/grouped-items.ts'
import { hashOf } from '../../model/route.ts'
import { useModelQueue } from '../../model/use-model-queue.ts'
import { Failure, FailureLine } from '../../parts/answers.tsx'
import { ModelProgress } from '../../parts/model-progress.tsx'
import { Progress } from '../../parts/progress.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { doctorWords } from '../../strings/doctor.ts'
import './doctor.css'

const look: Look = createLook()

/** What SAM needs, what of it is there, and how to mend the rest. */
export default function DoctorPage() {
  const state = useSyncExternalStore(look.subscribe, look.state)
  // Looking again leaves what is searched for.
  const [query, setQuery] = useState('')
  useEffect(() => {
    if (look.state().phase === 'none') void look.start()
  }, [])
  const again = () => void look.start()
  if (state.phase === 'done') return <Findings {...state} query={query} onSearch={setQuery} onAgain={again} />
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
    </div>
  )
}

type Group = keyof typeof doctorWords.groups
const groupOf = ({ ok, required }: DoctorFinding): Group => (ok ? 'ok' : required ? 'missing' : 'without')

const grouping: Grouping<Group, DoctorFinding> = {
  order: ['missing', 'without', 'ok'],
  groupOf,
  keyOf: (finding) => `${groupOf(finding)} ${finding.name}`,
  textsOf: ({ name, detail, remedy = '' }) => [name, detail, remedy],
}

interface Looked {
  findings: readonly DoctorFinding[]
  atMs: number
  onAgain(): void
}

function Findings({ query, onSearch, ...looked }: Looked & { query: string; onSearch(query: string): void }) {
  return (
    <>
      <div className="page-bar">
        <SearchField label={doctorWords.search} value={query} onSearch={onSearch} />
      </div>
      <VirtualList
        label={doctorWords.list}
        items={groupedItems(looked.findings, query, grouping)}
        keyOf={({ key }) => key}
        estimatedHeight={64}
      >
        {(item) => (
          <div className="row doctor">
            {item.kind === 'top' && <Top {...looked} />}
            {item.kind === 'group' && <h2 className="doctor-group">{doctorWords.groups[item.group]}</h2>}
            {item.kind === 'entry' && <Line finding={item.entry} group={item.group} onMended={looked.onAgain} />}
            {item.kind === 'none' && <p className="muted doctor-group">{doctorWords.none}</p>}
          </div>
        )}
      </VirtualList>
    </>
  )
}

function Top({ findings, atMs, onAgain }: Looked) {
  const count = (group: Group) => findings.filter((finding) => groupOf(finding) === group).length
  const [missing, without] = [count('missing'), count('without')]
  return (
    <div className="doctor-top">
      <div role="status">
        <h2>{missing === 0 ? doctorWords.allWell : doctorWords.missing(countOf(missing, 'thing'))}</h2>
        <p className="small muted">
          {without > 0 && `${doctorWords.without(countOf(without, 'thing'))} `}
          {doctorWords.at(formatTime(atMs))}
        </p>
      </div>
      <button type="button" className="plain-button" onClick={onAgain}>
        {doctorWords.again}
      </button>
    </div>
  )
}

const icons = { missing: CircleAlert, without: CircleMinus, ok: CircleCheck }

function Line({ finding, group, onMended }: { finding: DoctorFinding; group: Group; onMended(): void }) {
  const { name, detail, remedy, ok } = finding
  const Icon = icons[group]
  return (
    <div className="finding" data-group={group}>
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
    </div>
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
