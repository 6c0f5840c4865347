import type { Forgettable, FoundLine } from '../../../server/requests/memory-requests.ts'
import { countOf } from '../../model/format.ts'
import { foundItems } from '../../model/memory-lines.ts'
import { useRequest } from '../../model/use-request.ts'
import { Answered, Empty } from '../../parts/answers.tsx'
import { VirtualList } from '../../parts/virtual-list.tsx'
import { forgetWords, memoryWords } from '../../strings/memory.ts'
import { ForgetButton } from './forget.tsx'
import { Said } from './said.tsx'

/** What a search found, best first, each with where it comes from. */
export function FoundLines({ query }: { query: string }) {
  const answer = useRequest('memory.search', { query })
  return (
    <Answered query={answer}>
      {({ hits, wordsOnly }) => (
        <>
          {wordsOnly !== undefined && (
            <p className="search-note muted small">
              {memoryWords.wordsOnly} {wordsOnly}
            </p>
          )}
          {hits.length > 0 && (
            <div className="found-bar small muted">
              {countOf(hits.length, memoryWords.hit)}
              <ForgetButton
                what={{ words: query }}
                title={forgetWords.titleAll(query)}
                label={forgetWords.everything}
              />
            </div>
          )}
          {hits.length === 0 ? (
            <Empty title={memoryWords.nothingFound} text={memoryWords.nothingFoundWhy} />
          ) : (
            <VirtualList
              label={memoryWords.found}
              items={foundItems(hits, query)}
              keyOf={({ key }) => key}
              estimatedHeight={64}
            >
              {(item) =>
                'heading' in item ? (
                  <h2 className="day">{item.heading}</h2>
                ) : (
                  <Said line={item.hit} what={forgettable(item.hit)} dated query={query} />
                )
              }
            </VirtualList>
          )}
        </>
      )}
    </Answered>
  )
}

function forgettable({ kind, row }: FoundLine): Forgettable {
  return kind === 'fact' ? { facts: [row] } : { turns: [row] }
}
