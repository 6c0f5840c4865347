import { useState } from 'react'
import { formatDate } from '../../model/format.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, FailureLine } from '../../parts/answers.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { learningWords } from '../../strings/learning.ts'

/** Trainings that are kept: which one answers, and the way to another or back. */
export function Adapters() {
  const answer = useRequest('learning.adapters', {})
  const promote = useChange('learning.promote', ['learning'])
  const rollBack = useChange('learning.rollback', ['learning'])
  const [asking, setAsking] = useState(false)
  return (
    <section>
      <h2>{learningWords.adapters}</h2>
      <Answered query={answer} quiet>
        {({ adapters }) => {
          const current = adapters.find((each) => each.current)
          return (
            <>
              <p className="muted">
                {adapters.length === 0 ? learningWords.noAdapters : current === undefined && learningWords.bare}
              </p>
              <ul className="adapters">
                {adapters.map(({ id, createdAtMs, passed, reasons, current: answers }) => (
                  <li key={id}>
                    <span>
                      <strong>{id}</strong>
                      <span className="small muted">
                        {formatDate(createdAtMs)} · {passed ? learningWords.passed : learningWords.notPassed}
                        {reasons.length > 0 && `: ${reasons.join('; ')}`}
                      </span>
                    </span>
                    {answers && <span className="adapter-now small">{learningWords.answers}</span>}
                    {!answers && passed && (
                      <button
                        type="button"
                        className="plain-button"
                        aria-label={learningWords.takeInUse(id)}
                        disabled={promote.isPending}
                        onClick={() => promote.mutate({ id })}
                      >
                        {learningWords.use}
                      </button>
                    )}
                  </li>
                ))}
              </ul>
              {promote.error !== null && <FailureLine error={promote.error} />}
              {current !== undefined && (
                <button type="button" className="plain-button back-button" onClick={() => setAsking(true)}>
                  {learningWords.rollback}
                </button>
              )}
              {asking && (
                <Confirm
                  title={learningWords.rollbackTitle}
                  yes={learningWords.rollbackYes}
                  busy={rollBack.isPending}
                  onYes={() => rollBack.mutate({}, { onSuccess: () => setAsking(false) })}
                  onNo={() => setAsking(false)}
                >
                  <p>{learningWords.rollbackWhy(current?.id ?? '')}</p>
                  {rollBack.error !== null && <FailureLine error={rollBack.error} />}
                </Confirm>
              )}
            </>
          )
        }}
      </Answered>
    </section>
  )
}
