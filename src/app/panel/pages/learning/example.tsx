import { useId, useState } from 'react'
import type { ExampleCard } from '../../../../memory/ports.ts'
import { formatDate } from '../../model/format.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { learningWords } from '../../strings/learning.ts'

const rooms = ['learning']

/** One example: what was asked and answered, where it comes from, and what the user says of it. */
export function Example({ example }: { example: ExampleCard }) {
  const { id, source, quality, createdMs, origin, rating, excluded, edited, messages } = example
  const rate = useChange('learning.rate', rooms)
  const exclude = useChange('learning.exclude', rooms)
  const [editing, setEditing] = useState(false)
  const question = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  const answer = messages.findLast(({ role }) => role === 'assistant')?.content ?? ''
  const busy = rate.isPending || exclude.isPending
  const failed = rate.error ?? exclude.error
  const about = [
    learningWords.sources[source],
    ...(createdMs === undefined ? [] : [formatDate(createdMs)]),
    learningWords.quality(quality.toFixed(2)),
    ...(edited ? [learningWords.edited] : []),
    origin,
  ]
  return (
    <div className="row">
      <article className="row-line example" data-excluded={excluded} aria-label={question.slice(0, 80)}>
        <p className="example-question">{question}</p>
        <p className="example-answer">{answer}</p>
        <p className="small muted example-about">{about.join(' · ')}</p>
        <div className="example-actions">
          {(['good', 'bad'] as const).map((said) => (
            <button
              key={said}
              type="button"
              className="toggle-button"
              aria-pressed={rating === said}
              disabled={busy}
              onClick={() => rate.mutate({ id, rating: rating === said ? null : said })}
            >
              {learningWords[said]}
            </button>
          ))}
          <button
            type="button"
            className="toggle-button"
            aria-pressed={excluded}
            disabled={busy}
            onClick={() => exclude.mutate({ id, excluded: !excluded })}
          >
            {learningWords.exclude}
          </button>
          <button type="button" className="toggle-button" onClick={() => setEditing(true)}>
            {learningWords.edit}
          </button>
        </div>
        {failed !== null && <FailureLine error={failed} />}
        {editing && <Edit id={id} question={question} answer={answer} onClose={() => setEditing(false)} />}
      </article>
    </div>
  )
}

function Edit({ id, question, answer, onClose }: { id: string; question: string; answer: string; onClose(): void }) {
  const [asked, setAsked] = useState(question)
  const [told, setTold] = useState(answer)
  const edit = useChange('learning.edit', rooms)
  const [askedId, toldId] = [useId(), useId()]
  const changed = {
    ...(asked.trim() === question.trim() ? {} : { question: asked }),
    ...(told.trim() === answer.trim() ? {} : { answer: told }),
  }
  const valid = asked.trim() !== '' && told.trim() !== '' && Object.keys(changed).length > 0
  return (
    <Confirm
      title={learningWords.editTitle}
      yes={learningWords.save}
      busy={!valid || edit.isPending}
      onYes={() => edit.mutate({ id, ...changed }, { onSuccess: onClose })}
      onNo={onClose}
    >
      <div className="example-edit">
        <label htmlFor={askedId}>{learningWords.question}</label>
        <textarea id={askedId} rows={3} value={asked} onChange={({ currentTarget }) => setAsked(currentTarget.value)} />
        <label htmlFor={toldId}>{learningWords.answer}</label>
        <textarea id={toldId} rows={7} value={told} onChange={({ currentTarget }) => setTold(currentTarget.value)} />
      </div>
      {edit.error !== null && <FailureLine error={edit.error} />}
    </Confirm>
  )
}
