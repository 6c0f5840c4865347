import type { LearningOverview } from '../../../learning/learning-overview.ts'
import { mixOf } from '../../model/learning-lines.ts'
import { learningWords } from '../../strings/learning.ts'

const names: Record<string, string> = learningWords.sources

/** What the examples come from, beside the recipe. Each source has one colour. */
export function Mix({ sources }: { sources: LearningOverview['sources'] }) {
  const mix = mixOf(sources)
  const rows = [
    { title: learningWords.mixNow, key: 'now' },
    { title: learningWords.mixRecipe, key: 'recipe' },
  ] as const
  return (
    <section>
      <h2>{learningWords.mix}</h2>
      <dl className="mix small">
        {rows.map(({ title, key }) => {
          const parts = mix.filter((part) => part[key] > 0)
          const words = parts.map((part) =>
            learningWords.mixPart(names[part.id] ?? part.id, (100 * part[key]).toFixed(0)),
          )
          return (
            <div key={key}>
              <dt>{title}</dt>
              <dd>
                <span className="visually-hidden">{words.join(', ') || learningWords.mixEmpty}</span>
                <span className="mix-bar" aria-hidden="true">
                  {parts.map((part, index) => (
                    <span
                      key={part.id}
                      className={`swatch-${part.colour}`}
                      title={words[index]}
                      style={{ flexGrow: part[key] }}
                    />
                  ))}
                </span>
              </dd>
            </div>
          )
        })}
      </dl>
      <ul className="chart-legend small muted" aria-hidden="true">
        {mix.map(({ id, colour }) => (
          <li key={id}>
            <span className={`swatch swatch-${colour}`} />
            {names[id] ?? id}
          </li>
        ))}
      </ul>
    </section>
  )
}
