import { useId, useState } from 'react'
import type { KnowledgeSourceId } from '../../../server/requests/knowledge-requests.ts'
import { placesOf } from '../../model/knowledge-lines.ts'
import { useChange } from '../../model/use-request.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { knowledgeWords } from '../../strings/knowledge.ts'

/** What is read of a source, to be changed. */
export function Places({
  id,
  places,
  words,
  open,
}: {
  id: KnowledgeSourceId
  places: readonly string[]
  words: { places: string; example: string }
  open: boolean
}) {
  const kept = places.join('\n')
  const [text, setText] = useState(kept)
  const save = useChange('knowledge.places', ['knowledge'])
  const field = useId()
  const changed = placesOf(text).join('\n') !== kept
  return (
    <details className="source-places" open={open}>
      <summary className="muted">
        {knowledgeWords.placesTitle(places.length)}
        {places.length > 0 && <span className="source-places-list small"> · {places.join(', ')}</span>}
      </summary>
      <label htmlFor={field} className="small muted">
        {words.places}
      </label>
      <textarea
        id={field}
        rows={Math.min(8, Math.max(2, text.split('\n').length))}
        value={text}
        placeholder={words.example}
        spellCheck={false}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {save.error !== null && <FailureLine error={save.error} />}
      <button
        type="button"
        className="plain-button"
        disabled={!changed || save.isPending}
        onClick={() => save.mutate({ id, places: placesOf(text) })}
      >
        {knowledgeWords.save}
      </button>
    </details>
  )
}
