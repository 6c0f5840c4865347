import { Cloud, CloudUpload } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { AuditLine } from '../../../server/requests/history-requests.ts'
import {
  type AuditFilter,
  auditDecider,
  auditItems,
  auditOutcome,
  auditTitle,
  hasFailed,
} from '../../model/audit-lines.ts'
import { formatTime } from '../../model/format.ts'
import { useAudit } from '../../model/use-audit.ts'
import type { PageProps } from '../../page-list.ts'
import { Answered, Empty } from '../../parts/answers.tsx'
import { SearchField } from '../../parts/search-field.tsx'
import { SentButton } from '../../parts/sent-bytes.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { historyWords, sentWords } from '../../strings/history.ts'
import './history.css'

const filters = Object.entries(historyWords.filters) as [AuditFilter, string][]

/** Everything SAM did, was refused, or sent off the machine, by day; the last thing can be taken back. */
export default function HistoryPage({ store, path: [part] }: PageProps) {
  const answer = useAudit({ refreshMs: 10_000 })
  const [filter, setFilter] = useState<AuditFilter>(part === 'claude' ? 'claude' : 'all')
  const [query, setQuery] = useState('')
  const items = useMemo(
    () => auditItems(answer.data?.lines ?? [], { filter, query, nowMs: Date.now() }),
    [answer.data, filter, query],
  )
  return (
    <Answered query={answer}>
      {({ lines, undoable, more }) =>
        lines.length === 0 ? (
          <Empty title={historyWords.none} text={historyWords.noneWhy} />
        ) : (
          <>
            <div className="page-bar">
              <SearchField label={historyWords.search} value={query} onSearch={setQuery} focused={part === 'search'} />
              <fieldset className="filters" aria-label={historyWords.filter}>
                {filters.map(([id, label]) => (
                  <button
                    key={id}
                    type="button"
                    className="toggle-button"
                    aria-pressed={filter === id}
                    onClick={() => setFilter(id)}
                  >
                    {label}
                  </button>
                ))}
              </fieldset>
            </div>
            {more && <p className="older small muted">{historyWords.older}</p>}
            {items.length === 0 ? (
              <Empty title={historyWords.noneFound} />
            ) : (
              <VirtualList label={historyWords.list} items={items} keyOf={({ key }) => key} estimatedHeight={58}>
                {(item) =>
                  'day' in item ? (
                    <h2 className="day">{item.day}</h2>
                  ) : (
                    <Line
                      line={item.line}
                      onUndo={item.line.key === undoable ? () => store.submit('undo that') : undefined}
                    />
                  )
                }
              </VirtualList>
            )}
          </>
        )
      }
    </Answered>
  )
}

/** Undo is asked for like any request: what it would do goes through the same questions. */
function Line({ line, onUndo }: { line: AuditLine; onUndo: (() => void) | undefined }) {
  const decider = auditDecider(line)
  return (
    <div className="row">
      <div className="row-line audit">
        <div className="audit-words">
          <p>{auditTitle(line)}</p>
          <p className="small muted">
            <time>{formatTime(line.atMs)}</time> ·{' '}
            <span className={hasFailed(line) ? 'audit-failed' : ''}>{auditOutcome(line)}</span>
            {decider !== undefined && ` · ${decider}`}
          </p>
          {line.type === 'action' && (
            <details className="small">
              <summary className="muted">{historyWords.input}</summary>
              <pre className="audit-input">
                {line.tool} {JSON.stringify(line.input, null, 2)}
              </pre>
            </details>
          )}
        </div>
        {line.type === 'egress' && line.decision === 'allowed' && (
          <SentButton of={{ key: line.key }} label={sentWords.showOf(auditTitle(line))}>
            {line.kept ? <CloudUpload size={16} aria-hidden="true" /> : <Cloud size={16} aria-hidden="true" />}
          </SentButton>
        )}
        {onUndo !== undefined && (
          <button type="button" className="plain-button" onClick={onUndo}>
            {historyWords.undo}
          </button>
        )}
      </div>
    </div>
  )
}
