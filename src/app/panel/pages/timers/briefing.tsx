import { ArrowDown, ArrowUp } from 'lucide-react'
import { useId } from 'react'
import type { BriefingSection, BriefingTime, TimersResults } from '../../../server/requests/timers-requests.ts'
import { formatMoment } from '../../model/format.ts'
import type { PanelStore } from '../../model/panel-store.ts'
import { go, homePage } from '../../model/route.ts'
import { moved } from '../../model/timer-lines.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { Toggle } from '../../parts/toggle.tsx'
import { briefingWords, timerWords } from '../../strings/timers.ts'
import { usePanelState } from '../../view/use-panel.ts'

/** What the request is in words; it is answered in Talk, aloud where this page is the loudspeaker. */
const request = 'give me my briefing'
const usual: BriefingTime = { weekdays: [1, 2, 3, 4, 5], hour: 7, minute: 30 }
const mondayFirst = [1, 2, 3, 4, 5, 6, 0]

/** When the briefing is told and what it tells. */
export function Briefing({ store }: { store: PanelStore }) {
  const answer = useRequest('timers.briefing', {})
  const { joined } = usePanelState(store)
  const set = useChange('timers.set-briefing', ['timers', 'settings'])
  const tell = () => {
    store.submit(request)
    go(homePage)
  }
  return (
    <section className="briefing" aria-labelledby="briefing">
      <div className="briefing-top">
        <div>
          <h2 id="briefing">{briefingWords.title}</h2>
          <p className="small muted">{briefingWords.why}</p>
        </div>
        <button type="button" className="main-button" disabled={!joined} onClick={tell}>
          {briefingWords.play}
        </button>
      </div>
      <Answered query={answer}>
        {(briefing) => {
          // What was chosen stays while it is written.
          const chosen = set.isPending ? set.variables : {}
          const schedule = chosen.schedule === undefined ? briefing.schedule : chosen.schedule
          return (
            <>
              <Schedule briefing={{ ...briefing, schedule }} onSet={(next) => set.mutate({ schedule: next })} />
              <Sections
                chosen={chosen.sections ?? briefing.sections}
                all={briefing.allSections}
                onSet={(sections) => set.mutate({ sections })}
              />
              {set.error !== null && <FailureLine error={set.error} />}
            </>
          )
        }}
      </Answered>
    </section>
  )
}

function Schedule({
  briefing: { schedule, unclear, nextAtMs },
  onSet,
}: {
  briefing: TimersResults['timers.briefing']
  onSet(schedule: BriefingTime | null): void
}) {
  const id = useId()
  const on = schedule !== null
  return (
    <>
      <Toggle
        label={briefingWords.byItself}
        why={
          on && nextAtMs !== undefined
            ? briefingWords.next(formatMoment(nextAtMs, Date.now()))
            : briefingWords.byItselfWhy
        }
        on={on}
        onChange={(next) => onSet(next ? usual : null)}
      />
      {unclear !== undefined && <p className="failure-line">{briefingWords.unclear(unclear)}</p>}
      {schedule !== null && (
        <div className="briefing-when">
          <label>
            <span className="visually-hidden">{briefingWords.time}</span>
            <input
              key={`${schedule.hour}:${schedule.minute}`}
              type="time"
              className="text-field"
              defaultValue={timeField(schedule)}
              onBlur={({ currentTarget }) => {
                const [hour, minute] = currentTarget.value.split(':').map(Number)
                if (hour === undefined || minute === undefined || currentTarget.value === timeField(schedule)) return
                onSet({ ...schedule, hour, minute })
              }}
            />
          </label>
          {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles, as elsewhere in the panel */}
          <div role="group" aria-label={briefingWords.days} id={id} className="briefing-days">
            {mondayFirst.map((day) => {
              const chosen = schedule.weekdays.includes(day)
              const weekdays = chosen ? schedule.weekdays.filter((one) => one !== day) : [...schedule.weekdays, day]
              const name = timerWords.dayNames[day] ?? ''
              return (
                <button
                  key={day}
                  type="button"
                  className="toggle-button"
                  aria-pressed={chosen}
                  onClick={() => onSet(weekdays.length === 0 ? null : { ...schedule, weekdays: weekdays.toSorted() })}
                >
                  <span aria-hidden="true">{name.slice(0, 2)}</span>
                  <span className="visually-hidden">{name}</span>
                </button>
              )
            })}
          </div>
        </div>
      )}
    </>
  )
}

function timeField({ hour, minute }: BriefingTime): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function Sections({
  chosen,
  all,
  onSet,
}: {
  chosen: readonly BriefingSection[]
  all: readonly BriefingSection[]
  onSet(sections: BriefingSection[]): void
}) {
  const off = all.filter((section) => !chosen.includes(section))
  return (
    <fieldset className="briefing-sections">
      <legend>{briefingWords.tells}</legend>
      <ul>
        {[...chosen, ...off].map((section, index) => {
          const name = briefingWords.sections[section]
          const on = index < chosen.length
          return (
            <li key={section}>
              <label>
                <input
                  type="checkbox"
                  checked={on}
                  onChange={() => onSet(on ? chosen.filter((one) => one !== section) : [...chosen, section])}
                />
                {name}
              </label>
              {on && (
                <>
                  <button
                    type="button"
                    className="quiet-button"
                    disabled={index === 0}
                    title={briefingWords.up(name)}
                    onClick={() => onSet(moved(chosen, index, -1))}
                  >
                    <ArrowUp size={14} aria-hidden="true" />
                    <span className="visually-hidden">{briefingWords.up(name)}</span>
                  </button>
                  <button
                    type="button"
                    className="quiet-button"
                    disabled={index === chosen.length - 1}
                    title={briefingWords.down(name)}
                    onClick={() => onSet(moved(chosen, index, 1))}
                  >
                    <ArrowDown size={14} aria-hidden="true" />
                    <span className="visually-hidden">{briefingWords.down(name)}</span>
                  </button>
                </>
              )}
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}
