import type { ScrapeTrouble } from '../../../../learning/ports.ts'
import { countOf, formatCount } from '../../model/format.ts'
import { reasonText } from '../../model/knowledge-lines.ts'
import { knowledgeWords } from '../../strings/knowledge.ts'

/** What gave nothing and why, in words. */
export function Troubles({ troubles }: { troubles: readonly ScrapeTrouble[] }) {
  if (troubles.length === 0) return null
  const { reason, count, example } = knowledgeWords.troubleTable
  return (
    <details className="source-troubles">
      <summary className="muted">
        {knowledgeWords.trouble(
          countOf(
            troubles.reduce((sum, each) => sum + each.count, 0),
            'document',
          ),
        )}
      </summary>
      <table className="small">
        <thead>
          <tr>
            <th scope="col">{reason}</th>
            <th scope="col">{count}</th>
            <th scope="col">{example}</th>
          </tr>
        </thead>
        <tbody>
          {troubles.map((each) => (
            <tr key={`${each.state} ${each.reason}`}>
              <th scope="row">
                {reasonText(each.reason)}.{each.state === 'failed' && ` ${knowledgeWords.again}`}
              </th>
              <td>{formatCount(each.count)}</td>
              <td className="file-name">{each.example}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
