import { useEffect, useState } from 'react'
import type { TimerLine } from '../../../server/requests/timers-requests.ts'
import { formatDay, formatTime } from '../../model/format.ts'
import { clockTime, dayWords, timerTitle } from '../../model/timer-lines.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import type { PageProps } from '../../page-list.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { LongList } from '../../parts/long-list.tsx'
import { timerWords } from '../../strings/timers.ts'
import { Briefing } from './briefing.tsx'
import { NewTimer } from './new-timer.tsx'
import './timers.css'

const refreshMs = 5000

/** Timers, alarms and reminders that are set, and the briefing. */
export default function TimersPage({ store }: PageProps) {
  const answer = useRequest('timers.list', {}, { refreshMs })
  // Kept here: the line of a timer is gone before its cancelling is answered for.
  const cancel = useChange('timers.cancel', ['timers'])
  const [cancelled, setCancelled] = useState<TimerLine>()
  return (
    <div className="page-body timers">
      <section aria-labelledby="timers-set">
        <h2 id="timers-set">{timerWords.set}</h2>
        <Answered query={answer}>
          {({ timers, attended }) => (
            <>
              {timers.length > 0 && !attended && <p className="failure-line">{timerWords.unattended}</p>}
              {timers.length === 0 && <p className="muted">{timerWords.none}</p>}
              <LongList
                label={timerWords.set}
                items={timers}
                keyOf={({ id }) => id}
                textOf={(timer) =>
                  `${timerTitle(timer)} ${timerWords.kinds[timer.kind]} ${formatTime(timer.ringsAtMs)}`
                }
                estimatedHeight={58}
              >
                {(timer) => (
                  <Timer
                    timer={timer}
                    askedAtMs={answer.dataUpdatedAt}
                    busy={cancel.isPending}
                    onCancel={() => cancel.mutate({ id: timer.id }, { onSuccess: () => setCancelled(timer) })}
                  />
                )}
              </LongList>
            </>
          )}
        </Answered>
        {cancel.error !== null && <FailureLine error={cancel.error} />}
        {cancelled !== undefined && (
          <Undo key={cancelled.id} timer={cancelled} onDone={() => setCancelled(undefined)} />
        )}
      </section>
      <NewTimer />
      <Briefing store={store} />
    </div>
  )
}

function Timer({
  timer,
  askedAtMs,
  busy,
  onCancel,
}: {
  timer: TimerLine
  askedAtMs: number
  busy: boolean
  onCancel(): void
}) {
  const { kind, ringsAtMs, remainingMs, durationMs, weekdays } = timer
  const nowMs = useNow()
  const left = remainingMs - Math.max(0, nowMs - askedAtMs)
  const name = timerTitle(timer)
  return (
    <div className="timer">
      <div className="timer-words">
        <h3>{name}</h3>
        <p className="small muted">
          {[
            ...(name === timerWords.kinds[kind] ? [] : [timerWords.kinds[kind]]),
            weekdays === undefined
              ? timerWords.at(`${formatTime(ringsAtMs)}${dayAfter(ringsAtMs, nowMs)}`)
              : `${timerWords.every(dayWords(weekdays))} ${timerWords.at(formatTime(ringsAtMs))}`,
          ].join(' · ')}
        </p>
        {durationMs !== undefined && (
          <progress value={Math.max(0, durationMs - left)} max={durationMs} aria-label={name} />
        )}
      </div>
      {/* The time of day says the same to whoever hears it. */}
      <span className="timer-left" aria-hidden="true">
        {left < 86_400_000 ? clockTime(left) : ''}
      </span>
      <button
        type="button"
        className="plain-button"
        aria-label={timerWords.cancelLabel(name)}
        disabled={busy}
        onClick={onCancel}
      >
        {timerWords.cancel}
      </button>
    </div>
  )
}

function Undo({ timer, onDone }: { timer: TimerLine; onDone(): void }) {
  const restore = useChange('timers.restore', ['timers'])
  return (
    <p className="timer-undo" role="status">
      {timerWords.cancelled(timerTitle(timer))}
      <button
        type="button"
        className="plain-button"
        disabled={restore.isPending}
        onClick={() => restore.mutate({ id: timer.id }, { onSuccess: onDone })}
      >
        {timerWords.undo}
      </button>
      {restore.error !== null && <FailureLine error={restore.error} />}
    </p>
  )
}

function dayAfter(atMs: number, nowMs: number): string {
  const today = new Date(atMs).toDateString() === new Date(nowMs).toDateString()
  return today ? '' : `, ${formatDay(atMs, nowMs)}`
}

function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}
