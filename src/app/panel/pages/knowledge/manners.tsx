import { useId, useState } from 'react'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { knowledgeWords } from '../../strings/knowledge.ts'

/** How many requests a site gets, and how its owner can reach the user. */
export function Manners({ requestsPerDay, contact }: { requestsPerDay: number; contact: string }) {
  const [perDay, setPerDay] = useState(String(requestsPerDay))
  const [reach, setReach] = useState(contact)
  const save = useChange('knowledge.manners', ['knowledge'])
  const words = knowledgeWords.manners
  const [perDayId, reachId] = [useId(), useId()]
  const count = Number(perDay)
  const valid = Number.isInteger(count) && count >= 1 && count <= 5000 && /^[\x20-\x7e]*$/.test(reach)
  const changed = count !== requestsPerDay || reach.trim() !== contact
  return (
    <form
      className="manners"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ requestsPerDay: count, contact: reach.trim() })
      }}
    >
      <h2>{words.title}</h2>
      <div className="field">
        <label htmlFor={perDayId}>{words.perDay}</label>
        <input
          id={perDayId}
          type="number"
          className="text-field"
          min={1}
          max={5000}
          value={perDay}
          onChange={({ currentTarget }) => setPerDay(currentTarget.value)}
        />
      </div>
      <div className="field">
        <label htmlFor={reachId}>{words.contact}</label>
        <input
          id={reachId}
          type="text"
          className="text-field"
          maxLength={200}
          value={reach}
          aria-describedby={`${reachId}-why`}
          onChange={({ currentTarget }) => setReach(currentTarget.value)}
        />
      </div>
      <p id={`${reachId}-why`} className="small muted">
        {words.contactWhy}
      </p>
      {save.error !== null && <FailureLine error={save.error} />}
      <button type="submit" className="plain-button" disabled={!valid || !changed || save.isPending}>
        {knowledgeWords.save}
      </button>
    </form>
  )
}
