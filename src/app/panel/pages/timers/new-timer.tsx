import { type FormEvent, useId, useState } from 'react'
import type { RequestInput } from '../../../server/requests/page-requests.ts'
import { fieldTime } from '../../model/timer-lines.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { timerWords } from '../../strings/timers.ts'

type Kind = keyof typeof timerWords.kinds
type Repeat = keyof typeof timerWords.repeats
const hourMs = 3_600_000

/** Sets a timer, an alarm or a reminder. */
export function NewTimer() {
  const id = useId()
  const [kind, setKind] = useState<Kind>('timer')
  const add = useChange('timers.add', ['timers'])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    add.mutate(wishOf(kind, new FormData(form)), { onSuccess: () => form.reset() })
  }
  return (
    <form className="new-timer" aria-labelledby={id} onSubmit={submit}>
      <h2 id={id}>{timerWords.make}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles, as elsewhere in the panel */}
      <div role="group" aria-label={timerWords.kind} className="new-timer-kinds">
        {(Object.keys(timerWords.kinds) as Kind[]).map((one) => (
          <button
            key={one}
            type="button"
            className="toggle-button"
            aria-pressed={one === kind}
            onClick={() => setKind(one)}
          >
            {timerWords.kinds[one]}
          </button>
        ))}
      </div>
      <div className="new-timer-fields">
        {kind === 'timer' ? (
          <>
            <label>
              {timerWords.minutes}
              <input
                name="minutes"
                type="number"
                className="text-field"
                min={0}
                max={44_640}
                defaultValue={5}
                required
              />
            </label>
            <label>
              {timerWords.seconds}
              <input name="seconds" type="number" className="text-field" min={0} max={59} defaultValue={0} required />
            </label>
          </>
        ) : (
          <>
            <label>
              {timerWords.when}
              <input
                name="at"
                type="datetime-local"
                className="text-field"
                defaultValue={fieldTime(new Date(Date.now() + hourMs))}
                required
              />
            </label>
            <label>
              {timerWords.repeat}
              <select name="repeat">
                {Object.entries(timerWords.repeats).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label className="new-timer-name">
          {kind === 'reminder' ? timerWords.text : timerWords.name}
          <input
            name="words"
            type="text"
            className="text-field"
            maxLength={kind === 'reminder' ? 200 : 60}
            autoComplete="off"
            placeholder={kind === 'reminder' ? timerWords.textPlaceholder : timerWords.namePlaceholder}
            required={kind === 'reminder'}
          />
        </label>
        <button type="submit" className="main-button" disabled={add.isPending}>
          {timerWords.add}
        </button>
      </div>
      {add.error !== null && <FailureLine error={add.error} />}
      <p className="small muted" role="status">
        {add.data?.spoken}
      </p>
    </form>
  )
}

function wishOf(kind: Kind, data: FormData): RequestInput<'timers.add'> {
  const text = (field: string) => String(data.get(field) ?? '').trim()
  const words = text('words')
  if (kind === 'timer') {
    const durationSeconds = Number(text('minutes')) * 60 + Number(text('seconds'))
    return { kind, durationSeconds, ...(words === '' ? {} : { name: words }) }
  }
  const repeat = text('repeat') as Repeat
  const when = { at: text('at'), ...(repeat === '' ? {} : { repeat }) }
  if (kind === 'reminder') return { kind, text: words, ...when }
  return { kind, ...when, ...(words === '' ? {} : { name: words }) }
}
