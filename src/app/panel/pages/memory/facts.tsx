import { useState } from 'react'
import type { KnownFact } from '../../../server/requests/memory-requests.ts'
import { type FactLine, factLines, filterFacts } from '../../model/fact-lines.ts'
import { formatDate } from '../../model/format.ts'
import { sourceName } from '../../model/memory-lines.ts'
import { hashOf, homePage } from '../../model/route.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, Empty, FailureLine } from '../../parts/answers.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { factWords, memoryWords } from '../../strings/memory.ts'
import { ForgetButton } from './forget.tsx'

/** What SAM believes about the user, each with its source and date, and what held before. */
export function Facts() {
  const answer = useRequest('memory.facts', {})
  const [query, setQuery] = useState('')
  return (
    <Answered query={answer}>
      {({ facts }) => {
        if (facts.length === 0)
          return (
            <Empty
              title={factWords.none}
              text={factWords.noneWhy}
              action={
                <a className="main-button" href={hashOf(homePage)}>
                  {memoryWords.toTalk}
                </a>
              }
            />
          )
        const lines = filterFacts(factLines(facts), query)
        return (
          <>
            <div className="page-bar">
              <SearchField label={factWords.filter} value={query} onSearch={setQuery} />
            </div>
            {lines.length === 0 ? (
              <Empty title={factWords.noneFound} />
            ) : (
              <VirtualList label={factWords.list} items={lines} keyOf={({ key }) => key} estimatedHeight={88}>
                {(line) => <Line line={line} />}
              </VirtualList>
            )}
          </>
        )
      }}
    </Answered>
  )
}

function Line({ line: { about, attribute, current, before } }: { line: FactLine }) {
  return (
    <div className="row">
      <div className="row-line fact">
        <h2 className="fact-about muted small">
          {about ?? factWords.told}
          {attribute !== undefined && `: ${attribute}`}
        </h2>
        {current.map((fact) => (
          <Current key={fact.id} fact={fact} />
        ))}
        {before.length > 0 && (
          <ul className="fact-before small muted" aria-label={factWords.before}>
            {before.map((fact) => (
              <Past key={fact.id} fact={fact} />
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

function Current({ fact }: { fact: KnownFact }) {
  const refute = useChange('memory.refute', ['memory'])
  const shown = fact.value ?? fact.text
  return (
    <div className="fact-current">
      <div className="fact-words">
        <p className="fact-value" dir="auto">
          {shown}
        </p>
        <p className="muted small">
          {fact.value !== undefined && `${factWords.said(fact.text)} · `}
          <Source fact={fact} />
        </p>
        {fact.tainted && <p className="muted small">{factWords.fromOthers}</p>}
        {refute.error !== null && <FailureLine error={refute.error} />}
      </div>
      <div className="fact-actions">
        <button
          type="button"
          className="plain-button"
          aria-label={factWords.notTrueLabel(shown)}
          disabled={refute.isPending}
          onClick={() => refute.mutate({ fact: fact.id, refuted: true })}
        >
          {factWords.notTrue}
        </button>
        <ForgetButton what={{ facts: [fact.id] }} about={shown} />
      </div>
    </div>
  )
}

function Past({ fact }: { fact: KnownFact }) {
  const refute = useChange('memory.refute', ['memory'])
  const { refutedAtMs, validToMs = 0 } = fact
  const shown = fact.value ?? fact.text
  return (
    <li>
      <s>{shown}</s>
      <span>
        {refutedAtMs === undefined ? factWords.until(formatDate(validToMs)) : factWords.untrue(formatDate(refutedAtMs))}
      </span>
      {refutedAtMs !== undefined && (
        <button
          type="button"
          className="plain-button"
          disabled={refute.isPending}
          onClick={() => refute.mutate({ fact: fact.id, refuted: false })}
        >
          {factWords.stillTrue}
        </button>
      )}
      <ForgetButton what={{ facts: [fact.id] }} about={shown} />
    </li>
  )
}

function Source({ fact: { from, toldAtMs } }: { fact: KnownFact }) {
  const where = from === undefined || from.source === 'live' ? undefined : (from.title ?? sourceName(from.source))
  return (
    <>
      {where !== undefined && `${where} · `}
      <time>{formatDate(toldAtMs)}</time>
    </>
  )
}
