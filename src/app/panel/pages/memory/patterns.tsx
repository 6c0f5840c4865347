import type { Category, Pattern } from '../../../../memory/ports.ts'
import { formatCount } from '../../model/format.ts'
import { patternKey, patternLines } from '../../model/pattern-lines.ts'
import { hashOf } from '../../model/route.ts'
import { useChange, useRequest } from '../../model/use-request.ts'
import { Answered, Empty, FailureLine } from '../../parts/answers.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { memoryWords, patternWords } from '../../strings/memory.ts'

/** What conversations show about the user, by what they are for, with the evidence; both can be corrected. */
export function Patterns() {
  const answer = useRequest('memory.patterns', {})
  return (
    <Answered query={answer}>
      {({ patterns }) =>
        patterns.length === 0 ? (
          <Empty
            title={patternWords.none}
            text={patternWords.noneWhy}
            action={
              <a className="main-button" href={hashOf('memory', 'import')}>
                {memoryWords.bringIn}
              </a>
            }
          />
        ) : (
          <VirtualList
            label={patternWords.list}
            items={patternLines(patterns)}
            keyOf={({ key }) => key}
            estimatedHeight={72}
          >
            {(item) =>
              'category' in item ? (
                <h2 className="day">{patternWords.categories[item.category] ?? item.category}</h2>
              ) : (
                <Line pattern={item.pattern} />
              )
            }
          </VirtualList>
        )
      }
    </Answered>
  )
}

function Line({ pattern }: { pattern: Pattern }) {
  const correct = useChange('memory.correct-pattern', ['memory'])
  const { category, facet, title, value, count, of, examples, verdict } = pattern
  const say = (said: 'right' | 'wrong') =>
    correct.mutate({ category, facet, value, verdict: verdict === said ? null : said })
  return (
    <div className="row">
      <div className="row-line pattern" data-verdict={verdict}>
        <div className="pattern-top">
          <p>
            <span className="pattern-title muted">{title}:</span> <span className="pattern-value">{value}</span>
          </p>
          <div className="pattern-verdict">
            {(['right', 'wrong'] as const).map((said) => (
              <button
                key={said}
                type="button"
                className="toggle-button"
                aria-pressed={verdict === said}
                title={said === 'right' ? patternWords.rightHint : patternWords.wrongHint}
                disabled={correct.isPending}
                onClick={() => say(said)}
              >
                {patternWords[said]}
                <span className="visually-hidden">
                  : {title} {value}
                </span>
              </button>
            ))}
          </div>
        </div>
        <div className="pattern-share small muted">
          <meter value={count} min={0} max={of} aria-hidden="true" />
          {patternWords.evidence(formatCount(count), formatCount(of))}
        </div>
        {correct.error !== null && <FailureLine error={correct.error} />}
        {examples.length > 0 && (
          <details className="small">
            <summary className="muted">{patternWords.show}</summary>
            <ul className="pattern-examples">
              {examples.map((example) => (
                <Example key={patternKey(example)} example={example} category={category} />
              ))}
            </ul>
          </details>
        )}
      </div>
    </div>
  )
}

/** A conversation that shows it. What the conversation is for can be wrong too. */
function Example({ example, category }: { example: Pattern['examples'][number]; category: Category }) {
  const move = useChange('memory.recategorise', ['memory'])
  const { source, conversation, title } = example
  const name = title ?? patternWords.untitled
  return (
    <li>
      <span className="pattern-example">{name}</span>
      <select
        aria-label={patternWords.kind(name)}
        value={category}
        disabled={move.isPending}
        onChange={({ currentTarget: { value } }) => move.mutate({ source, conversation, category: value as Category })}
      >
        {Object.entries(patternWords.categories).map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </li>
  )
}
