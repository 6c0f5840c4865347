import type { SaidLine } from '../../../server/requests/memory-requests.ts'
import { withDays } from '../../model/memory-lines.ts'
import { hashOf } from '../../model/route.ts'
import { Empty } from '../../parts/answers.tsx'
import { PagedList } from '../../parts/paged-list.tsx'
import { memoryWords } from '../../strings/memory.ts'
import { Said } from './said.tsx'

function placeOf({ row, atMs }: SaidLine) {
  return { row, ...(atMs === undefined ? {} : { atMs }) }
}

/** Everything that was said, newest first, as far back as one scrolls. */
export function Timeline() {
  return (
    <PagedList
      name="memory.timeline"
      input={{}}
      nextOf={({ lines, more }) => {
        const last = lines.at(-1)
        return more && last !== undefined ? { before: placeOf(last) } : undefined
      }}
      itemsOf={(pieces) =>
        withDays(
          pieces.flatMap(({ lines }) => lines),
          Date.now(),
        )
      }
      empty={
        <Empty
          title={memoryWords.nothingSaid}
          text={memoryWords.nothingSaidWhy}
          action={
            <a className="main-button" href={hashOf('memory', 'import')}>
              {memoryWords.bringIn}
            </a>
          }
        />
      }
      label={memoryWords.said}
      keyOf={({ key }) => key}
      estimatedHeight={64}
    >
      {(item) =>
        'day' in item ? (
          <h2 className="day">{item.day}</h2>
        ) : (
          <Said line={item.line} what={{ turns: [item.line.row] }} />
        )
      }
    </PagedList>
  )
}
