import type { MemoryResults } from '../../../server/requests/memory-requests.ts'
import { formatCount } from '../../model/format.ts'
import { FailureLine } from '../../parts/answers.tsx'
import { importWords, patternWords } from '../../strings/memory.ts'

/** What an import did: every message is counted once. */
export function ImportReportView({ result, onAgain }: { result: MemoryResults['memory.import']; onAgain(): void }) {
  const { report, failures } = result
  const skipped = Object.entries(report?.skipped ?? {})
  return (
    <section className="import-report">
      <h2>{importWords.done}</h2>
      {failures.map((failure) => (
        <FailureLine key={failure.message} error={failure} />
      ))}
      {report !== undefined && (
        <>
          <table className="numbers">
            <tbody>
              {(['conversations', 'added', 'unchanged'] as const).map((what) => (
                <Row key={what} label={importWords.report[what]} count={report[what]} />
              ))}
              {skipped.map(([reason, count]) => (
                <Row
                  key={reason}
                  label={`${importWords.report.skipped}: ${importWords.reasons[reason] ?? reason}`}
                  count={count}
                />
              ))}
              <Row label={importWords.report.quarantined} count={report.quarantined} />
            </tbody>
          </table>
          {report.quarantineFile !== undefined && (
            <p className="small muted file-name">{importWords.quarantine(report.quarantineFile)}</p>
          )}
          <h3>{importWords.kindsFound}</h3>
          <table className="numbers">
            <tbody>
              {Object.entries(report.categories).map(([category, count]) => (
                <Row key={category} label={patternWords.categories[category] ?? category} count={count} />
              ))}
            </tbody>
          </table>
        </>
      )}
      <button type="button" className="main-button" onClick={onAgain}>
        {importWords.another}
      </button>
    </section>
  )
}

function Row({ label, count }: { label: string; count: number }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{formatCount(count)}</td>
    </tr>
  )
}
